import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { ExportError } from "../../src/contracts/export-error.js";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { NightlyExporter } from "../support/nightly-exporter.js";
import { allowAll, BODY, createTestHost, USER } from "../support/test-host.js";

const refused = async (body: unknown) => {
  const host = await createTestHost();
  const error = await host.service.create(body, { user: USER }).then(
    () => null,
    (thrown: unknown) => thrown as { code: string; details: { path: unknown[] }[] },
  );
  expect(await host.store.get(1)).toBeNull();
  expect(host.queue.queued).toEqual([]);
  return { code: error?.code, paths: error?.details.map(({ path }) => path.join(".")) };
};

test.each([
  [undefined, "INVALID_REQUEST"],
  [null, "INVALID_REQUEST"],
  [[], "INVALID_REQUEST"],
  ["text", "INVALID_REQUEST"],
  [{}, "INVALID_REQUEST"],
  [{ project: 1, format: "nope" }, "UNKNOWN_FORMAT"],
  [{ project: 1, format: "__proto__" }, "UNKNOWN_FORMAT"],
  [{ project: 1, format: "toString" }, "UNKNOWN_FORMAT"],
  [{ project: 0, format: "nightly" }, "INVALID_REQUEST"],
  [{ project: "0", format: "nightly" }, "INVALID_REQUEST"],
  [{ project: "1x", format: "nightly" }, "INVALID_REQUEST"],
  [{ project: " 1", format: "nightly" }, "INVALID_REQUEST"],
  [{ project: "1.0", format: "nightly" }, "INVALID_REQUEST"],
  [{ project: "", format: "nightly" }, "INVALID_REQUEST"],
  [{ project: "9007199254740993", format: "nightly" }, "INVALID_REQUEST"],
  [{ project: 1.5, format: "nightly" }, "INVALID_REQUEST"],
  [{ project: 2 ** 53 + 1, format: "nightly" }, "INVALID_REQUEST"],
  [{ project: 1, format: "nightly", filters: [] }, "INVALID_REQUEST"],
  [{ project: 1, format: "nightly", filters: "moths_min=1" }, "INVALID_REQUEST"],
  [{ project: 1, format: "nightly", filters: { moths_min: "1" } }, "INVALID_FILTERS"],
  [{ project: 1, format: "nightly", filters: { moths_min: [1] } }, "INVALID_FILTERS"],
  [{ project: 1, format: "nightly", filters: { moths_min: 2 ** 53 + 1 } }, "INVALID_FILTERS"],
  [{ project: 1, format: "nightly", filters: { moths: 1 } }, "INVALID_FILTERS"],
  [{ project: 1, format: "nightly", filters: JSON.parse('{"__proto__": 1}') as unknown }, "INVALID_FILTERS"],
  [{ project: 1, format: "nightly", user: 7 }, "INVALID_REQUEST"],
  [{ project: 1, format: "nightly", file_url: "x", record_count: 1 }, "INVALID_REQUEST"],
])("%j is refused with %s, and nothing is recorded", async (body, code) => {
  expect((await refused(body)).code).toBe(code);
});

test("every problem is named at once, of whatever kind", async () => {
  const body = { project: "one", format: "nightly", filters: { moths: 1, moths_min: -1 }, extra: true };
  const { code, paths } = await refused(body);
  expect(code).toBe("INVALID_REQUEST");
  expect(paths).toEqual(expect.arrayContaining(["project", "filters.moths", "filters.moths_min"]));
});

test("a hundred thousand nested arrays are refused like any other list", async () => {
  const deep: unknown = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
  expect((await refused({ project: 1, format: "nightly", filters: { moths_min: deep } })).code).toBe("INVALID_FILTERS");
});

test("permission is asked before a filter's reference is looked up", async () => {
  const asked: string[] = [];
  class LookingExporter extends NightlyExporter {
    override getFilterBackends() {
      const [filter] = super.getFilterBackends();
      return [Object.assign(filter!, { resolve: async () => (asked.push("filter"), { display: {}, issues: [] }) })];
    }
  }
  const authorizer = { ...allowAll, authorize: async () => (asked.push("authorizer"), "deny" as const) };
  const host = await createTestHost({ exporter: LookingExporter, authorizer });
  await expect(host.create()).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
  expect(asked).toEqual(["authorizer"]);
});

