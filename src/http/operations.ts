import type { Call } from "./call.js";
import { downloadEndpoint } from "./download-endpoint.js";
import { eventsEndpoint } from "./events-endpoint.js";
import {
  cancelEndpoint,
  createEndpoint,
  deleteEndpoint,
  formatsEndpoint,
  listEndpoint,
  retrieveEndpoint,
  retryEndpoint,
  updateEndpoint,
} from "./export-endpoints.js";
import { jsonResponse } from "./json-response.js";
import { openApiDocument } from "./openapi-document.js";
import { previewEndpoint } from "./preview-endpoint.js";
import type { Operation } from "./operation.js";

const READ = { headers: ["If-None-Match"] } as const;
const CHANGE = { takes: "ExportChange", headers: ["If-Match"], gives: [200, "Export"] } as const;
const COMMAND = { method: "POST", headers: ["If-Match"], gives: [202, "Export"] } as const;

/**
 * Everything that is served, by path below the handler's base; `{id}` stands for one segment, and fixed names come before it. This one table
 * routes requests and writes the OpenAPI document.
 */
export const OPERATIONS: Readonly<Record<string, readonly Operation[]>> = {
  "/exports/": [
    {
      ...READ,
      method: "GET",
      id: "listExports",
      summary: "List exports",
      gives: [200, "ExportPage"],
      answer: listEndpoint,
    },
    {
      method: "POST",
      id: "createExport",
      summary: "Create an export",
      takes: "ExportCreate",
      headers: ["Idempotency-Key"],
      gives: [201, "Export"],
      answer: createEndpoint,
    },
  ],
  "/exports/preview/": [
    {
      method: "POST",
      id: "previewExport",
      summary: "Preview an export",
      takes: "ExportCreate",
      gives: [200, "Preview"],
      answer: previewEndpoint,
    },
  ],
  "/exports/formats/": [
    {
      ...READ,
      method: "GET",
      id: "listFormats",
      summary: "List the formats",
      gives: [200, "Formats"],
      answer: formatsEndpoint,
    },
  ],
  "/exports/openapi.json": [
    {
      ...READ,
      method: "GET",
      id: "describeApi",
      summary: "Read this document",
      gives: [200, "application/json"],
      answer: openApiEndpoint,
    },
  ],
  "/exports/{id}/": [
    {
      ...READ,
      method: "GET",
      id: "retrieveExport",
      summary: "Read an export",
      gives: [200, "Export"],
      answer: retrieveEndpoint,
    },
    { ...CHANGE, method: "PUT", id: "replaceExport", summary: "Change an export", answer: updateEndpoint },
    {
      ...CHANGE,
      method: "PATCH",
      id: "updateExport",
      summary: "Change format, filters or options",
      answer: updateEndpoint,
    },
    {
      method: "DELETE",
      id: "deleteExport",
      summary: "Delete an export and its file",
      headers: ["If-Match"],
      gives: [204],
      answer: deleteEndpoint,
    },
  ],
  "/exports/{id}/cancel/": [{ ...COMMAND, id: "cancelExport", summary: "Cancel an export", answer: cancelEndpoint }],
  "/exports/{id}/retry/": [
    { ...COMMAND, id: "retryExport", summary: "Run a failed or cancelled export again", answer: retryEndpoint },
  ],
  "/exports/{id}/download/": [
    {
      method: "GET",
      id: "downloadExport",
      summary: "Download the file",
      headers: ["Range", "If-Range", "If-None-Match", "If-Modified-Since"],
      query: { signature: "The signature that file_url carries where the host signs links." },
      gives: [200, "application/octet-stream"],
      answer: downloadEndpoint,
    },
  ],
  "/exports/{id}/events/": [
    {
      method: "GET",
      id: "followExport",
      summary: "Follow the progress",
      headers: ["Last-Event-ID"],
      gives: [200, "text/event-stream"],
      answer: eventsEndpoint,
    },
  ],
};

/** `GET /exports/openapi.json`: no project's secret, so that nobody need say who they are. */
async function openApiEndpoint({ options, request, links }: Call): Promise<Response> {
  const document = options.remember("openapi", () => openApiDocument(OPERATIONS, options.service));
  return jsonResponse(request, { ...document, servers: [{ url: links.base }] });
}
