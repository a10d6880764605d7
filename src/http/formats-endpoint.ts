import type { Call } from "./call.js";
import { jsonResponse } from "./json-response.js";
import { toJsonSchema } from "./json-schema.js";

/** `GET /exports/formats/`: what there is to ask for. No project's secret, so that nobody need say who they are. */
export async function formatsEndpoint({ parts, request }: Call): Promise<Response> {
  const formats = parts.service.formats().map(({ format, fileFormat, contentType, filters }) => ({
    format,
    file_format: fileFormat,
    content_type: contentType,
    filters: toJsonSchema(filters, { side: "input" }),
  }));
  return jsonResponse(request, { formats });
}
