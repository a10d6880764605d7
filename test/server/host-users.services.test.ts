import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createHostUsers, readTokens } from "../../examples/server/host-users.js";
import { createFolder } from "./server-process.js";

const ADA = { id: 7, name: "Ada" };

async function read(content: string) {
  await using folder = await createFolder();
  const path = join(folder.path, "tokens.json");
  await writeFile(path, content);
  return await readTokens(path);
}

test("a user is found by the whole token alone, whichever word comes before it", async () => {
  const users = createHostUsers(
    await read(
      JSON.stringify({ "s3cret-1": { ...ADA, roles: { "1": "Researcher" } }, "s3cret-2": { id: "b", name: "Bo" } }),
    ),
  );
  for (const header of ["Token s3cret-1", "Bearer s3cret-1", "bearer  s3cret-1"])
    expect(users.find(header)?.id, header).toBe(7);
  expect(users.find("Token s3cret-2")?.id).toBe("b");
  for (const header of [
    undefined,
    null,
    "",
    "s3cret-1",
    "Token",
    "Token s3cret",
    "Token s3cret-11",
    "Basic s3cret-1",
    "Token s3cret-1 s3cret-2",
  ]) {
    expect(users.find(header), String(header)).toBeNull();
  }
  expect(users.get(7)).toEqual({ ...ADA, email: "", superuser: false, roles: { "1": "Researcher" } });
  expect(users.get(8)).toBeNull();
});

test.each([
  ["no JSON", "{"],
  ["an unknown role", JSON.stringify({ a: { ...ADA, roles: { "1": "Owner" } } })],
  ["a role in no project", JSON.stringify({ a: { ...ADA, roles: { all: "Researcher" } } })],
  ["a fact too many", JSON.stringify({ a: { ...ADA, admin: true } })],
  ["an empty token", JSON.stringify({ "": ADA })],
])("a tokens file with %s is refused", async (_, content) => {
  await expect(read(content)).rejects.toThrow("TOKENS_FILE must be JSON");
});

test("two tokens of one user, and a file that does not exist, are refused", async () => {
  await expect(read(JSON.stringify({ a: ADA, b: ADA }))).rejects.toThrow(
    "TOKENS_FILE gives two tokens the same user id",
  );
  await expect(readTokens("/nowhere/tokens.json")).rejects.toThrow("The file of TOKENS_FILE cannot be read (ENOENT).");
});

// cspell:ignore cret
