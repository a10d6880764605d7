/** A route handler of Next.js takes a Request and gives a Response. It is called here as Next.js calls it: by the name of the method. */
import assert from "node:assert/strict";
import { EXPECTED, tryAsOutsider, tryExports } from "../express/try-exports.js";
import * as route from "./route.js";

const handlers: Readonly<Record<string, (request: Request) => Promise<Response>>> = {
  DELETE: route.DELETE,
  GET: route.GET,
  PATCH: route.PATCH,
  POST: route.POST,
};
const send = async (address: string, init?: RequestInit): Promise<Response> => {
  const request = new Request(address, init);
  const handler = handlers[request.method];
  assert.ok(handler);
  return await handler(request);
};

await using _worker = route.service.startWorker();
assert.deepEqual([route.runtime, route.dynamic], ["nodejs", "force-dynamic"]);
assert.equal(await tryExports("http://example.org/api/v2", send), EXPECTED);
await tryAsOutsider("http://example.org/api/v2", send);
