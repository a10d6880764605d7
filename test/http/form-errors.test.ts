import { expect, test } from "vitest";
import { createExportHandler } from "../../src/http/create-export-handler.js";
import { createTestHost, USER } from "../support/test-host.js";

const RFC_9457 = "application/problem+json";
const GOOD = { project: 1, format: "nightly" };

async function ask(body: unknown, { accept, method = "POST", path = "" }: Asked = {}) {
  const { service, create } = await createTestHost();
  const { id } = await create({ ...GOOD, filters: { moths_min: 3 } });
  const handler = createExportHandler({ service, authenticate: () => USER });
  const headers = { "content-type": "application/json", ...(accept === undefined ? {} : { accept }) };
  const url = `http://example.org/exports/${path.replace("ID", String(id))}`;
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await handler(new Request(url, { method, headers, ...content }));
  const json = (await response.json()) as Readonly<Record<string, unknown>>;
  return { status: response.status, type: response.headers.get("content-type"), json };
}

interface Asked {
  readonly accept?: string;
  readonly method?: string;
  readonly path?: string;
}

test("a 400 has sentences for each field, and for each filter, and one detail", async () => {
  const answer = await ask({ project: "1x", format: "nightly", filters: { moths_min: -1, a: 1 } });
  expect(answer).toMatchObject({ status: 400, type: "application/json" });
  const { detail, ...fields } = answer.json;
  expect(fields).toEqual({
    project: [expect.any(String)],
    filters: { a: [expect.any(String)], moths_min: [expect.any(String)] },
  });
  expect(detail).toMatch(/^project: .*filters\.a: .*filters\.moths_min: /s);
});

test("sentences of the whole body stand under non_field_errors", async () => {
  expect((await ask({ ...GOOD, id: 9 })).json).toEqual({
    non_field_errors: ['Unrecognized key: "id"'],
    detail: 'Unrecognized key: "id"',
  });
  expect((await ask({ ...GOOD, filters: "x" })).json).toMatchObject({ filters: ["Filters must be an object."] });
});

test("the detail of many faults stays short", async () => {
  const filters = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key${index}`, 1]));
  const { json } = await ask({ ...GOOD, filters });
  expect(Object.keys(json.filters as object)).toHaveLength(50);
  expect(json.detail).toMatch(/ And 47 more\.$/);
});

test("every other error has its detail alone", async () => {
  expect(await ask(undefined, { method: "GET", path: "999/" })).toEqual({
    status: 404,
    type: "application/json",
    json: { detail: "The export does not exist." },
  });
  expect(await ask(undefined, { method: "PATCH" })).toMatchObject({
    status: 405,
    json: { detail: expect.any(String) },
  });
});

test.each([RFC_9457, `text/html, ${RFC_9457};q=0.5, */*;q=0.1`, "Application/Problem+JSON"])(
  "Accept: %s gets a problem of RFC 9457",
  async (accept) => {
    const answer = await ask({ ...GOOD, filters: { a: 1 } }, { accept });
    expect(answer.type).toBe(RFC_9457);
    expect(answer.json).toEqual({
      type: "about:blank",
      title: "Bad Request",
      status: 400,
      detail: "The filters are not valid.",
      code: "INVALID_FILTERS",
      issues: [{ path: ["filters", "a"], code: "unrecognized_key", message: expect.any(String) }],
    });
  },
);

test.each(["*/*", "application/json", `${RFC_9457};q=0`, `${RFC_9457}-seq`])(
  "Accept: %s gets what forms read",
  async (accept) => {
    expect((await ask({ ...GOOD, filters: { a: 1 } }, { accept })).type).toBe("application/json");
  },
);

test.each(["PUT", "PATCH"])("%s leaves what the body leaves out as it is", async (method) => {
  const { status, json } = await ask({ format: "nightly" }, { method, path: "ID/" });
  expect([status, json.filters]).toEqual([200, { moths_min: 3 }]);
});

test.each(["PUT", "PATCH"])("%s takes the export's own project, and refuses another", async (method) => {
  expect((await ask({ project: "1" }, { method, path: "ID/" })).status).toBe(200);
  expect(await ask({ project: 2 }, { method, path: "ID/" })).toMatchObject({
    status: 400,
    json: { project: ["The project of an export cannot change."] },
  });
});

test.each(["PUT", "PATCH"])("%s takes a whole record back, and starts no run", async (method) => {
  const { service, create } = await createTestHost();
  const { id, version } = await create(GOOD);
  const handler = createExportHandler({ service, authenticate: () => USER });
  const url = `http://example.org/exports/${id}/`;
  const record = (await (await handler(new Request(url))).json()) as object;
  const send = async (body: object) =>
    await handler(
      new Request(url, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    );
  const answer = await send(record);
  expect([answer.status, ((await answer.json()) as { readonly version: number }).version]).toEqual([200, version]);
  expect((await send({ ...record, owner: 5 })).status).toBe(400);
});
