import type { OccurrenceDataset } from "../../sources/memory/occurrence-dataset.js";
import { FIXTURE_STAGE } from "./occurrence-fixture-stage.js";

type Row<List extends keyof OccurrenceDataset> = OccurrenceDataset[List][number];

/** Lists are out of order on purpose, and ids have one digit and two. */
const OCCURRENCES: readonly Row<"occurrences">[] = [
  occurrence(10, { determinationScore: 0.49 }), // just below the project's threshold
  occurrence(1),
  occurrence(2, { eventId: 10, determinationId: 6, determinationScore: 0.5 }), // the threshold itself; determined to a genus
  occurrence(3), // markers only: not valid
  occurrence(4, { determinationId: null, determinationScore: null }), // not determined: not valid
  occurrence(5, { eventId: 2, deploymentId: 2, determinationId: 4 }), // determined to an order
  occurrence(6, { eventId: null, deploymentId: null, determinationScore: Number.NaN }), // not a score
  occurrence(7, { determinationId: 10, determinationScore: 1 }), // of an excluded family
  occurrence(8, { eventId: 2, deploymentId: 2 }),
  occurrence(9, { determinationId: 11 }), // not of the included order
  occurrence(11, { eventId: 10, determinationScore: null }),
  occurrence(12, { eventId: 5, deploymentId: null, determinationScore: 0.331 }),
  occurrence(13, { eventId: 10, determinationId: 9, determinationScore: 1 }),
  occurrence(14), // no detection: not valid
  occurrence(16, { eventId: 7, deploymentId: 2, determinationId: null, determinationScore: null }), // not valid
  occurrence(20, { projectId: 2, eventId: 4, deploymentId: 3 }),
  occurrence(21, { projectId: 2, eventId: 4, deploymentId: 3, determinationId: 10, determinationScore: 1 }),
];

const DETECTIONS: readonly Row<"detections">[] = [
  // 1: two boxes of one score, so the lower id is best; 100 sorts after 12 as a number and before it as text
  detection(100, 1, { captureId: 1, path: "/crops/100.jpg", timestamp: "2023-06-18T22:42:20" }),
  detection(12, 1, { captureId: 2, timestamp: "2023-06-18T22:48:32" }),
  // 2: a box without classifications, one scored null, one scored low
  detection(21, 2, { captureId: 3, path: null, score: null, algorithmId: null }),
  detection(22, 2, { captureId: 3, path: "https://crops.example.net/22.jpg?size=1" }),
  detection(23, 2, { captureId: 4, bbox: [1, null, 3, 4], timestamp: "2023-07-01T23:59:59.999999" }),
  // 3: markers only
  detection(31, 3, { captureId: 1, bbox: null, path: null }),
  detection(41, 4, { captureId: 1 }),
  // 5: a marker with the best score of all, no timestamps but one
  detection(51, 5, { captureId: 5, bbox: null, path: null, timestamp: null }),
  detection(52, 5, { captureId: 5, timestamp: "2023-06-19T21:30:00.000001" }),
  detection(53, 5, { captureId: 6, timestamp: null, bbox: [10.5, 20.25, 110.5, 140.75] }),
  // 6: no timestamp at all; a capture that is not public
  detection(61, 6, { captureId: 6, timestamp: null, bbox: [0, 0, 1] }),
  detection(71, 7, { captureId: 2 }),
  detection(81, 8, { captureId: 5 }),
  detection(91, 9, { captureId: 1 }),
  detection(101, 10, { captureId: 1 }),
  detection(111, 11, { captureId: 3, timestamp: "2023-06-20T00:30:00" }), // after midnight
  detection(121, 12, { captureId: 7 }),
  detection(131, 13, { captureId: 4 }),
  detection(161, 16, { captureId: 6 }),
  detection(201, 20, { captureId: 8 }),
  detection(211, 21, { captureId: 8 }),
  // of no occurrence
  detection(301, null, { captureId: 1 }),
  detection(302, null, { captureId: 1, bbox: null, path: null }),
];

const CLASSIFICATIONS: readonly Row<"classifications">[] = [
  // 1: terminal 0.8 beats 0.95 that is not; equal scores at two detections, so the higher classification is the prediction
  classification(4, 12, { score: 0.95, algorithmId: 2, taxonId: 4, terminal: false }),
  classification(5, 12, { score: 0.8 }),
  classification(6, 100, { score: 0.95, algorithmId: 2, taxonId: 4, terminal: false }),
  classification(30, 100, { score: 0.8, taxonId: 10 }),
  classification(9, 100, { score: 0.8, algorithmId: 10, taxonId: 6 }),
  // 2: null scores lose, whatever their ids, and so does NaN; one classifier that is not known and one taxon that is not
  classification(41, 22, { score: null }),
  classification(42, 23, { score: 0.01, taxonId: null }),
  classification(43, 22, { score: null, algorithmId: null }),
  classification(44, 22, { score: Number.NaN }),
  // 5: the marker is no best detection, but its classification is the best prediction
  classification(51, 51, { score: 0.99, taxonId: 11 }),
  classification(52, 52, { score: null, algorithmId: 10 }),
  classification(53, 53, { score: null, algorithmId: 10 }),
  // 6: nothing but a binary classifier
  classification(61, 61, { score: 0.1 + 0.2, algorithmId: 2, terminal: false, taxonId: 4 }),
  // 7, 8: what people agreed with
  classification(71, 71, { score: 0.4, taxonId: 10 }),
  classification(81, 81, { score: 0.9, algorithmId: 10 }),
  // 13: terminal without a score beats a score that is not terminal
  classification(131, 131, { score: null }),
  classification(132, 131, { score: 0.95, algorithmId: 2, terminal: false }),
  classification(201, 201, { score: 0.7 }),
  classification(301, 301, { score: 1 }),
];

