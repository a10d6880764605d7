import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";

/** What sends a request and gives the answer: `fetch`, or an application that needs no server. */
export type Send = (address: string, init?: RequestInit) => Promise<Response>;

/** Asks for an export as a client would, waits until its file is there, and downloads it. */
export async function tryExports(base: string, send: Send = fetch): Promise<string> {
  const headers = { "X-User": "1", "Content-Type": "application/json" };
  const body = JSON.stringify({ project: 1, format: "nightly_counts" });
  const created = await send(`${base}/exports/`, { method: "POST", headers, body });
  assert.equal(created.status, 201);
  for (
    let wanted = await created.json();
    ;
    wanted = await (await send(created.headers.get("Location")!, { headers })).json()
  ) {
    const { status, file_url: fileUrl } = wanted as { readonly status: string; readonly file_url: string | null };
    assert.notEqual(status, "failed");
    if (fileUrl !== null) return await (await send(fileUrl, { headers })).text();
    await delay(20);
  }
}

/** Nobody but members learns of a draft project's exports. */
export async function tryAsOutsider(base: string, send: Send = fetch): Promise<void> {
  const hidden = await send(`${base}/exports/1/`, { headers: { "X-User": "2" } });
  assert.equal(hidden.status, 404);
  assert.deepEqual(await hidden.json(), { detail: "The export does not exist." });
}

export const EXPECTED = "night,moths\r\n2023-06-18,112\r\n2023-06-19,87\r\n";
