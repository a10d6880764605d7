import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Where the project is. */
export const ROOT = resolve(import.meta.dirname, "../..");

const docs = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" });

/** The README and everything that is written below docs/; what typedoc makes there is not. */
export const PAGES: readonly string[] = [
  "README.md",
  ...docs.filter((file) => file.endsWith(".md") && !file.startsWith("api/")).map((file) => join("docs", file)),
];

export const readPage = (page: string): string => readFileSync(join(ROOT, page), "utf8");
