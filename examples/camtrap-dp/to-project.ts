import type { DatasetProject } from "vasculum";
import type { CamtrapPackage } from "./read-package.js";

/** A package's metadata as a project: its name is the id, and the licence is that of the data. */
export function toProject({ name, title, description, created, contributors, licenses }: CamtrapPackage["facts"]): DatasetProject {
  const license = licenses.find(({ scope }) => scope === "data");
  return {
    id: name,
    name: title,
    description,
    license: license?.name ?? license?.path ?? null,
    rightsHolder: contributors.find(({ role }) => role === "rightsHolder")?.title ?? null,
    ownerName: null,
    updatedAt: created,
    defaults: { scoreThreshold: 0, includeTaxonIds: [], excludeTaxonIds: [] },
  };
}
