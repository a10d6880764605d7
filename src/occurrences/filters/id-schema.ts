import { z } from "zod";
import type { Id } from "../../contracts/id.js";
import { numberIdSchema } from "../../core/requests/request-body.js";

const NUMBER_ID = numberIdSchema();
const TEXT_ID = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, { error: "Invalid input: expected text without control characters" });

/**
 * Returns the schema of an id. Where the source numbers its rows, it is a positive safe integer, also as text of its
 * digits. Else it is 1 to 255 characters of text without control characters and lone surrogates.
 */
export function idSchema(idType: "number" | "string"): z.ZodType<Id> {
  return idType === "number" ? NUMBER_ID : TEXT_ID;
}

const MOST_IDS = 1_000;

/** One id or a list of 1 to 1,000 ids; the output is a list. */
export function idListSchema(idType: "number" | "string"): z.ZodType<readonly Id[]> {
  const list = z.array(idSchema(idType)).min(1).max(MOST_IDS);
  return z.preprocess((given) => (typeof given === "string" || typeof given === "number" ? [given] : given), list);
}
