import { createHmac, timingSafeEqual } from "node:crypto";
import type { Id } from "../contracts/id.js";

/** The permission of a signature: one user may download one version of one export. */
export interface SignedLink {
  readonly exportId: Id;
  /** The version of the record; a changed export needs a new link. */
  readonly version: number;
  readonly userId: Id;
}

/** One secret, or two while a new one takes the place of an old one: the first signs, both verify. */
export type LinkSecrets = readonly [string] | readonly [string, string];

/** The shortest time that a link works which is given out now, in milliseconds. */
const VALID_MS = 600_000;
/** For so long every signature of the same link is the same, so that what names it keeps its entity tag. In milliseconds. */
const STABLE_MS = VALID_MS / 2;
const SHORTEST_SECRET = 32;

/** Checks the secrets of a host. @throws TypeError unless there are one or two, each of 32 characters or more. */
export function checkLinkSecrets(secrets: readonly string[]): LinkSecrets {
  const [first, second, ...others] = secrets;
  const isSecret = (secret: unknown) => typeof secret === "string" && secret.length >= SHORTEST_SECRET;
  if (first === undefined || others.length > 0 || !secrets.every(isSecret))
    throw new TypeError(`linkSecrets must hold one or two texts of ${SHORTEST_SECRET} characters or more.`);
  return second === undefined ? [first] : [first, second];
}

/**
 * Returns the signature of a link, for a query. It works for 10 to 15 minutes, and is the same text for all who ask within 5 minutes.
 *
 * @param now - milliseconds since 1970.
 */
export function signLink(link: SignedLink, [secret]: LinkSecrets, now: number): string {
  const expires = (Math.floor(now / STABLE_MS) + 1) * STABLE_MS + VALID_MS;
  const claim = Buffer.from(JSON.stringify([link.version, link.userId, expires])).toString("base64url");
  return `${claim}.${seal(secret, link.exportId, claim).toString("base64url")}`;
}

/**
 * Returns the link that a signature was made for, or null: it is altered, expired, made for another export, or with another secret.
 *
 * @param exportId - the export that the address names.
 * @param now - milliseconds since 1970.
 */
export function verifyLink(
  signature: string,
  { exportId, secrets, now }: { readonly exportId: string; readonly secrets: LinkSecrets; readonly now: number },
): SignedLink | null {
  const [claim = "", given = "", ...others] = signature.split(".");
  const mac = Buffer.from(given, "base64url");
  const isSealed = secrets.map((secret) => isSame(seal(secret, exportId, claim), mac)).includes(true);
  // A base64 text has other spellings of the same bytes; only the one that was given out is good.
  if (!isSealed || others.length > 0 || mac.toString("base64url") !== given) return null;
  const [version, userId, expires] = parseClaim(claim);
  if (typeof version !== "number" || typeof expires !== "number" || expires <= now) return null;
  if (typeof userId !== "number" && typeof userId !== "string") return null;
  return { exportId, version, userId };
}

/** The prefix keeps a secret that signs other things as well from signing a link by accident. */
function seal(secret: string, exportId: Id, claim: string): Buffer {
  return createHmac("sha256", secret)
    .update(JSON.stringify(["vasculum link 1", String(exportId), claim]))
    .digest();
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Only of a claim whose seal is right. */
function parseClaim(claim: string): readonly unknown[] {
  const values: unknown = JSON.parse(Buffer.from(claim, "base64url").toString());
  return Array.isArray(values) ? values : [];
}
