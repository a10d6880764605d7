import { createHash, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Id, ProjectRole } from "vasculum";
import { z } from "zod";
import { BadSetting, errorCode } from "./bad-setting.js";

const ROLES = [
  "BasicMember",
  "Identifier",
  "Researcher",
  "MLDataManager",
  "ProjectManager",
] as const satisfies readonly ProjectRole[];

const userSchema = z.strictObject({
  id: z.union([z.int(), z.string().min(1)]),
  name: z.string(),
  email: z.string().default(""),
  superuser: z.boolean().default(false),
  /** By project id. */
  roles: z.partialRecord(z.string().regex(/^[1-9]\d*$/), z.enum(ROLES)).default({}),
});
const tokensSchema = z.record(z.string().min(1), userSchema);

/** A user who may use the server. */
export type HostUser = Readonly<z.infer<typeof userSchema>>;

/** Users by the tokens that they say they are by. */
export type Tokens = Readonly<Record<string, HostUser>>;

/** Everybody who may use the server. */
export interface HostUsers {
  /** Whose token an `Authorization` header holds, as `Token …` or `Bearer …`; null for nobody's. Takes the same time for every token. */
  find(authorization: string | null | undefined): HostUser | null;
  get(id: Id): HostUser | null;
}

/** The users of a tokens file: `{ "<token>": { id, name, email, superuser, roles: { "<project id>": "<role>" } } }`. @throws BadSetting */
export async function readTokens(path: string): Promise<Tokens> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new BadSetting(`The file of TOKENS_FILE cannot be read (${errorCode(error)}).`);
  });
  const outcome = tokensSchema.safeParse(parseJson(text));
  if (!outcome.success)
    throw new BadSetting(
      `TOKENS_FILE must be JSON: token -> { id, name, email?, superuser?, roles?: { projectId: role } }.`,
    );
  const ids = Object.values(outcome.data).map(({ id }) => String(id));
  if (new Set(ids).size < ids.length)
    throw new BadSetting("TOKENS_FILE gives two tokens the same user id; one token each, please.");
  return outcome.data;
}

/** The users of these tokens. */
export function createHostUsers(tokens: Tokens): HostUsers {
  const digests = Object.entries(tokens).map(([token, user]) => ({ digest: digestOf(token), user }));
  const byId = new Map(Object.values(tokens).map((user) => [String(user.id), user]));
  return {
    find: (authorization) => {
      const given = digestOf(/^(?:token|bearer) +(\S+)$/i.exec(authorization ?? "")?.[1] ?? "");
      return digests.filter(({ digest }) => timingSafeEqual(digest, given))[0]?.user ?? null;
    },
    get: (id) => byId.get(String(id)) ?? null,
  };
}

function digestOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
