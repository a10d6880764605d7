import { expect, test } from "vitest";
import { NightlyExporter } from "../support/nightly-exporter.js";
import { allowAll, createTestHost, USER } from "../support/test-host.js";

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
  [{ project: "1", format: "nightly" }, "INVALID_REQUEST"],
  [{ project: 1.5, format: "nightly" }, "INVALID_REQUEST"],
  [{ project: 2 ** 53 + 1, format: "nightly" }, "INVALID_REQUEST"],
  [{ project: 1, format: "nightly", filters: [] }, "INVALID_REQUEST"],
  [{ project: 1, format: "nightly", filters: "moths_min=1" }, "INVALID_REQUEST"],
  [{ project: 1, format: "nightly", filters: { moths_min: "1" } }, "INVALID_FILTERS"],
  [{ project: 1, format: "nightly", filters: { moths_min: null } }, "INVALID_FILTERS"],
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

test("a hidden project reads as one that is not there", async () => {
  const host = await createTestHost({ authorizer: { ...allowAll, authorize: async () => "hide" } });
  await expect(host.create()).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("nobody is told to say who they are", async () => {
  const host = await createTestHost({ authorizer: { ...allowAll, authorize: async () => "deny" } });
  await expect(host.service.create({ project: 1, format: "nightly" }, { user: null })).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});

test("an authorizer that fails lets nobody in", async () => {
  const failing = async (): Promise<never> => {
    throw new Error("down");
  };
  const host = await createTestHost({ authorizer: { ...allowAll, authorize: failing } });
  await expect(host.service.create({ project: 1, format: "nightly" }, { user: USER })).rejects.toMatchObject({ code: "AUTHORIZER_FAILED" });
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
