import { expect, test } from "vitest";
import { createKyselyStore } from "../../../src/stores/kysely/kysely-store.js";

test.each([undefined, {}, { db: null }, { db: "postgres://secret@host" }])(
  "a store of %j is a TypeError in one sentence",
  (options) => {
    // @ts-expect-error What a host without types may pass.
    expect(() => createKyselyStore(options)).toThrow(
      new TypeError('createKyselyStore needs the option "db", a Kysely.'),
    );
  },
);