/** A filter whose schema asks a database, which is counted. */
function askingExporter(asked: string[]) {
  return class extends NightlyExporter {
    override getFilterBackends() {
      const [filter] = super.getFilterBackends();
      const schema = filter!.schema.refine(async () => (asked.push("database"), true));
      return [Object.assign(filter!, { schema })];
    }
  };
}

test("permission is asked before a schema asks a database; for those who may read nothing, none is asked", async () => {
  const asked: string[] = [];
  const authorizer = {
    authorize: async () => (asked.push("authorizer"), "deny" as const),
    readableProjects: async () => [],
  };
  const host = await createTestHost({ exporter: askingExporter(asked), authorizer });
  await expect(host.create()).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
  expect(asked).toEqual(["authorizer"]);
  await expect(host.create({ project: "none", format: "nightly", filters: {} })).rejects.toMatchObject({
    code: "INVALID_REQUEST",
  });
  await expect(host.service.create({ format: "nightly" }, { user: null })).rejects.toMatchObject({
    code: "UNAUTHENTICATED",
  });
  expect(asked).toEqual(["authorizer"]);
});

test("a schema that asks a database is asked once it is allowed", async () => {
  const asked: string[] = [];
  const host = await createTestHost({ exporter: askingExporter(asked) });
  await host.create();
  expect(asked).toEqual(["database"]);
});

describe("over the limit", () => {
  const countingHost = async () => {
    const counted: string[] = [];
    class Counting extends NightlyExporter {
      override async count() {
        counted.push("count");
        return await super.count();
      }
    }
    const host = await createTestHost({ exporter: Counting, limits: { activePerUser: 1 } });
    await host.service.create(BODY, { user: USER, idempotencyKey: "first" });
    return { host, counted };
  };

  test("no row is counted", async () => {
    const { host, counted } = await countingHost();
    await expect(host.create()).rejects.toMatchObject({ code: "LIMIT_REACHED" });
    expect(counted).toHaveLength(1);
  });

  test("the request that was answered already is answered again", async () => {
    const { host } = await countingHost();
    expect(await host.service.create(BODY, { user: USER, idempotencyKey: "first" })).toMatchObject({ id: 1 });
  });

  test("a store that cannot tell beforehand refuses all the same", async () => {
    const store = createMemoryStore();
    Object.defineProperty(store, "reachedLimit", { value: undefined });
    const host = await createTestHost({ store, limits: { activePerUser: 1 } });
    await host.create();
    await expect(host.create()).rejects.toMatchObject({ code: "LIMIT_REACHED" });
  });
});

describe("text that is no text", () => {
  test.each([
    [{ project: "moths \ud800", format: "nightly" }, "INVALID_REQUEST", ["project"]],
    [{ project: "moths", format: "night\udfff" }, "UNKNOWN_FORMAT", ["format"]],
    [{ project: "moths", format: "nightly", filters: { a: "\ud800" } }, "INVALID_FILTERS", ["filters.a"]],
    [{ project: "moths", format: "nightly", filters: { a: { b: ["\ud800"] } } }, "INVALID_FILTERS", ["filters.a"]],
    [{ project: "moths", format: "nightly", filters: { a: { "\udc00": 1 } } }, "INVALID_FILTERS", ["filters.a"]],
    [{ project: "moths", format: "nightly", filters: { a: ["x\0"] } }, "INVALID_FILTERS", ["filters.a"]],
    [{ project: "moths", format: "nightly", options: { a: "\ud800" } }, "INVALID_OPTIONS", ["options.a"]],
  ])("%j is refused", async (body, code, paths) => {
    class Taker extends NightlyExporter {
      override getFilterBackends() {
        const [filter] = super.getFilterBackends();
        return [Object.assign(filter!, { schema: z.strictObject({ a: z.unknown().optional() }) as never })];
      }
      override getOptions() {
        return z.strictObject({ a: z.string().optional() });
      }
    }
    const host = await createTestHost({ exporter: Taker, projectIdType: "string" });
    const error = await host.create(body).catch((thrown: unknown) => thrown as ExportError);
    expect(error).toMatchObject({ code });
    expect((error as ExportError).details.map(({ path }) => path.join("."))).toEqual(paths);
  });

  test("a pair of surrogates is a character like any other", async () => {
    const host = await createTestHost({ projectIdType: "string" });
    expect(await host.create({ project: "🦋", format: "nightly" })).toMatchObject({ projectId: "🦋" });
  });
});