const IDENTIFICATIONS: readonly Row<"identifications">[] = [
  // 7: the newest is withdrawn; of two made at one moment the higher id counts; one user twice, one deleted
  identification(9, 7, { userId: 1, taxonId: 8, createdAt: "2023-06-20T08:00:00", comment: "=2+3" }),
  identification(10, 7, {
    userId: 3,
    agreedWithIdentificationId: 9,
    createdAt: "2023-06-20T08:00:00",
    comment: 'tab\there, "quoted"\r\nnext line',
  }),
  identification(11, 7, { userId: 1, withdrawn: true, taxonId: 7, createdAt: "2023-06-21T08:00:00" }),
  identification(12, 7, { userId: 1, agreedWithPredictionId: 71, createdAt: "2023-06-19T08:00:00.000251" }),
  identification(13, 7, { userId: null, createdAt: "2023-06-18T08:00:00" }),
  // 8: all withdrawn, so not verified
  identification(14, 8, { userId: 2, withdrawn: true, agreedWithPredictionId: 81 }),
  // 13: a deleted user's counts, the user does not; agreed with one whose user is deleted
  identification(21, 13, { userId: null, taxonId: 9, comment: "🦋 très net" }),
  // 11: newest by a microsecond, although its id is lower
  identification(31, 11, { userId: 2, taxonId: 7, createdAt: "2023-07-02T00:00:00.000002" }),
  identification(32, 11, {
    userId: 4,
    taxonId: null,
    createdAt: "2023-07-02T00:00:00.000001",
    agreedWithIdentificationId: 21,
  }),
  identification(41, 21, { userId: 4, taxonId: 10 }),
];

/**
 * Two projects with every tie that derived values of an occurrence can run into, and every way of being half there. Its ids are numbers;
 * timestamps have no offset, and no fraction that ends in 0; no text holds what PostgreSQL cannot keep. Two scores are NaN, which is no
 * score: a database without NaN keeps null.
 */
export const OCCURRENCE_FIXTURE: OccurrenceDataset = {
  ...FIXTURE_STAGE,
  occurrences: OCCURRENCES,
  detections: DETECTIONS,
  classifications: CLASSIFICATIONS,
  identifications: IDENTIFICATIONS,
};

/** A valid occurrence of project 1 with one detection, for a writer to add to the fixture while a snapshot is open. */
export const OCCURRENCE_ADDITION: OccurrenceDataset = {
  projects: [],
  users: [],
  algorithms: [],
  taxa: [],
  taxaLists: [],
  sites: [],
  deployments: [],
  events: [],
  captures: [],
  collections: [],
  occurrences: [occurrence(15, { eventId: 3 })],
  detections: [detection(151, 15, { captureId: 1 })],
  classifications: [],
  identifications: [],
};

/** The values of a row: some it must give, the rest it may. */
type RowValues<List extends keyof OccurrenceDataset, Must extends keyof Row<List>> = Partial<Row<List>> &
  Pick<Row<List>, Must>;

function occurrence(id: number, values: Partial<Row<"occurrences">> = {}): Row<"occurrences"> {
  return {
    id,
    projectId: 1,
    eventId: 1,
    deploymentId: 1,
    determinationId: 7,
    determinationScore: 0.8,
    createdAt: "2023-06-19T10:00:00.123456",
    updatedAt: "2023-09-01T12:30:00",
    ...values,
  };
}

function detection(
  id: number,
  occurrenceId: number | null,
  values: RowValues<"detections", "captureId">,
): Row<"detections"> {
  const bbox = [10, 20, 110, 120];
  return {
    id,
    occurrenceId,
    bbox,
    timestamp: "2023-06-18T23:00:00",
    path: `crops/${id}.jpg`,
    score: 0.75,
    algorithmId: 1,
    ...values,
  };
}

function classification(
  id: number,
  detectionId: number,
  values: RowValues<"classifications", "score">,
): Row<"classifications"> {
  const createdAt = "2023-06-20T05:00:00.25";
  return { id, detectionId, taxonId: 7, algorithmId: 3, terminal: true, createdAt, ...values };
}

function identification(
  id: number,
  occurrenceId: number,
  values: RowValues<"identifications", "userId">,
): Row<"identifications"> {
  return {
    id,
    occurrenceId,
    taxonId: 10,
    withdrawn: false,
    comment: "",
    createdAt: "2023-07-01T12:00:00",
    agreedWithPredictionId: null,
    agreedWithIdentificationId: null,
    ...values,
  };
}
