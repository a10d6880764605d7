import { z } from "zod";

/** The options of a schema's description. */
export interface JsonSchemaOptions {
  /** The side of the schema: input is described otherwise than output, for defaults and transformations. */
  readonly side: "input" | "output";
  /** The place of the schema in its document, as a JSON pointer; by default it is a document of its own. */
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
