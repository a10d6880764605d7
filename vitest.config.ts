import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** Tests that need a server, a process, a browser or much time; and those that run on SQLite in `unit` and on servers in `services`. */
const SERVICES = "test/**/*.services.test.ts";
const DATABASES = "test/**/*.databases.test.ts";
const PACKAGE = "test/package/**/*.test.ts";
/** The folder of a Kysely to test with in place of the installed one. */
const { TEST_KYSELY: kysely } = process.env;

/** On a busy machine a wait may prove too short: what fails twice is a failure. */
const retry = process.env.CI === undefined ? 0 : 1;

/** What each project needs stands in docs/CONTRIBUTING.md. The projects run in this order. */
export default defineConfig({
  resolve: {
    alias:
      kysely === undefined
        ? []
        : [
            { find: /^kysely$/, replacement: kysely },
            { find: /^kysely\/migration$/, replacement: join(kysely, "dist/migration/index.js") },
          ],
  },
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["**/node_modules/**", SERVICES, PACKAGE],
          provide: { project: "unit" },
          // Half the time of these tests would be that of imports.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "services",
          include: [SERVICES, DATABASES],
          provide: { project: "services" },
          globalSetup: ["test/support/global-setup.ts"],
          // What is killed, starved or kept waiting needs the processors to itself.
          maxWorkers: 1,
          retry,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "package",
          include: [PACKAGE],
          maxWorkers: 1,
          maxConcurrency: 2,
          retry,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
