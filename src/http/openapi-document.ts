import { z } from "zod";
import { requestSchema } from "../core/requests/check-request.js";
import type { ExportService } from "../core/export-service.js";
import { toJsonSchema, type JsonSchemaOptions } from "./json-schema.js";
import { listQuerySchema } from "./list-query.js";
import type { Operation } from "./operations.js";
import { exportPageSchema, exportSchema, formatsSchema, problemSchema } from "./wire-schemas.js";

type Json = Readonly<Record<string, unknown>>;

const COMPONENTS = "#/components/schemas/";

/** What a service says of the requests it takes. */
type RequestFacts = Pick<ExportService, "projectIdType" | "formats">;

/** What the document says of one installation. */
export interface OpenApiOptions {
  readonly service: RequestFacts;
  /** The absolute address in front of every path. */
  readonly server: string;
}

/** The OpenAPI 3.1 document of the operations, with the formats and filters that this host has registered. */
export function openApiDocument(operations: Readonly<Record<string, readonly Operation[]>>, { service, server }: OpenApiOptions): Json {
  const paths = Object.entries(operations).map(([path, methods]) => [path, pathItem(path, methods, service)]);
  return {
    openapi: "3.1.0",
    info: { title: "Exports", version: "2" },
    servers: [{ url: server }],
    paths: Object.fromEntries(paths),
    components: { schemas: componentSchemas(service) },
  };
}

function componentSchemas(service: RequestFacts): Json {
  const given = { Export: exportSchema, ExportPage: exportPageSchema, Formats: formatsSchema, Problem: problemSchema };
  const taken = { ExportCreate: createSchema(service), ExportChange: requestSchema(service.projectIdType).omit({ project: true }).partial() };
  return { ...placed(given, "output"), ...placed(taken, "input") };
}

function placed(schemas: Readonly<Record<string, z.ZodType>>, side: JsonSchemaOptions["side"]): Json {
  const described = Object.entries(schemas).map(([name, schema]) => [name, toJsonSchema(schema, { side, place: COMPONENTS + name })]);
  return Object.fromEntries(described);
}

/** One variant for each format, since each takes filters of its own. */
function createSchema(service: RequestFacts): z.ZodType {
  const request = requestSchema(service.projectIdType);
  const variants = service.formats().map(({ format, filters }) => request.extend({ format: z.literal(format), filters: filters.nullish() }));
  return variants.length > 0 ? z.union(variants) : z.never();
}

function pathItem(path: string, methods: readonly Operation[], service: RequestFacts): Json {
  const id = { name: "id", in: "path", required: true, schema: { type: "string" } };
  const described = methods.map((operation) => [operation.method.toLowerCase(), describe(operation, service)]);
  return { ...(path.includes("{id}") ? { parameters: [id] } : {}), ...Object.fromEntries(described) };
}

function describe({ id, summary, takes, headers = [], gives: [status, body] }: Operation, { projectIdType }: RequestFacts): Json {
  const parameters = headers.map((name) => ({ name, in: "header", schema: { type: "string" } }));
  const query = id === "listExports" ? queryParameters(projectIdType) : [];
  return {
    operationId: id,
    summary,
    parameters: [...query, ...parameters],
    ...(takes === undefined ? {} : { requestBody: { required: true, content: contentOf(takes) } }),
    responses: {
      [status]: { description: summary, ...(body === undefined ? {} : { content: contentOf(body) }) },
      default: { description: "A problem (RFC 9457)", content: { "application/problem+json": { schema: refTo("Problem") } } },
    },
  };
}

function queryParameters(projectIdType: RequestFacts["projectIdType"]): readonly Json[] {
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