test("keys are counted at all depths", async () => {
  const deep = Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`key_${index}`, index]));
  const { code, paths } = await refused({ project: 1, format: "nightly", filters: { moths_min: [deep] } });
  expect([code, paths]).toEqual(["INVALID_REQUEST", [""]]);
});

test("names that a client gave are cut to a readable length", async () => {
  const { paths } = await refused({ project: 1, format: "nightly", filters: { ["🦋".repeat(10_000)]: 1 } });
  expect(paths).toEqual([`filters.${"🦋".repeat(50)}…`]);
});

test("a hidden project reads as one that does not exist", async () => {
  const host = await createTestHost({ authorizer: { ...allowAll, authorize: async () => "hide" } });
  await expect(host.create()).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a request without a user is answered with a 401", async () => {
  const host = await createTestHost({ authorizer: { ...allowAll, authorize: async () => "deny" } });
  await expect(host.service.create({ project: 1, format: "nightly" }, { user: null })).rejects.toMatchObject({
    code: "UNAUTHENTICATED",
  });
});

test("an authorizer that fails allows nothing", async () => {
  const failing = async (): Promise<never> => {
    throw new Error("down");
  };
  const host = await createTestHost({ authorizer: { ...allowAll, authorize: failing } });
  await expect(host.service.create({ project: 1, format: "nightly" }, { user: USER })).rejects.toMatchObject({
    code: "AUTHORIZER_FAILED",
  });
});

test("two filters that own one key are a TypeError, not the requester's fault", async () => {
  class TwiceExporter extends NightlyExporter {
    override getFilterBackends() {
      return [...super.getFilterBackends(), ...super.getFilterBackends()];
    }
  }
  const host = await createTestHost({ exporter: TwiceExporter });
  await expect(host.create()).rejects.toBeInstanceOf(TypeError);
});

test("a request with more keys than any honest one is refused at once, in one sentence", async () => {
  const filters = Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [`unknown_${index}`, index]));
  const { code, paths } = await refused({ project: 1, format: "nightly", filters });
  expect([code, paths]).toEqual(["INVALID_REQUEST", [""]]);
});

test("at most a hundred problems are listed, and the others are counted", async () => {
  const filters = Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`unknown_${index}`, index]));
  const host = await createTestHost();
  const error = await host.service
    .create({ project: 1, format: "nightly", filters }, { user: USER })
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "INVALID_FILTERS" });
  const { details } = error as { details: { message: string }[] };
  expect(details).toHaveLength(101);
  expect(details.at(-1)?.message).toBe("And 800 more.");
});

test.each([{ project: 1 }, { project: 77 }])(
  "a create in the hidden project %j says that it does not exist",
  async (ids) => {
    const hidden = { ...allowAll, authorize: async () => "hide" as const };
    const { service } = await createTestHost({ authorizer: hidden });
    const message = "The project does not exist.";
    const creating = service.create({ ...ids, format: "nightly" }, { user: USER });
    await expect(creating).rejects.toMatchObject({ code: "NOT_FOUND", message });
    await expect(service.list({ projectId: ids.project, user: USER })).rejects.toMatchObject({ message });
    await expect(service.get(1, { user: USER })).rejects.toMatchObject({ message: "The export does not exist." });
  },
);

test("a UUID where project ids are numbers names the option that is missing", async () => {
  const { service } = await createTestHost();
  const project = "6f1e7c52-0f0a-4d8e-9d6d-2f5f0c1b7a10";
  const creating = service.create({ project, format: "nightly" }, { user: USER });
  const message = expect.stringContaining('projectIdType: "string"') as string;
  await expect(creating).rejects.toMatchObject({ details: [{ path: ["project"], message }] });
  const naming = service.create({ project: "one", format: "nightly" }, { user: USER });
  await expect(naming).rejects.toMatchObject({
    details: [{ message: "The project must be an id: a whole number." }],
  });
});

test("a project's id as text of digits is recorded and authorized as a number", async () => {
  const asked: unknown[] = [];
  const authorizer = {
    ...allowAll,
    authorize: async ({ projectId }: { projectId: unknown }) => (asked.push(projectId), "allow" as const),
  };
  const host = await createTestHost({ authorizer });
  const record = await host.create({ project: "1", format: "nightly" });
  expect([record.projectId, asked]).toEqual([1, [1]]);
});
