import { expect, test } from "vitest";
import { BadSetting } from "../../examples/server/bad-setting.js";
import { parseSettings } from "../../examples/server/settings.js";

test("without a word there are defaults, and an empty variable is no word", () => {
  const expected = {
    HOST: "127.0.0.1",
    PORT: 3000,
    RUNNER: "inline",
    DEMO_OCCURRENCES: 5000,
    LEASE_MS: 30_000,
    REAPER_MS: 60_000,
    framework: "express",
  };
  expect(parseSettings({}, [])).toEqual(expected);
  expect(parseSettings({ PORT: "", DATABASE_URL: "", RUNNER: "", SOMETHING: "else" }, ["--koa"])).toEqual({
    ...expected,
    framework: "koa",
  });
});

test("one secret signs links, or two while one is changed", () => {
  const [one, two] = ["a".repeat(32), "b".repeat(32)];
  expect(parseSettings({ LINK_SECRET: one }, []).LINK_SECRET).toEqual([one]);
  expect(parseSettings({ LINK_SECRET: `${one},${two}` }, []).LINK_SECRET).toEqual([one, two]);
  for (const text of ["short", `${one},`, `${one},${one},${two}`])
    expect(() => parseSettings({ LINK_SECRET: text }, [])).toThrow("LINK_SECRET must be");
});

test("exports are recorded beside Antenna's tables unless another database is named", () => {
  const DATABASE_URL = "postgres://reader@db.example.org/antenna";
  const STORE_URL = "postgresql://writer@db.example.org/exports";
  expect(parseSettings({ DATABASE_URL }, []).STORE_URL).toBe(DATABASE_URL);
  expect(parseSettings({ DATABASE_URL, STORE_URL }, []).STORE_URL).toBe(STORE_URL);
});

const POSTGRES = "must be an address that begins with postgres:// or postgresql://.";
test.each([
  [{ PORT: "65536" }, "PORT must be a whole number from 0 to 65535."],
  [{ PORT: "3000.5" }, "PORT must be a whole number from 0 to 65535."],
  [{ DATABASE_URL: "mysql://root:hunter2@db.example.org/antenna" }, `DATABASE_URL ${POSTGRES}`],
  [{ STORE_URL: "hunter2" }, `STORE_URL ${POSTGRES}`],
  [{ STORAGE_URL: "./exports" }, "STORAGE_URL must be an address that begins with file:// or s3://."],
  [{ MEDIA_URL: "javascript:1" }, "MEDIA_URL must be an address that begins with http:// or https://."],
  [{ PUBLIC_URL: "example.org" }, "PUBLIC_URL must be an address that begins with http:// or https://."],
  [{ RUNNER: "celery" }, "RUNNER must be inline, pg-boss or bullmq."],
  [{ RUNNER: "bullmq" }, "RUNNER=bullmq needs REDIS_URL."],
  [
    { RUNNER: "pg-boss" },
    "RUNNER=pg-boss needs STORE_URL or DATABASE_URL: a worker must see the exports that the server records.",
  ],
  [{ DEMO_OCCURRENCES: "0" }, "DEMO_OCCURRENCES must be a whole number from 1."],
])("%j is refused in one sentence, which quotes no value", (environment, sentence) => {
  expect(() => parseSettings(environment, [])).toThrow(new BadSetting(sentence));
});
