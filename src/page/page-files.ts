import { readdirSync, readFileSync } from "node:fs";

const FOLDER = new URL("./static/", import.meta.url);

/** The page's files by their names. The build puts their texts in place of this module. */
export const PAGE_FILES: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(FOLDER).map((name) => [name, readFileSync(new URL(name, FOLDER), "utf8")]),
);
