import { z } from "zod";
import { ExportError } from "../contracts/export-error.js";
import type { ExportOrdering } from "../contracts/export-store.js";
import type { Id } from "../contracts/id.js";
import { issueDetails } from "../contracts/error-details.js";
import type { ListExportsOptions } from "../core/requests/list-exports.js";
import { notANumber, projectIdSchema } from "../core/requests/request-body.js";

/** The wire names a list can be ordered by. */
const ORDERINGS: Readonly<Record<string, ExportOrdering>> = {
  id: "id",
  format: "format",
  file_size: "fileSize",
  created_at: "createdAt",
  updated_at: "updatedAt",
};
const ORDERING_KEYS = Object.keys(ORDERINGS).flatMap((key) => [key, `-${key}`]);

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, { error: "A whole number, please." })
  .transform(Number);

/** The zod schema of a list's query parameters, which are texts. */
export function listQuerySchema(projectIdType: "number" | "string") {
  const projectNumber = z
    .string()
    .regex(/^[1-9]\d*$/, { error: ({ input }) => notANumber(input) })
    .transform(Number)
    .pipe(z.int());
  const projectId: z.ZodType<Id> = projectIdType === "number" ? projectNumber : projectIdSchema("string");
  return z.strictObject({
    limit: wholeNumber.pipe(z.int().min(1).max(1000)).optional().describe("How many; default 10."),
    offset: wholeNumber.optional().describe("How many to leave out; default 0."),
    ordering: z
      .enum(ORDERING_KEYS)
      .optional()
      .describe("A field, with - before it for descending; default newest first."),
    project_id: projectId.optional().describe("Only this project's exports."),
  });
}

/** A list's query parameters. @throws ExportError `INVALID_REQUEST` with every parameter that is unknown, malformed or given twice. */
export function parseListQuery(
  query: URLSearchParams,
  projectIdType: "number" | "string",
): Omit<ListExportsOptions, "user"> {
  const values = new Map<string, string[]>();
  for (const [key, value] of query) {
    const others = values.get(key);
    if (others === undefined) values.set(key, [value]);
    else others.push(value);
  }
  const given = Object.fromEntries([...values].map(([key, all]) => [key, single(all)]));
  const outcome = listQuerySchema(projectIdType).safeParse(given);
  if (!outcome.success) throw new ExportError("INVALID_REQUEST", { details: issueDetails(outcome.error.issues) });
  const { limit = 10, offset = 0, ordering = "-created_at", project_id: projectId } = outcome.data;
  const orderBy = ORDERINGS[ordering.replace("-", "")] ?? "createdAt";
  return {
    limit,
    offset,
    orderBy,
    direction: ordering.startsWith("-") ? "desc" : "asc",
    ...(projectId === undefined ? {} : { projectId }),
  };
}

/** A parameter given twice is left a list, which no parameter may be. */
function single(values: readonly string[]): string | readonly string[] | undefined {
  return values.length === 1 ? values[0] : values;
}
