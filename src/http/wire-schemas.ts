import { z } from "zod";
import { PROBLEM_CODES } from "./problem.js";

const id = z.union([z.int(), z.string()]);
const json = z.unknown();
const jsonObject = z.record(z.string(), json);
const time = z.iso.datetime();
const jobState = z.enum([
  "CREATED",
  "PENDING",
  "STARTED",
  "SUCCESS",
  "FAILURE",
  "RETRY",
  "CANCELING",
  "REVOKED",
  "UNKNOWN",
]);
const progress = z.number().min(0).max(1);
const statusLabel = z.string().describe("For people: Waiting to start, 42% complete, or the status itself.");

const issue = z.strictObject({
  path: z
    .array(z.union([z.string(), z.number()]))
    .readonly()
    .describe("The place of the problem."),
  code: z.string().describe("The kind of the problem."),
  message: z.string().describe("A sentence that a user can act on."),
});

const stage = z.strictObject({
  key: z.string(),
  name: z.string(),
  status: jobState,
  status_label: statusLabel,
  progress,
  params: z.array(z.strictObject({ key: z.string(), name: z.string(), value: json })).readonly(),
});

const job = z.strictObject({
  id,
  name: z.string(),
  project: id,
  progress: z.strictObject({
    summary: z.strictObject({ status: jobState, status_label: statusLabel, progress }),
    stages: z.array(stage).readonly(),
    errors: z.array(z.string()).readonly(),
    logs: z.array(z.string()).readonly(),
  }),
  result: json,
  status: jobState,
  logs: z.strictObject({
    stdout: z.array(z.string()).readonly().describe("Sentences for people, oldest first."),
    stderr: z.array(z.string()).readonly().describe("The reason of the failure."),
  }),
});

const failure = z.strictObject({
  code: z.string(),
  message: z.string(),
  stage: z.string().nullable().describe("The key of the stage in which it failed; null when it never started."),
  retryable: z.boolean(),
  details: z.array(issue).readonly(),
});

const warning = z.strictObject({
  code: z.string(),
  message: z.string().describe("The meaning, for people."),
  count: z.int(),
  sample: z.string().nullable().describe("The place of the first one. For rows left out: how many, for which reason."),
});

/** One export, as clients see it. */
export const exportSchema = z.strictObject({
  id,
  user: z.strictObject({ id, name: z.string() }),
  project: id,
  format: z.string(),
  filters: jsonObject,
  filters_display: jsonObject.describe("The filters, with the names of the records that they name by id."),
  options: jsonObject.describe("The options that the request chose."),
  job,
  file_url: z
    .string()
    .nullable()
    .describe(
      "Absolute; null until the export has succeeded. With a signature it opens without a header, for some minutes.",
    ),
  record_count: z.int().nullable().describe("An estimate until the export has succeeded."),
  file_size: z.int().nullable().describe("In bytes."),
  file_size_display: z.string().nullable(),
  created_at: time,
  updated_at: time,
  status: z.enum(["pending", "running", "succeeded", "failed", "cancelled"]),
  error: failure.nullable(),
  warnings: z.array(warning).readonly(),
  sha256: z.string().nullable(),
  started_at: time.nullable(),
  finished_at: time.nullable(),
  expires_at: time.nullable().describe("The time when the file will be deleted; null for never."),
  version: z.int().describe("The version that If-Match compares. Every change raises it, except progress."),
  user_permissions: z
    .array(z.enum(["update", "delete", "cancel", "retry"]))
    .readonly()
    .describe("The actions that this user may take."),
});

const CHANGEABLE: ReadonlySet<string> = new Set(["project", "format", "filters", "options"]);

/** The members of an export that no request changes. A change ignores them. */
export const READ_ONLY_MEMBERS: ReadonlySet<string> = new Set(
  Object.keys(exportSchema.shape).filter((name) => !CHANGEABLE.has(name)),
);

