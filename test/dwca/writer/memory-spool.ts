import type { Spool } from "../../../src/packages/spool.js";
import { collect } from "../../support/collect.js";

/** A spool in memory that says what it has kept. */
export function createMemorySpool(): Spool & { readonly files: ReadonlyMap<string, string> } {
  const files = new Map<string, string>();
  return {
    files,
    async write(name, chunks) {
      files.set(name, Buffer.concat(await collect(chunks)).toString("utf8"));
    },
    async *read(name) {
      yield Buffer.from(files.get(name) ?? "");
    },
  };
}
