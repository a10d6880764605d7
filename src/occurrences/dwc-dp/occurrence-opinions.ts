import type { Id } from "../../contracts/id.js";
import type { Classification, Identification, Named, Occurrence, Taxon } from "../model/occurrence.js";
import { personLabel } from "../model/person-label.js";
import type { AgentRow, OpinionRow } from "./dwc-dp-rows.js";

/**
 * The opinions about an occurrence, by people and then by algorithms, as far as it names a taxon. Exactly one opinion is accepted: the
 * best identification, else the best prediction, as far as it names the occurrence's taxon; else one that says nothing but the name.
 *
 * @param mediumOf - gives the key of the picture or region on which a classification was made.
 */
export function opinionsOf(
  occurrence: Occurrence,
  determination: Taxon,
  mediumOf: (detectionId: Id) => string | null,
): readonly OpinionRow[] {
  const opinions = [
    ...(occurrence.identifications ?? []).flatMap((one) => ofPerson(one, occurrence) ?? []),
    ...(occurrence.detections ?? []).flatMap(({ id, classifications }) =>
      classifications.flatMap((one) => ofAlgorithm(one, occurrence, mediumOf(id)) ?? []),
    ),
  ];
  const { bestIdentification: said, bestPrediction: predicted } = occurrence;
  const deciding = said == null ? predicted && ofAlgorithm(predicted, occurrence, null) : ofPerson(said, occurrence);
  if (deciding?.taxon.id !== determination.id) return [...opinions, unsaid(occurrence, determination)];
  const known = opinions.findIndex(({ kind, id }) => kind === deciding.kind && id === deciding.id);
  if (known < 0) return [...opinions, { ...deciding, isAccepted: true }];
  return opinions.map((one, index) => (index === known ? { ...one, isAccepted: true } : one));
}

function ofPerson({ id, user, taxon, ...said }: Identification, occurrence: Occurrence): OpinionRow | null {
  if (taxon === null) return null;
  const by: AgentRow | null = user && { kind: "person", id: user.id, name: personLabel(user) };
  const status = said.withdrawn ? "withdrawn" : "verified";
  const { createdAt: date, comment: remarks } = said;
  return { kind: "identification", id, occurrence, taxon, by, date, status, remarks, medium: null, isAccepted: false };
}

function ofAlgorithm(
  { id, algorithm, taxon, createdAt: date = null }: Classification,
  occurrence: Occurrence,
  medium: string | null,
): OpinionRow | null {
  if (taxon === null) return null;
  const said = { by: algorithmAgent(algorithm), date, status: "unverified", remarks: null } as const;
  return { kind: "prediction", id, occurrence, taxon, ...said, medium, isAccepted: false };
}

/** An algorithm as an agent. */
export function algorithmAgent(algorithm: Named | null): AgentRow | null {
  return algorithm && { kind: "algorithm", id: algorithm.id, name: algorithm.name };
}

/** The name that an occurrence has, and of which nobody says where it comes from. */
function unsaid(occurrence: Occurrence, taxon: Taxon): OpinionRow {
  const nobody = { by: null, date: null, status: "unverified", remarks: null, medium: null } as const;
  return { kind: "determination", id: occurrence.id, occurrence, taxon, ...nobody, isAccepted: true };
}
