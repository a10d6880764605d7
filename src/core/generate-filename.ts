import type { Id } from "../contracts/id.js";
import { slugify } from "./slugify.js";

const LONGEST_SLUG = 60;

/** What a file is named after. */
export interface FilenameFacts {
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
 * characters, or `project-<id>` where nothing of the name is left.
 */
export function generateFilename({ exportId, projectId, projectName, label, fileFormat }: FilenameFacts): string {
  const slug = slugify(projectName ?? "").slice(0, LONGEST_SLUG).replace(/[-_]+$/, "");
  const project = slug || `project-${slugify(String(projectId))}`;
  const parts = label === undefined ? [project] : [project, slugify(label)];
  return `${parts.join("_")}_export-${slugify(String(exportId))}.${fileFormat}`;
}
