import type { Id } from "../contracts/id.js";

/** The name of a package in addresses (`[a-z0-9._-]`), made of its title and its project. */
export function packageName(title: string, projectId: Id): string {
  const words = title.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const slug = words.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  const id = String(projectId)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-");
  return `${slug || "dataset"}-${id}`;
}
