import { parseArgs } from "node:util";
import { z } from "zod";
import { BadSetting, errorCode } from "./bad-setting.js";

const POSTGRES = ["postgres:", "postgresql:"];
const HTTP = ["http:", "https:"];

const SECRETS = "LINK_SECRET must be one text of 32 characters or more, or two with a comma between them.";
const splitSecrets = (text: string): readonly string[] => text.split(",");
const areSecrets = (secrets: readonly string[]): boolean =>
  secrets.length <= 2 && secrets.every(({ length }) => length >= 32);

const SETTINGS = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: port("PORT").default(3000),
  PUBLIC_URL: address("PUBLIC_URL", HTTP)
    .transform((url) => url.replace(/\/+$/, ""))
    .optional(),
  DATABASE_URL: address("DATABASE_URL", POSTGRES).optional(),
  STORE_URL: address("STORE_URL", POSTGRES).optional(),
  STORAGE_URL: address("STORAGE_URL", ["file:", "s3:"]).optional(),
  MEDIA_URL: address("MEDIA_URL", HTTP).optional(),
  RUNNER: z.enum(["inline", "pg-boss", "bullmq"], "RUNNER must be inline, pg-boss or bullmq.").default("inline"),
  REDIS_URL: address("REDIS_URL", ["redis:", "rediss:"]).optional(),
  TOKENS_FILE: z.string().optional(),
  LINK_SECRET: z.string().transform(splitSecrets).refine(areSecrets, SECRETS).optional(),
  LEASE_MS: milliseconds("LEASE_MS").default(30_000),
  REAPER_MS: milliseconds("REAPER_MS").default(60_000),
  DEMO_OCCURRENCES: z
    .string()
    .regex(/^[1-9]\d{0,6}$/, "DEMO_OCCURRENCES must be a whole number from 1.")
    .transform(Number)
    .default(5000),
});

/** What the environment says, by the variables' names. */
export type Settings = Readonly<z.infer<typeof SETTINGS>> & {
  /** Which web framework serves. */
  readonly framework: "express" | "koa";
};

/** Reads the environment and the command line; an empty variable counts as none. @throws BadSetting for the first that is wrong. */
export function parseSettings(
  environment: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
): Settings {
  const framework = parseFramework(args);
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const outcome = SETTINGS.safeParse(given);
  if (!outcome.success) throw new BadSetting(outcome.error.issues[0]?.message);
  const { RUNNER, REDIS_URL, STORE_URL = outcome.data.DATABASE_URL } = outcome.data;
  if (RUNNER === "bullmq" && REDIS_URL === undefined) throw new BadSetting("RUNNER=bullmq needs REDIS_URL.");
  if (RUNNER !== "inline" && STORE_URL === undefined) {
    throw new BadSetting(
      `RUNNER=${RUNNER} needs STORE_URL or DATABASE_URL: a worker must see the exports that the server records.`,
    );
  }
  return Object.freeze({ ...outcome.data, STORE_URL, framework });
}

function parseFramework(args: readonly string[]): Settings["framework"] {
  try {
    return parseArgs({ args: [...args], options: { koa: { type: "boolean" } } }).values.koa === true
      ? "koa"
      : "express";
  } catch (error) {
    throw new BadSetting(`The one option there is, is --koa (${errorCode(error)}).`);
  }
}

function port(name: string) {
  const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) < 65_536;
  return z.string().refine(isPort, `${name} must be a whole number from 0 to 65535.`).transform(Number);
}

function milliseconds(name: string) {
  return z
    .string()
    .regex(/^[1-9]\d{3,8}$/, `${name} must be a number of milliseconds, 1000 or more.`)
    .transform(Number);
}

function address(name: string, schemes: readonly string[]) {
  const isOne = (text: string): boolean => URL.canParse(text) && schemes.includes(new URL(text).protocol);
  return z
    .string()
    .refine(
      isOne,
      `${name} must be an address that begins with ${schemes.map((scheme) => `${scheme}//`).join(" or ")}.`,
    );
}
