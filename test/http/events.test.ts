import { describe, expect, test, vi } from "vitest";
import type { Authorizer } from "../../src/contracts/authorizer.js";
import { exportSchema, problemSchema } from "../../src/http/wire-schemas.js";
import { createTestHost, USER } from "../support/test-host.js";
import { serve, serveFace, WEB_HOSTS } from "./web-hosts.js";

const FAST = { eventIntervalMs: 5, keepAliveMs: 20 };
const HEADERS = { "x-user": "5" };

/** The blocks of an event stream, as they come. */
async function* blocks(response: Response): AsyncGenerator<Readonly<Record<string, string>>> {
  let pending = "";
  for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
    const parts = (pending + text).split("\n\n");
    pending = parts.pop()!;
    for (const part of parts)
      yield Object.fromEntries(
        part.split("\n").map((line) => [line.split(":")[0]!, line.slice(line.indexOf(":") + 1).trim()]),
      );
  }
}

/** The next block that is no comment. */
async function nextEvent(events: AsyncGenerator<Readonly<Record<string, string>>>) {
  for (;;) {
    const { value, done } = await events.next();
    if (done || value.event !== undefined) return value as Readonly<Record<string, string>> | undefined;
  }
}

describe.each(Object.entries(WEB_HOSTS))("%s", (_name, { host }) => {
  test("a reader sees an export from its beginning to its end, and then the stream ends", async () => {
    const { service, create } = await createTestHost();
    const { id } = await create();
    const url = await serve(host({ service, ...FAST }));
    const response = await fetch(`${url}/exports/${id}/events/`, { headers: HEADERS });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/event-stream",
      "cache-control": "private, no-store, no-transform",
    });
    const events = blocks(response);
    const first = (await nextEvent(events))!;
    expect([first.event, exportSchema.parse(JSON.parse(first.data!)).status]).toEqual(["progress", "pending"]);
    await service.run(id);
    let last = first;
    for (let event = await nextEvent(events); event !== undefined; event = await nextEvent(events)) last = event;
    expect([last.event, exportSchema.parse(JSON.parse(last.data!)).status]).toEqual(["end", "succeeded"]);
    const back = await fetch(`${url}/exports/${id}/events/`, { headers: { ...HEADERS, "last-event-id": last.id! } });
    expect(back.status).toBe(204);
  });

  test("a reader who goes away is not read for any more", async () => {
    const { service, create, store } = await createTestHost();
    const { id } = await create();
    const get = vi.spyOn(store, "get");
    const url = await serve(host({ service, ...FAST }));
    const left = new AbortController();
    const response = await fetch(`${url}/exports/${id}/events/`, { headers: HEADERS, signal: left.signal });
    await nextEvent(blocks(response));
    left.abort();
    let calls = -1;
    await vi.waitFor(
      () => {
        const stopped = calls === get.mock.calls.length;
        calls = get.mock.calls.length;
        expect(stopped).toBe(true);
      },
      { interval: 100, timeout: 10_000 },
    );
  });
});

test("a stream without news is kept alive by a comment", async () => {
  const { service, create } = await createTestHost();
  const { id } = await create();
  const url = await serveFace({ service, ...FAST });
  const events = blocks(await fetch(`${url}/exports/${id}/events/`, { headers: HEADERS }));
  await nextEvent(events);
  expect((await events.next()).value).toEqual({ "": "" });
  await events.return(undefined);
});

test("an export that is deleted meanwhile ends its stream with the reason", async () => {
  const { service, create } = await createTestHost();
  const { id } = await create();
  const url = await serveFace({ service, ...FAST });
  const events = blocks(await fetch(`${url}/exports/${id}/events/`, { headers: HEADERS }));
  await nextEvent(events);
  await service.delete(id, { user: USER });
  const last = (await nextEvent(events))!;
  expect([last.event, problemSchema.parse(JSON.parse(last.data!)).code]).toEqual(["problem", "NOT_FOUND"]);
  expect(await nextEvent(events)).toBeUndefined();
});

test("a reader who has lost the right gets a problem, and nothing more", async () => {
  let allowed = true;
  const authorizer = {
    authorize: async () => (allowed ? "allow" : "hide") as "allow" | "hide",
    readableProjects: async () => [],
  };
  const { service, create } = await createTestHost({ authorizer });
  const { id } = await create();
  const url = await serveFace({ service, ...FAST });
  const events = blocks(await fetch(`${url}/exports/${id}/events/`, { headers: HEADERS }));
  await nextEvent(events);
  allowed = false;
  expect(JSON.parse((await nextEvent(events))!.data!)).toMatchObject({ status: 404, code: "NOT_FOUND" });
});

test("a stream shows what its reader may do as it changes, and does not ask at every look", async () => {
  let may = true;
  const asked = { read: 0, cancel: 0 };
  const authorizer: Authorizer = {
    authorize: async ({ action }) => {
      if (action === "read" || action === "cancel") asked[action] += 1;
      return action === "cancel" && !may ? "deny" : "allow";
    },
    readableProjects: async () => "all",
  };
  const { service, create } = await createTestHost({ authorizer });
  const { id } = await create();
  const url = await serveFace({ service, eventIntervalMs: 5, keepAliveMs: 50 });
  const events = blocks(await fetch(`${url}/exports/${id}/events/`, { headers: HEADERS }));
  const permissions = async () => exportSchema.parse(JSON.parse((await nextEvent(events))!.data!)).user_permissions;
  expect(await permissions()).toContain("cancel");
  may = false;
  expect(await permissions()).not.toContain("cancel");
  expect(asked.cancel).toBeLessThan(asked.read / 2);
  await events.return(undefined);
});

test("a user follows so many exports at once and no more, until one stream has ended", async () => {
  const { service, create } = await createTestHost();
  const { id } = await create();
  const url = await serveFace({ service, ...FAST, eventStreamsPerUser: 2 });
  const left = new AbortController();
  const follow = (user: string, init: RequestInit = {}) =>
    fetch(`${url}/exports/${id}/events/`, { headers: { "x-user": user, accept: "application/problem+json" }, ...init });
  await follow("5", { signal: left.signal });
  const [second, third] = [await follow("5"), await follow("5")];
  expect([second.status, third.status]).toEqual([200, 429]);
  expect(problemSchema.parse(await third.json())).toMatchObject({ code: "LIMIT_REACHED" });
  expect((await follow("6")).status).toBe(200);
  expect((await follow("5", { method: "HEAD" })).status).toBe(429);
  left.abort();
  await vi.waitFor(async () => expect((await follow("5", { method: "HEAD" })).status).toBe(200));
  expect((await follow("5", { method: "HEAD" })).status).toBe(200);
  await service.run(id);
  await second.text();
  await vi.waitFor(async () => expect((await follow("5")).status).toBe(200));
});
