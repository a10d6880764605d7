import { createNightService } from "../express/night-service.js";
// #region route
// app/api/v2/exports/[[...path]]/route.ts
import { createExportHandler } from "vasculum";

export const service = createNightService(); // from a module of your own, shared with the worker
const handler = createExportHandler({
  service,
  authenticate,
  basePath: "/api/v2",
  baseUrl: "https://example.org/api/v2", // Next.js calls every request's host "localhost"
});

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
const answer = (request: Request): Promise<Response> => handler(request);
export { answer as DELETE, answer as GET, answer as PATCH, answer as POST };

/** Your session or token, in place of a header that anybody can send. */
function authenticate({ headers }: Request) {
  const id = headers.get("X-User");
  return id === null ? null : { id: Number(id), name: `User ${id}` };
}
// #endregion
