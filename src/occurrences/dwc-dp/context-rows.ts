import type { PackageContributor } from "../../data-package/package-metadata.js";
import { type PackageRow, rowOf } from "../../data-package/package-rows.js";
import type { OccurrenceEvent } from "../model/occurrence.js";
import { projectRoles, recordersOf } from "./agents.js";
import {
  AGENT_MAP,
  PROJECT_ROLE_MAP,
  PROTOCOL_MAP,
  PROVENANCE_MAP,
  SURVEY_TARGET_TAXON_MAP,
  USAGE_POLICY_MAP,
} from "./context-maps.js";
import { targetTaxa } from "./dwc-dp-facts.js";
import type { DwcDpDataset } from "./dwc-dp-rows.js";
import { EVENT_MAP } from "./event-maps.js";

type Rows = Generator<PackageRow<DwcDpDataset>, void, undefined>;

const CLASSIFIED = "Score that the classifier gave to its prediction, from 0 to 1";
const DETECTED = "Score that the detector gave to its detection, from 0 to 1";

/** The rows that a package has once: the project, its people, its protocols and its rights. */
export function* contextRows({ facts, title }: DwcDpDataset, contributors: readonly PackageContributor[]): Rows {
  yield rowOf(PROVENANCE_MAP, null);
  yield rowOf(USAGE_POLICY_MAP, null);
  const sampling = { key: "sampling", type: "sampling", name: facts.samplingProtocol ?? null } as const;
  yield rowOf(PROTOCOL_MAP, { ...sampling, description: null });
  for (const [key, description] of [
    ["classification", CLASSIFIED],
    ["detection", DETECTED],
  ] as const)
    yield rowOf(PROTOCOL_MAP, { key, type: "measurement", name: `${key} score`, description });
  yield rowOf(EVENT_MAP, { kind: "project", name: title, deployment: null, event: null, protection: undefined });
  for (const role of projectRoles(contributors)) {
    yield rowOf(AGENT_MAP, role.agent);
    yield rowOf(PROJECT_ROLE_MAP, role);
  }
  for (const recorder of recordersOf(facts)) yield rowOf(AGENT_MAP, recorder);
  for (const taxon of targetTaxa(facts)) yield rowOf(SURVEY_TARGET_TAXON_MAP, taxon);
}

/** The row of a station, where an event was. */
export function* deploymentRows({ deployment, protection }: OccurrenceEvent): Rows {
  if (deployment === null) return;
  const { id, name } = deployment;
  yield rowOf(EVENT_MAP, { kind: "deployment", id, name, deployment, event: null, protection });
}
