import { z } from "zod";
import { requestSchema } from "../core/requests/request-body.js";
import type { ExportService } from "../core/export-service.js";
import { toJsonSchema, type JsonSchemaOptions } from "./json-schema.js";
import { listQuerySchema } from "./list-query.js";
import type { Operation } from "./operation.js";
import {
  errorSchema,
  exportPageSchema,
  exportSchema,
  formatsSchema,
  previewSchema,
  problemSchema,
  READ_ONLY_MEMBERS,
} from "./wire-schemas.js";

type Json = Readonly<Record<string, unknown>>;

/** The members that only a whole record has. */
const IGNORED = Object.fromEntries(
  [...READ_ONLY_MEMBERS].map((name) => [name, z.unknown().optional().describe("Ignored.")]),
);

const COMPONENTS = "#/components/schemas/";

/** The part of a service that the document is made from. */
type DescribedService = Pick<ExportService, "projectIdType" | "formats">;

/**
 * The OpenAPI 3.1 document of the operations, with the formats and filters that this host has registered; without `servers`, which
 * depend on who asks.
 */
export function openApiDocument(
  operations: Readonly<Record<string, readonly Operation[]>>,
  service: DescribedService,
): Json {
  const paths = Object.entries(operations).map(([path, methods]) => [path, pathItem(path, methods, service)]);
  return {
    openapi: "3.1.0",
    info: { title: "Exports", version: "2" },
    paths: Object.fromEntries(paths),
    components: { schemas: componentSchemas(service) },
  };
}

function componentSchemas(service: DescribedService): Json {
  const given = {
    Export: exportSchema,
    ExportPage: exportPageSchema,
    Formats: formatsSchema,
    Preview: previewSchema,
    Error: errorSchema,
    Problem: problemSchema,
  };
  const taken = {
    ExportCreate: createSchema(service),
    ExportChange: requestSchema(service.projectIdType).partial().extend(IGNORED),
  };
  return { ...placed(given, "output"), ...placed(taken, "input") };
}

function placed(schemas: Readonly<Record<string, z.ZodType>>, side: JsonSchemaOptions["side"]): Json {
  const described = Object.entries(schemas).map(([name, schema]) => [
    name,
    toJsonSchema(schema, { side, place: COMPONENTS + name }),
  ]);
  return Object.fromEntries(described);
}

/** One variant for each format, since each takes filters and options of its own. */
function createSchema(service: DescribedService): z.ZodType {
  const request = requestSchema(service.projectIdType);
  const variants = service
    .formats()
    .map(({ format, filters, options }) =>
      request.extend({ format: z.literal(format), filters: filters.nullish(), options: options.nullish() }),
    );
  return variants.length > 0 ? z.union(variants) : z.never();
}

function pathItem(path: string, methods: readonly Operation[], service: DescribedService): Json {
  const id = { name: "id", in: "path", required: true, schema: { type: "string" } };
  const described = methods.map((operation) => [operation.method.toLowerCase(), describe(operation, service)]);
  return { ...(path.includes("{id}") ? { parameters: [id] } : {}), ...Object.fromEntries(described) };
}

function describe(
  { id, summary, takes, headers = [], query = {}, gives: [status, body] }: Operation,
  { projectIdType }: DescribedService,
): Json {
  const parameters = headers.map((name) => ({ name, in: "header", schema: { type: "string" } }));
  const listed = id === "listExports" ? queryParameters(projectIdType) : [];
  const named = Object.entries(query).map(([name, description]) => ({
    name,
    in: "query",
    description,
    schema: { type: "string" },
  }));
  return {
    operationId: id,
    summary,
    parameters: [...listed, ...named, ...parameters],
    ...(takes === undefined ? {} : { requestBody: { required: true, content: contentOf(takes) } }),
    responses: {
      [status]: { description: summary, ...(body === undefined ? {} : { content: contentOf(body) }) },
      default: {
        description: "An error, in the form that Accept asks for",
        content: {
          "application/json": { schema: refTo("Error") },
          "application/problem+json": { schema: refTo("Problem") },
        },
      },
    },
  };
}

function queryParameters(projectIdType: DescribedService["projectIdType"]): readonly Json[] {
  return Object.entries(listQuerySchema(projectIdType).shape).map(([name, schema]) => {
    const { description, ...rest } = toJsonSchema(schema, { side: "input" });
    return { name, in: "query", description, schema: rest };
  });
}

/** A component's JSON, or bytes of the named media type. */
function contentOf(body: string): Json {
  return body.includes("/") ? { [body]: {} } : { "application/json": { schema: refTo(body) } };
}

function refTo(component: string): Json {
  return { $ref: COMPONENTS + component };
}
