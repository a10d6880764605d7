import { createHash, randomBytes } from "node:crypto";
import type { ExportRecord } from "../../contracts/export-record.js";
import { checkStorageKey } from "../../contracts/storage-key.js";
import type { Id } from "../../contracts/id.js";

const LONGEST_SLUG = 60;

/** The parts of a file's name. */
export interface FilenameOptions {
  readonly exportId: Id;
  readonly projectId: Id;
  readonly projectName: string | null;
  /** The exporter's `filenameLabel`. */
  readonly label: string | undefined;
  /** The file extension without a dot. */
  readonly fileFormat: string;
}

/**
 * `<project>_export-<id>.<ext>`, or `<project>_<label>_export-<id>.<ext>`. The project is its name as a slug of at most 60
 * characters, or `project-<id>` where nothing of the name is left. An id is a slug too, or a short hash where that is empty or longer
 * than 60 characters. No name is longer than 255 characters.
 *
 * @example
 * ```ts
 * const name = generateFilename({
 *   exportId: 1,
 *   projectId: 1,
 *   projectName: "Moths of the ridge",
 *   label: "report",
 *   fileFormat: "txt",
 * });
 * ```
 */
export function generateFilename({ exportId, projectId, projectName, label, fileFormat }: FilenameOptions): string {
  const project = shortSlug(projectName ?? "") || `project-${idSlug(projectId)}`;
  const parts = label === undefined ? [project] : [project, shortSlug(label)];
  return `${parts.join("_")}_export-${idSlug(exportId)}.${fileFormat}`;
}

function shortSlug(name: string): string {
  return slugify(name)
    .slice(0, LONGEST_SLUG)
    .replace(/[-_]+$/, "");
}

/** An id of which nothing is left, or too much, is its hash: a file system takes names of at most 255 bytes. */
function idSlug(id: Id): string {
  const slug = slugify(String(id));
  return slug === "" || slug.length > LONGEST_SLUG ? shortHash(id) : slug;
}

/** 64 bits of the id's SHA-256, in hexadecimal. */
function shortHash(id: Id): string {
  return createHash("sha256").update(String(id)).digest("hex").slice(0, 16);
}

/**
 * A name as a slug, by the rules of Django's `slugify` in ASCII mode. That is NFKD, ASCII only, lower case, word
 * characters, and one hyphen for every run of white space and hyphens. May be empty.
 */
export function slugify(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[^\x00-\x7f]/g, "")
    .toLowerCase()
    .replace(/[^\w\s\x1c-\x1f-]/g, "")
    .replace(/[-\s\x1c-\x1f]+/g, "-")
    .replace(/^[-_]+|[-_]+$/g, "");
}

/**
 * A key that no attempt had before: `exports/<project>/<export>/<22 random characters>/<filename>`. The random part is 128 bits, so
 * that a key can neither repeat nor be guessed. An id that is longer than 100 characters in a URL is a short hash there.
 */
export function createStorageKey(record: Pick<ExportRecord, "id" | "projectId">, filename: string): string {
  const random = randomBytes(16).toString("base64url");
  return checkStorageKey(["exports", segment(record.projectId), segment(record.id), random, filename].join("/"));
}

/** Two ids of this length leave room in a key for every file name. */
const LONGEST_SEGMENT = 100;

function segment(id: Id): string {
  const encoded = encodeURIComponent(String(id)).replaceAll(".", "%2E");
  return encoded.length > LONGEST_SEGMENT ? shortHash(id) : encoded;
}
