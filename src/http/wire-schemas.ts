import { z } from "zod";
import { PROBLEM_CODES } from "./problem.js";

const id = z.union([z.int(), z.string()]);
const json = z.unknown();
const jsonObject = z.record(z.string(), json);
const time = z.iso.datetime();
const jobState = z.enum(["CREATED", "PENDING", "STARTED", "SUCCESS", "FAILURE", "RETRY", "CANCELING", "REVOKED", "UNKNOWN"]);
const progress = z.number().min(0).max(1);

const issue = z.strictObject({
  path: z.array(z.union([z.string(), z.number()])).readonly().describe("Where the problem lies."),
  code: z.string().describe("What kind of problem it is."),
  message: z.string().describe("A sentence that a user can act on."),
});

const stage = z.strictObject({
  key: z.string(),
  name: z.string(),
  status: jobState,
  progress,
  params: z.array(z.strictObject({ key: z.string(), name: z.string(), value: json })).readonly(),
});

const job = z.strictObject({
  id,
  name: z.string(),
  project: id,
  progress: z.strictObject({
    summary: z.strictObject({ status: jobState, progress }),
    stages: z.array(stage).readonly(),
    errors: z.array(z.string()).readonly(),
    logs: z.array(z.string()).readonly(),
  }),
  result: json,
  status: jobState,
});

const failure = z.strictObject({
  code: z.string(),
  message: z.string(),
  stage: z.string().nullable().describe("The key of the stage in which it failed; null when it never started."),
  retryable: z.boolean(),
  details: z.array(issue).readonly(),
});

const warning = z.strictObject({ code: z.string(), count: z.int(), sample: z.string().nullable() });

/** One export, as clients see it. */
export const exportSchema = z.strictObject({
  id,
  user: z.strictObject({ id, name: z.string() }),
  project: id,
  format: z.string(),
  filters: jsonObject,
  filters_display: jsonObject.describe("The filters with the names of what they point at."),
  job,
  file_url: z.string().nullable().describe("Absolute; null until the export has succeeded."),
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
  expires_at: time.nullable().describe("When the file will be deleted; null for never."),
  version: z.int().describe("What If-Match compares; raised by every change but progress."),
});

/** A page of exports. */
export const exportPageSchema = z.strictObject({
  count: z.int(),
  next: z.string().nullable(),
  previous: z.string().nullable(),
  results: z.array(exportSchema).readonly(),
});

/** The formats there are. */
export const formatsSchema = z.strictObject({
  formats: z.array(
    z.strictObject({
      format: z.string().describe("The key to ask for it by."),
      file_format: z.string().describe("The file extension."),
      content_type: z.string(),
      filters: jsonObject.describe("The JSON Schema of the filters it takes."),
    }),
  ).readonly(),
});

/** A problem of RFC 9457; besides these members, the name of each field at fault with a list of messages. */
export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(PROBLEM_CODES),
  issues: z.array(issue).readonly(),
  error: z.string(),
});

/** One export, as clients see it. */
export type ExportJson = z.infer<typeof exportSchema>;