/** A page of exports. */
export const exportPageSchema = z.strictObject({
  count: z.int(),
  next: z.string().nullable(),
  previous: z.string().nullable(),
  results: z.array(exportSchema).readonly(),
  user_permissions: z
    .array(z.enum(["create"]))
    .readonly()
    .describe("The actions that the user may take in the project of project_id; empty without one."),
});

/** The formats there are. */
export const formatsSchema = z.strictObject({
  formats: z
    .array(
      z.strictObject({
        format: z.string().describe("The key that a request names."),
        file_format: z.string().describe("The file extension."),
        content_type: z.string(),
        filters: jsonObject.describe("The JSON Schema of the filters it takes."),
        options: jsonObject.describe("The JSON Schema of the options it takes."),
      }),
    )
    .readonly(),
});

const sentences = z.array(z.string()).readonly();

/** An error as forms read it. Only a 400 has other members than `detail`: sentences under the name of each field. */
export const errorSchema = z
  .object({ detail: z.string().describe("One sentence or more for people.") })
  .catchall(z.union([sentences, z.record(z.string(), sentences), z.string()]));

/** A problem of RFC 9457, for `Accept: application/problem+json`. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(PROBLEM_CODES),
  issues: z.array(issue).readonly(),
});

/** One export, as clients see it. */
export type ExportJson = z.infer<typeof exportSchema>;

const part = <Part extends z.ZodType>(schema: Part, meaning: string) => schema.nullable().describe(meaning);
const degrees = z.number();

/** The schema of a preview. */
export const previewSchema = z.strictObject({
  format: z.string(),
  filters_display: jsonObject.describe("The filters, with the names of the records that they name by id."),
  count: part(z.int(), "The number of rows that the export would have."),
  tables: part(
    z
      .array(
        z.strictObject({
          name: z.string().nullable().describe("The file of an archive; null where the table is the whole file."),
          columns: z.array(z.string()).readonly(),
          rows: z
            .array(z.array(z.string()).readonly())
            .readonly()
            .describe("The first 20, as the file will have them."),
        }),
      )
      .readonly(),
    "Null where the format cannot show its rows, or no row was ready in time.",
  ),
  left_out: part(
    z.strictObject({ count: z.int(), reasons: z.record(z.string(), z.int()).describe("By reason: no_event.") }),
    "Rows that the file will not have although no filter of the request leaves them out; null where the source does not know.",
  ),
  metadata: part(
    z.array(issue).readonly(),
    "The parts that the dataset's description lacks. The export would be refused.",
  ),
  extent: part(
    z.strictObject({
      box: z.strictObject({ west: degrees, south: degrees, east: degrees, north: degrees }).nullable(),
      dates: z.strictObject({ first: z.string(), last: z.string() }).nullable(),
    }),
    "Null where no column holds a place or a time.",
  ),
  nights: part(
    z.array(z.strictObject({ night: z.string().nullable(), count: z.int() })).readonly(),
    "By date; null where no column holds a time.",
  ),
  stations: part(
    z
      .array(
        z.strictObject({
          id: z.string().nullable(),
          name: z.string().nullable(),
          latitude: degrees.nullable(),
          longitude: degrees.nullable(),
          count: z.int(),
        }),
      )
      .readonly(),
    "Those with most rows first; null where no column holds a place.",
  ),
  warnings: part(z.array(warning).readonly(), "The warnings that the record would have."),
  reason: z.string().nullable().describe("The reason why there would be no row; null where there are rows."),
  problem: z
    .strictObject({ code: z.string(), message: z.string(), issues: z.array(issue).readonly() })
    .nullable()
    .describe("The error with which the export would fail now."),
  unfinished: z
    .array(z.enum(["count", "tables", "left_out", "metadata", "extent", "nights", "stations", "warnings"]))
    .readonly()
    .describe("The parts that were not ready within 2 seconds; they are null."),
  cut: z
    .array(z.enum(["nights", "stations"]))
    .readonly()
    .describe("The lists that end after 1,000 entries."),
});

/** A preview, as clients see it. */
export type PreviewJson = z.infer<typeof previewSchema>;
