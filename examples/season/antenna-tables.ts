import type { Id } from "../../src/contracts/id.js";
import type { JsonValue } from "../../src/contracts/json.js";
import type { OccurrenceDataset } from "../../src/sources/memory/occurrence-dataset.js";

type Row = Readonly<Record<string, JsonValue>>;

/** A dataset as rows of Antenna's tables, every table after those it refers to. Link tables number their own rows. */
export function antennaTables(dataset: OccurrenceDataset): readonly (readonly [table: string, rows: readonly Row[]])[] {
  return [...placeTables(dataset), ...recordTables(dataset)];
}

function placeTables(dataset: OccurrenceDataset): [string, Row[]][] {
  const { projects, taxa, taxaLists } = dataset;
  const ownerId = new Map(dataset.users.map(({ id, name }) => [name, id]));
  return [
    ["users_user", dataset.users.map(({ id, name, email }) => ({ id, name, email }))],
    [
      "main_project",
      projects.map((project) => ({
        id: project.id,
        name: project.name,
        description: project.description ?? "",
        owner_id: ownerId.get(project.ownerName ?? "") ?? null,
        draft: project.name.endsWith("(draft)"),
        license: project.license ?? "",
        rights_holder: project.rightsHolder ?? "",
        default_filters_score_threshold: project.defaults.scoreThreshold,
        created_at: project.updatedAt ?? SOME_TIME,
        updated_at: project.updatedAt ?? SOME_TIME,
      })),
    ],
    ["main_site", dataset.sites.map(({ id, name, projectId }) => ({ id, name, project_id: projectId }))],
    ["main_deployment", dataset.deployments.map(deploymentRow)],
    ["main_taxon", taxa.toSorted((a, b) => a.parents.length - b.parents.length).map(taxonRow)],
    [
      "main_project_default_filters_include_taxa",
      projects.flatMap(({ id, defaults }) => taxaOf(id, defaults.includeTaxonIds)),
    ],
    [
      "main_project_default_filters_exclude_taxa",
      projects.flatMap(({ id, defaults }) => taxaOf(id, defaults.excludeTaxonIds)),
    ],
    ["main_taxalist", taxaLists.map(({ id, name }) => ({ id, name, description: "" }))],
    ["main_taxalist_taxa", taxaLists.flatMap(({ id, taxonIds }) => links({ taxalist_id: id }, "taxon_id", taxonIds))],
    [
      "main_taxalist_projects",
      taxaLists.flatMap(({ id, projectIds }) => links({ taxalist_id: id }, "project_id", projectIds)),
    ],
  ];
}

function recordTables(dataset: OccurrenceDataset): [string, Row[]][] {
  const detectedAt = new Map(dataset.detections.map(({ id, timestamp }) => [id, timestamp]));
  return [
    ["main_event", dataset.events.map(eventRow)],
    ["main_sourceimage", dataset.captures.map(captureRow)],
    [
      "main_sourceimagecollection",
      dataset.collections.map(({ id, name, projectId }) => ({ id, name, description: "", project_id: projectId })),
    ],
    [
      "main_sourceimagecollection_images",
      dataset.collections.flatMap(({ id, captureIds }) =>
        links({ sourceimagecollection_id: id }, "sourceimage_id", captureIds),
      ),
    ],
    ["ml_algorithm", dataset.algorithms.map(({ id, name }) => ({ id, name, key: `algorithm-${id}`, version: 1 }))],
    ["main_occurrence", dataset.occurrences.map(occurrenceRow)],
    ["main_detection", dataset.detections.map(detectionRow)],
    [
      "main_classification",
      dataset.classifications.map((row) => classificationRow(row, detectedAt.get(row.detectionId) ?? SOME_TIME)),
    ],
    ["main_identification", dataset.identifications.map(identificationRow)],
  ];
}

/** For columns that Antenna insists on and no export reads. */
const SOME_TIME = "2023-05-01T00:00:00";

function deploymentRow(deployment: OccurrenceDataset["deployments"][number]): Row {
  const { projectId, siteId = null, id, name, latitude, longitude } = deployment;
  const times = { created_at: SOME_TIME, updated_at: SOME_TIME };
  return { id, name, latitude, longitude, project_id: projectId, research_site_id: siteId, ...times };
}

function links(owner: Row, column: string, ids: readonly Id[]): Row[] {
  return ids.map((id) => ({ ...owner, [column]: id }));
}

function taxaOf(projectId: Id, taxonIds: readonly Id[]): Row[] {
  return links({ project_id: projectId }, "taxon_id", taxonIds);
}

function taxonRow(taxon: OccurrenceDataset["taxa"][number]): Row {
  return {
    id: taxon.id,
    name: taxon.name,
    rank: taxon.rank,
    parent_id: taxon.parents.at(-1)?.id ?? null,
    parents_json: taxon.parents.map(({ id, name, rank }) => ({ id, name, rank })),
    common_name_en: taxon.commonName,
    gbif_taxon_key: taxon.gbifTaxonKey,
    author: taxon.author ?? "",
  };
}

function eventRow(event: OccurrenceDataset["events"][number]): Row {
  return {
    id: event.id,
    group_by: event.start.slice(0, 10),
    start: event.start,
    end: event.end,
    project_id: event.projectId,
    deployment_id: event.deploymentId,
    captures_count: event.capturesCount,
    created_at: event.updatedAt ?? SOME_TIME,
    updated_at: event.updatedAt ?? SOME_TIME,
  };
}

function captureRow(capture: OccurrenceDataset["captures"][number]): Row {
  return {
    id: capture.id,
    path: capture.path,
    public_base_url: capture.baseUrl,
    timestamp: capture.timestamp,
    width: capture.width,
    height: capture.height,
    project_id: capture.projectId,
    deployment_id: capture.deploymentId,
    event_id: capture.eventId,
  };
}

function occurrenceRow(occurrence: OccurrenceDataset["occurrences"][number]): Row {
  return {
    id: occurrence.id,
    determination_id: occurrence.determinationId,
    determination_score: occurrence.determinationScore,
    event_id: occurrence.eventId,
    deployment_id: occurrence.deploymentId,
    project_id: occurrence.projectId,
    created_at: occurrence.createdAt ?? SOME_TIME,
    updated_at: occurrence.updatedAt ?? SOME_TIME,
  };
}

function detectionRow(detection: OccurrenceDataset["detections"][number]): Row {
  return {
    id: detection.id,
    source_image_id: detection.captureId,
    occurrence_id: detection.occurrenceId,
    bbox: detection.bbox,
    timestamp: detection.timestamp,
    path: detection.path,
    detection_algorithm_id: detection.algorithmId,
    detection_score: detection.score,
  };
}

function classificationRow(classification: OccurrenceDataset["classifications"][number], timestamp: string): Row {
  return {
    id: classification.id,
    detection_id: classification.detectionId,
    taxon_id: classification.taxonId,
    algorithm_id: classification.algorithmId,
    score: classification.score,
    terminal: classification.terminal,
    timestamp,
    created_at: classification.createdAt ?? timestamp,
  };
}

function identificationRow(identification: OccurrenceDataset["identifications"][number]): Row {
  return {
    id: identification.id,
    user_id: identification.userId,
    taxon_id: identification.taxonId,
    occurrence_id: identification.occurrenceId,
    withdrawn: identification.withdrawn,
    agreed_with_identification_id: identification.agreedWithIdentificationId,
    agreed_with_prediction_id: identification.agreedWithPredictionId,
    comment: identification.comment,
    created_at: identification.createdAt ?? SOME_TIME,
    updated_at: identification.createdAt ?? SOME_TIME,
  };
}
