import type { DatasetMetadataOptions } from "../../dwca/metadata/dataset-metadata.js";
import type { EmlParty } from "../../dwca/metadata/eml-document.js";
import type { ProjectDescription } from "../model/occurrence-source.js";
import { publicName } from "../model/person-label.js";

/** The host's metadata, with the project's words in place of what the host leaves out. */
export function projectMetadata(project: ProjectDescription, options: DatasetMetadataOptions): DatasetMetadataOptions {
  return {
    ...options,
    title: options.title ?? project.name,
    abstract: options.abstract ?? project.description ?? undefined,
    creators: options.creators ?? projectParties(project),
    license: options.license ?? project.license ?? undefined,
    updatedAt: options.updatedAt ?? project.updatedAt ?? undefined,
    rightsHolder: options.rightsHolder ?? publicName(project.rightsHolder) ?? undefined,
  };
}

/** A display name is not taken apart: which part is the surname, nobody knows. */
function projectParties({ rightsHolder, ownerName }: ProjectDescription): readonly EmlParty[] {
  const organizationName = publicName(rightsHolder);
  if (organizationName !== null) return [{ organizationName }];
  const surName = publicName(ownerName);
  return surName === null ? [] : [{ individualName: { surName } }];
}
