import { z } from "zod";

/** How a schema is described. */
export interface JsonSchemaOptions {
  /** What goes in is described otherwise than what comes out: defaults, transformations. */
  readonly side: "input" | "output";
  /** Where in its document the schema will stand, as a JSON pointer; by default it is a document of its own. */
  readonly place?: string;
}

/** A zod schema as JSON Schema 2020-12, the dialect of OpenAPI 3.1. Recursive schemas refer to themselves by their place. */
export function toJsonSchema(
  schema: z.ZodType,
  { side, place = "#" }: JsonSchemaOptions,
): Readonly<Record<string, unknown>> {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, { io: side, unrepresentable: "any" });
  const relocate = (key: string, value: unknown): unknown =>
    key === "$ref" && typeof value === "string" ? value.replace("#", place) : value;
  return JSON.parse(JSON.stringify(described), relocate) as Readonly<Record<string, unknown>>;
}
