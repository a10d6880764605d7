import { describe, expect, test } from "vitest";
import { projectRoles, type ProjectRole } from "../../src/authorizers/project-roles.js";
import { exportPageSchema, exportSchema, problemSchema } from "../../src/http/wire-schemas.js";
import { createFileBody } from "../../src/testing/fakes/file-body.js";
import { createTestHost } from "../support/test-host.js";
import { serve, WEB_HOSTS } from "./web-hosts.js";

const RESEARCHER = 15;
const MEMBER = 13;
const OUTSIDER = 10;
const ADMIN = 18;
const DRAFT = 2;
const ROLES = new Map<number | string, ProjectRole>([
  [RESEARCHER, "Researcher"],
  [MEMBER, "BasicMember"],
]);

const authorizer = projectRoles({
  roleOf: async (userId, projectId) => (projectId === 1 || projectId === DRAFT ? (ROLES.get(userId) ?? null) : null),
  isDraft: async (projectId) => (projectId === 1 || projectId === DRAFT ? projectId === DRAFT : null),
  memberProjects: async (userId) => (ROLES.has(userId) ? [1, DRAFT] : []),
  isSuperuser: async (userId) => userId === ADMIN,
});

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly user?: number | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is a text. */
  readonly body?: unknown;
}

interface Row extends Sent {
  readonly status: number;
  readonly code?: string;
  /** The paths of all issues. */
  readonly issues?: readonly string[];
  /** Part of the body. */
  readonly json?: Readonly<Record<string, unknown>>;
  readonly answers?: Readonly<Record<string, string | RegExp>>;
  /** Only where no parser comes first, which would answer itself. */
  readonly unparsed?: true;
}

const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
const GOOD = { project: 1, format: "nightly" };
const post = (body: unknown, more: Omit<Row, "path" | "body" | "method">): Row => ({
  method: "POST",
  path: "/exports/",
  body,
  ...more,
});
const JSON_TYPE = { "content-type": "application/json" };
const BAD = { status: 400, code: "INVALID_REQUEST" } as const;
const UNSUPPORTED = { status: 415, code: "MEDIA_TYPE_NOT_SUPPORTED" } as const;

