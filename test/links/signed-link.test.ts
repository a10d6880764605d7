import { expect, test } from "vitest";
import { checkLinkSecrets, signLink, verifyLink } from "../../src/links/signed-link.js";

const SECRETS = [`old-${"o".repeat(32)}`] as const;
const ROTATED = [`new-${"n".repeat(32)}`, SECRETS[0]] as const;
const NOW = Date.UTC(2026, 5, 1, 12, 2);
const MINUTE = 60_000;
const LINK = { exportId: 7, version: 3, userId: 5 };
const signature = signLink(LINK, SECRETS, NOW);
const verify = (text: string, more: object = {}) =>
  verifyLink(text, { exportId: "7", secrets: SECRETS, now: NOW, ...more });

test("a signature gives back the version and the user, whose id keeps its type", () => {
  expect(verify(signature)).toMatchObject({ version: 3, userId: 5 });
  expect(verify(signLink({ ...LINK, userId: "5" }, SECRETS, NOW))).toMatchObject({ userId: "5" });
  expect(signature).toMatch(/^[\w-]+\.[\w-]+$/);
});

test("it is the same text for five minutes, works for ten at least, and for fifteen at most", () => {
  const start = Date.UTC(2026, 5, 1, 12, 0);
  const first = signLink(LINK, SECRETS, start);
  expect(signLink(LINK, SECRETS, start + 5 * MINUTE - 1)).toBe(first);
  expect(signLink(LINK, SECRETS, start + 5 * MINUTE)).not.toBe(first);
  const last = signLink(LINK, SECRETS, start + 5 * MINUTE - 1);
  expect(verify(last, { now: start + 15 * MINUTE - 1 })).not.toBeNull();
  expect(verify(first, { now: start + 15 * MINUTE })).toBeNull();
});

test("a signature is good for its own export alone", () => {
  expect(verify(signature, { exportId: "8" })).toBeNull();
  expect(verify(signature, { exportId: "07" })).toBeNull();
});

test("every altered character is noticed", () => {
  for (const [index, character] of [...signature].entries()) {
    const other = character === "A" ? "B" : "A";
    expect(verify(signature.slice(0, index) + other + signature.slice(index + 1)), `at ${index}`).toBeNull();
  }
});

test.each([
  "",
  ".",
  "..",
  signature.split(".")[0]!,
  `${signature}=`,
  `${signature}.`,
  ` ${signature}`,
  `${signature}A`,
])("%j is no signature", (text) => {
  expect(verify(text)).toBeNull();
});

test("a claim that a user signed is refused", () => {
  const claim = Buffer.from(JSON.stringify([3, 1, NOW + MINUTE])).toString("base64url");
  expect(verify(`${claim}.${signature.split(".")[1]!}`)).toBeNull();
});

test("with two secrets the first signs, and both verify", () => {
  expect(verify(signature, { secrets: ROTATED })).not.toBeNull();
  const fresh = signLink(LINK, ROTATED, NOW);
  expect(verify(fresh, { secrets: ROTATED })).not.toBeNull();
  expect(verify(fresh)).toBeNull();
});

test.each([[[]], [["short"]], [[...ROTATED, SECRETS[0]]], [[SECRETS[0], ""]]])("%j are no secrets", (secrets) => {
  expect(() => checkLinkSecrets(secrets)).toThrow(TypeError);
});
