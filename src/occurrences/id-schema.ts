import { z } from "zod";
import type { Id } from "../contracts/id.js";

const NUMBER_ID = z.int().positive();
const TEXT_ID = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, { error: "Invalid input: expected text without control characters" });

/**
 * What a filter accepts for an id: a positive safe integer where the source numbers its rows (never as text), else 1 to 255
 * characters of text without control characters and lone surrogates.
 */
export function idSchema(idType: "number" | "string"): z.ZodType<Id> {
  return idType === "number" ? NUMBER_ID : TEXT_ID;
}