/** Export 1 has succeeded, 2 is running, 3 waits; 4 has succeeded in a draft project. */
const TABLE: Readonly<Record<string, Row>> = {
  "a list": {
    path: "/exports/",
    status: 200,
    json: { count: 4, next: null, previous: null },
    answers: { etag: /^W\/"/, "cache-control": "private, no-cache" },
  },
  "a list without its last slash": { path: "/exports", status: 200, json: { count: 4 } },
  "a page": { path: "/exports/?limit=1&offset=1&ordering=id&project_id=1", status: 200, json: { count: 3 } },
  "the last page": { path: "/exports/?limit=2&offset=2", status: 200, json: { next: null } },
  "bad list parameters": {
    path: "/exports/?limit=0&offset=-1&ordering=user&project_id=x&page=2",
    ...BAD,
    issues: ["limit", "offset", "ordering", "project_id", ""],
  },
  "a list parameter given twice": { path: "/exports/?limit=1&limit=2", ...BAD, issues: ["limit"] },
  "a limit beyond the largest": { path: "/exports/?limit=1001", ...BAD, issues: ["limit"] },
  "an empty limit": { path: "/exports/?limit=", ...BAD, issues: ["limit"] },
  "a list for nobody": {
    path: "/exports/",
    user: null,
    status: 401,
    code: "UNAUTHENTICATED",
    answers: { "www-authenticate": "Bearer" },
  },
  "a list for an outsider": { path: "/exports/", user: OUTSIDER, status: 200, json: { count: 0, results: [] } },
  "a list of a project that an outsider may know of": {
    path: "/exports/?project_id=1",
    user: OUTSIDER,
    status: 403,
    code: "PERMISSION_DENIED",
  },
  "a list of a draft project for an outsider": {
    path: "/exports/?project_id=2",
    user: OUTSIDER,
    status: 404,
    code: "NOT_FOUND",
  },

  "an export": {
    path: "/exports/1/",
    status: 200,
    json: { id: 1, status: "succeeded", record_count: 25 },
    answers: { "content-type": "application/json" },
  },
  "an export without its last slash": { path: "/exports/1", status: 200, json: { id: 1 } },
  "an export that runs": {
    path: "/exports/2/",
    status: 200,
    json: { status: "running", file_url: null },
    answers: { "retry-after": "2" },
  },
  "an export for nobody": { path: "/exports/1/", user: null, status: 401, code: "UNAUTHENTICATED" },
  "no export for nobody": { path: "/exports/999/", user: null, status: 401, code: "UNAUTHENTICATED" },
  "an export for an outsider": {
    path: "/exports/1/",
    user: OUTSIDER,
    status: 403,
    code: "PERMISSION_DENIED",
    json: { detail: "You do not have permission to do this." },
  },
  "a draft project's export for an outsider": { path: "/exports/4/", user: OUTSIDER, status: 404, code: "NOT_FOUND" },
  "no export": { path: "/exports/999/", status: 404, code: "NOT_FOUND" },
  "an id that is a word": { path: "/exports/abc/", status: 404, code: "NOT_FOUND" },
  "an id that is a NUL": { path: "/exports/%00/", status: 404, code: "NOT_FOUND" },
  "an id that is no text": { path: "/exports/%ff/", status: 404, code: "NOT_FOUND" },
  "an id beyond every number": { path: "/exports/99999999999999999999999/", status: 404, code: "NOT_FOUND" },
  "a long id": { path: `/exports/${"1".repeat(300)}/`, status: 404, code: "NOT_FOUND" },
  "an id that is a member of every object": { path: "/exports/__proto__/", status: 404, code: "NOT_FOUND" },
  "a place that does not exist": { path: "/exports/1/nowhere/", status: 404, code: "NOT_FOUND" },
  "a method that does not exist": {
    method: "DELETE",
    path: "/exports/",
    status: 405,
    code: "METHOD_NOT_ALLOWED",
    answers: { allow: "GET, HEAD, POST" },
  },
  "another method that does not exist": {
    method: "POST",
    path: "/exports/1/",
    body: {},
    status: 405,
    answers: { allow: "GET, HEAD, PUT, PATCH, DELETE" },
  },
  "a read of a command": { path: "/exports/1/cancel/", status: 405, answers: { allow: "POST" } },

  "a create": post(GOOD, {
    status: 201,
    json: {
      id: 5,
      project: 1,
      filters: {},
      job: expect.objectContaining({ id: 5, name: "Export nightly", project: 1, status: "PENDING" }),
    },
    answers: { location: /\/api\/v2\/exports\/5\/$/, "retry-after": "2" },
  }),
  "a create with null filters": post({ ...GOOD, filters: null }, { status: 201, json: { filters: {} } }),
  "a create with filters": post(
    { ...GOOD, filters: { moths_min: 3 } },
    { status: 201, json: { filters: { moths_min: 3 }, record_count: 22 } },
  ),
  "a create in UTF-8": post(GOOD, { headers: { "content-type": 'Application/JSON; charset="UTF-8"' }, status: 201 }),
  "a create for nobody": post({ nonsense: 1 }, { user: null, status: 401, code: "UNAUTHENTICATED" }),
  "a create by a member": post(GOOD, { user: MEMBER, status: 403, code: "PERMISSION_DENIED" }),
  "a create by an outsider": post(GOOD, { user: OUTSIDER, status: 403, code: "PERMISSION_DENIED" }),
  "a create by an outsider in a draft project": post(
    { ...GOOD, project: DRAFT },
    { user: OUTSIDER, status: 404, code: "NOT_FOUND" },
  ),
  "a create in no project": post({ ...GOOD, project: 77 }, { status: 404, code: "NOT_FOUND" }),
  "no body": { method: "POST", path: "/exports/", ...BAD, issues: [""] },
  "an empty body": { method: "POST", path: "/exports/", headers: JSON_TYPE, ...BAD, issues: [""] },
  "an empty object": post({}, { ...BAD, issues: ["project", "format"] }),
  "a list for a body": post([], { ...BAD, issues: [""] }),
  "an unknown format": post(
    { ...GOOD, format: "xls" },
    {
      status: 400,
      code: "UNKNOWN_FORMAT",
      issues: ["format"],
      json: { detail: "Invalid format. Supported formats are: ['nightly']" },
    },
  ),
  "a format that every object has": post({ ...GOOD, format: "__proto__" }, { status: 400, code: "UNKNOWN_FORMAT" }),
  "filters that are a text": post({ ...GOOD, filters: "moths_min=3" }, { ...BAD, issues: ["filters"] }),
  "filters that are a list": post({ ...GOOD, filters: [3] }, { ...BAD, issues: ["filters"] }),
  "unknown and malformed filters": post(
    { ...GOOD, filters: { moths_min: -1, a: 1, b: 2 } },
    {
      status: 400,
      code: "INVALID_FILTERS",
      issues: ["filters.a", "filters.b", "filters.moths_min"],
    },
  ),
  "everything wrong at once": post(
    { project: "1x", format: "nightly", filters: { a: 1 }, user: 1 },
    { ...BAD, issues: ["project", "", "filters.a"] },
  ),
  "mass assignment": post(
    { ...GOOD, id: 9, user: { id: ADMIN }, file_url: "https://example.org/", record_count: 1 },
    {
      ...BAD,
      issues: [""],
    },
  ),
  "a body that would be every object's prototype": post('{"project":1,"format":"nightly","__proto__":{"filters":{}}}', {
    headers: JSON_TYPE,
    ...BAD,
    issues: [""],
  }),
  "a NUL in a filter": post({ ...GOOD, filters: { moths_min: "\0" } }, { status: 400, code: "INVALID_FILTERS" }),
  "a NUL in the format": post({ ...GOOD, format: "night\0ly" }, { status: 400, code: "UNKNOWN_FORMAT" }),
  "100,000 nested lists": post(nested(100_000), { headers: JSON_TYPE, ...BAD, issues: [""] }),
  "100,000 nested lists in a filter": post(
    `{"project":1,"format":"nightly","filters":{"moths_min":${nested(100_000)}}}`,
    { headers: JSON_TYPE, ...BAD },
  ),
  "truncated JSON": post('{"project":1,', { headers: JSON_TYPE, ...BAD, issues: [""], unparsed: true }),
  "JSON that is not UTF-8": post(Buffer.from('{"project":1,"format":"caf\u00e9"}', "latin1"), {
    headers: JSON_TYPE,
    ...BAD,
    unparsed: true,
  }),
  "a body of 2 MB": post(["x".repeat(2 * 1024 * 1024)], { status: 413, code: "BODY_TOO_LARGE" }),
  "a form": post("project=1&format=nightly", {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    ...UNSUPPORTED,
  }),
  "a text": post(JSON.stringify(GOOD), { headers: { "content-type": "text/plain" }, ...UNSUPPORTED }),
  "an unknown encoding": post(JSON.stringify(GOOD), {
    headers: { ...JSON_TYPE, "content-encoding": "compress" },
    ...UNSUPPORTED,
    unparsed: true,
  }),
  "a long idempotency key": post(GOOD, {
    headers: { "idempotency-key": "k".repeat(256) },
    ...BAD,
    issues: ["Idempotency-Key"],
  }),

  "a change by a Researcher": {
    method: "PATCH",
    path: "/exports/1/",
    body: { filters: {} },
    status: 403,
    code: "PERMISSION_DENIED",
  },
  "a change by nobody": { method: "PATCH", path: "/exports/1/", body: {}, user: null, status: 401 },
  "a change": {
    method: "PATCH",
    path: "/exports/1/",
    user: ADMIN,
    body: { filters: { moths_min: 2 } },
    status: 200,
    json: { status: "pending", file_url: null },
  },
  "a change to the same": {
    method: "PATCH",
    path: "/exports/1/",
    user: ADMIN,
    body: {},
    status: 200,
    json: { status: "succeeded" },
  },
  "a whole record sent back": {
    method: "PUT",
    path: "/exports/1/",
    user: ADMIN,
    body: {
      id: 7,
      user: { id: ADMIN },
      project: "1",
      format: "nightly",
      filters: { moths_min: 2 },
      file_url: "x",
      version: 0,
    },
    status: 200,
    json: { id: 1, project: 1, user: { id: 15 }, filters: { moths_min: 2 }, status: "pending" },
  },
  "a whole record with a member that no record has": {
    method: "PUT",
    path: "/exports/1/",
    user: ADMIN,
    body: { id: 1, format: "nightly", owner: 3 },
    ...BAD,
    issues: [""],
  },
  "a replacement that leaves everything out": {
    method: "PUT",
    path: "/exports/1/",
    user: ADMIN,
    body: {},
    status: 200,
    json: { status: "succeeded", filters: {} },
  },
  "a change without a body": { method: "PATCH", path: "/exports/1/", user: ADMIN, ...BAD, issues: [""] },
  "a change of what may not change": {
    method: "PATCH",
    path: "/exports/1/",
    user: ADMIN,
    body: { project: 2, user: 1 },
    ...BAD,
    issues: ["project"],
  },
  "a change while running": {
    method: "PATCH",
    path: "/exports/2/",
    user: ADMIN,
    body: { filters: { moths_min: 2 } },
    status: 409,
    code: "EXPORT_ACTIVE",
  },
  "a change of a version": {
    method: "PATCH",
    path: "/exports/1/",
    user: ADMIN,
    headers: { "if-match": '"999"' },
    body: {},
    status: 412,
    code: "VERSION_CONFLICT",
  },
  "a form for a change": {
    method: "PATCH",
    path: "/exports/1/",
    user: ADMIN,
    headers: { "content-type": "multipart/form-data; boundary=x" },
    body: "--x--",
    ...UNSUPPORTED,
  },

  "a deletion": { method: "DELETE", path: "/exports/1/", status: 204 },
  "a deletion of a version": { method: "DELETE", path: "/exports/1/", headers: { "if-match": "1" }, status: 412 },
  "a deletion of whatever there is": {
    method: "DELETE",
    path: "/exports/1/",
    headers: { "if-match": "*" },
    status: 204,
  },
  "a deletion by a member": { method: "DELETE", path: "/exports/1/", user: MEMBER, status: 403 },
  "a cancel": {
    method: "POST",
    path: "/exports/3/cancel/",
    status: 202,
    json: { status: "cancelled", job: expect.objectContaining({ status: "REVOKED" }) },
  },
  "a cancel of a running export": {
    method: "POST",
    path: "/exports/2/cancel/",
    status: 202,
    json: { status: "running", job: expect.objectContaining({ status: "CANCELING" }) },
  },
  "a cancel of an ended export": { method: "POST", path: "/exports/1/cancel/", status: 409, code: "NOT_CANCELLABLE" },
  "a cancel by a member": { method: "POST", path: "/exports/3/cancel/", user: MEMBER, status: 403 },
  "a retry of a succeeded export": { method: "POST", path: "/exports/1/retry/", status: 409, code: "NOT_RETRYABLE" },
  "a download too early": { path: "/exports/3/download/", status: 409, code: "FILE_NOT_READY" },
  "a download by an outsider": { path: "/exports/1/download/", user: OUTSIDER, status: 403 },
  "the formats, for anybody": {
    path: "/exports/formats/",
    user: null,
    status: 200,
    json: {
      formats: [
        expect.objectContaining({ format: "nightly", file_format: "ndjson", content_type: "application/x-ndjson" }),
      ],
    },
  },
};

let template: ReturnType<typeof runOnce> | undefined;

/** One run is good for all tests: the record before it and after it, and the file. */
async function runOnce() {
  const host = await createTestHost();
  const waiting = await host.service.create(GOOD, { user: { id: RESEARCHER, name: "Researcher" } });
  await host.service.run(waiting.id);
  return { waiting, ended: await host.stored(waiting.id), file: createFileBody(await host.bytes(waiting.id)) };
}

async function createWorld(hostName: string) {
  const host = await createTestHost({ authorizer });
  const { waiting, ended, file } = await (template ??= runOnce());
  for (const record of [ended, waiting, waiting, { ...ended, projectId: DRAFT }])
    await host.store.create(record, { dueInMs: 60_000 });
  await host.store.claim(2, "token", 60_000);
  await host.storage.put(ended.fileKey!, file, { contentType: "text/plain", signal: new AbortController().signal });
  return { ...host, url: await serve(WEB_HOSTS[hostName]!.host({ service: host.service })) };
}

function sendTo(url: string, { method = "GET", path, user = RESEARCHER, headers = {}, body }: Sent): Promise<Response> {
  const isRaw = typeof body === "string" || body instanceof Uint8Array;
  return fetch(url + path, {
    method,
    headers: {
      accept: "application/problem+json",
      ...(user === null ? {} : { "x-user": String(user) }),
      ...(isRaw || body === undefined ? {} : JSON_TYPE),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
  } as RequestInit);
}

describe.each(Object.entries(WEB_HOSTS))("%s", (hostName, { parses }) => {
  const rows = Object.entries(TABLE).filter(([, row]) => !(parses && row.unparsed));

  test.each(rows)("%s", async (_name, row) => {
    const { url, store, queue, keys } = await createWorld(hostName);
    const before = {
      ...(await store.list({ orderBy: "id", direction: "asc", limit: 9, offset: 0 })),
      queued: queue.queued.length,
      keys: await keys(),
    };
    const response = await sendTo(url, row);
    const text = await response.text();
    expect(response.status, text).toBe(row.status);
    if (row.json !== undefined) expect(JSON.parse(text)).toMatchObject(row.json);
    for (const [name, value] of Object.entries(row.answers ?? {})) expect(response.headers.get(name)).toMatch(value);
    expect(text).not.toMatch(/fileKey|file_key|token/);
    if (row.status < 400) return;
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const problem = problemSchema.parse(JSON.parse(text));
    expect(problem.status).toBe(row.status);
    if (row.code !== undefined) expect(problem.code).toBe(row.code);
    if (row.issues !== undefined)
      expect(problem.issues.map(({ path }) => path.join(".")).sort()).toEqual([...row.issues].sort());
    expect({
      ...(await store.list({ orderBy: "id", direction: "asc", limit: 9, offset: 0 })),
      queued: queue.queued.length,
      keys: await keys(),
    }).toEqual(before);
  });

  test("answers have the documented shape, and every link leads back", async () => {
    const { url } = await createWorld(hostName);
    const first = exportPageSchema.parse(await (await sendTo(url, { path: "/exports/?limit=3&ordering=id" })).json());
    expect(first.results.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(first.results[0]!.file_url).toBe(`${url}/exports/1/download/`);
    const second = exportPageSchema.parse(
      await (await fetch(first.next!, { headers: { "x-user": String(RESEARCHER) } })).json(),
    );
    expect(second.results.map(({ id }) => id)).toEqual([4]);
    expect(second.previous).toBe(`${url}/exports/?limit=3&ordering=id&offset=0`);
    const file = await fetch(first.results[0]!.file_url!, { headers: { "x-user": String(RESEARCHER) } });
    expect((await file.text()).split("\n")).toHaveLength(26);
  });

  test("a poller that has the export already gets 304, and sees its progress", async () => {
    const { url, store, service } = await createWorld(hostName);
    const { headers } = await sendTo(url, { path: "/exports/2/" });
    const poll = () =>
      sendTo(url, { path: "/exports/2/", headers: { "if-none-match": `"other", ${headers.get("etag")}` } });
    const same = await poll();
    expect([same.status, await same.text(), same.headers.get("etag")]).toEqual([304, "", headers.get("etag")]);
    const { job } = await service.get(2, { user: { id: RESEARCHER, name: "" } });
    await store.renew(2, "token", {
      leaseMs: 60_000,
      progress: { ...job.progress, summary: { status: "STARTED", progress: 0.5 } },
    });
    const moved = await poll();
    expect(moved.status).toBe(200);
    expect(exportSchema.parse(await moved.json()).job.progress.summary.progress).toBe(0.5);
  });

  test("the tag of a running export is good for a change, however far it has come", async () => {
    const { url, store, service } = await createWorld(hostName);
    const tag = (await sendTo(url, { path: "/exports/2/" })).headers.get("etag")!;
    const { job } = await service.get(2, { user: { id: RESEARCHER, name: "" } });
    await store.renew(2, "token", { leaseMs: 60_000, progress: { ...job.progress, logs: ["half"] } });
    const cancel = () => sendTo(url, { method: "POST", path: "/exports/2/cancel/", headers: { "if-match": tag } });
    expect((await cancel()).status).toBe(202);
    expect((await cancel()).status).toBe(412);
  });

  test("an idempotency key is good for one export of one user", async () => {
    const { url, store } = await createWorld(hostName);
    const headers = { "idempotency-key": "again" };
    const ask = async (more: Partial<Sent> = {}) =>
      sendTo(url, { method: "POST", path: "/exports/", headers, body: GOOD, ...more });
    const [one, two] = [await ask(), await ask()];
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(await two.json()).toEqual(await one.json());
    expect((await ask({ body: { ...GOOD, filters: { moths_min: 1 } } })).status).toBe(422);
    expect(await (await ask({ user: ADMIN })).json()).toMatchObject({ id: 6 });
    expect((await store.list({ orderBy: "id", direction: "asc", limit: 1, offset: 0 })).count).toBe(6);
  });

  test("HEAD tells what GET does, without the content", async () => {
    const { url } = await createWorld(hostName);
    for (const path of ["/exports/", "/exports/1/", "/exports/1/download/", "/exports/1/events/"]) {
      const [get, head] = [await sendTo(url, { path }), await sendTo(url, { method: "HEAD", path })];
      const [got, empty] = [await get.text(), await head.text()];
      expect([head.status, empty]).toEqual([200, ""]);
      expect(got).not.toBe("");
      for (const name of ["content-type", "content-length", "etag"])
        expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
  });

  test("other paths go on to the host", async () => {
    const { url } = await createWorld(hostName);
    for (const path of ["/", "/other/", "/exportsomething/", "/../exports/"]) {
      expect(await (await sendTo(url, { path })).text()).toBe("the host's own");
    }
  });

  test("a connection serves on after every refusal of a body", async () => {
    const { url } = await createWorld(hostName);
    const large = { method: "POST", path: "/exports/", body: `["${"x".repeat(900_000)}"]` };
    expect((await sendTo(url, { ...large, headers: { "content-type": "text/plain" } })).status).toBe(415);
    expect((await sendTo(url, { ...large, headers: JSON_TYPE, user: null })).status).toBe(401);
    expect((await sendTo(url, { path: "/exports/" })).status).toBe(200);
  });
});

// cspell:ignore exportsomething
