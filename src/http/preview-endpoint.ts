import { warningMessage } from "../contracts/warning-code.js";
import type { ExportPreview } from "../preview/export-preview.js";
import type { Call } from "./call.js";
import { jsonResponse } from "./json-response.js";
import type { PreviewJson } from "./wire-schemas.js";

/** `POST /exports/preview/`: what an export would be. Records nothing. */
export async function previewEndpoint(call: Call): Promise<Response> {
  const { options, request, user } = call;
  const body = await call.body();
  const preview = await options.previewer.preview(body, { user, signal: request.signal });
  return jsonResponse(request, previewJson(preview), { headers: { "Cache-Control": "private, no-store" } });
}

function previewJson({ filtersDisplay, leftOut, warnings, problem, ...preview }: ExportPreview): PreviewJson {
  return {
    ...preview,
    filters_display: filtersDisplay,
    left_out: leftOut,
    warnings: warnings && warnings.map((warning) => ({ ...warning, message: warningMessage(warning.code) })),
    problem: problem && { code: problem.code, message: problem.message, issues: problem.details },
  };
}
