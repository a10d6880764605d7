import { z } from "zod";
import type { Id } from "../../contracts/id.js";

/** What a request may name a project by: a positive safe integer, or a text of 1 to 255 characters without control characters. */
export function projectIdSchema(type: "number" | "string"): z.ZodType<Id> {
  if (type === "number") return z.int({ error: "A project is named by its id, a whole number." }).positive();
  return z.string().min(1).max(255).regex(/^[^\p{Cc}]*$/u, { error: "A project's id holds no control characters." });
}
