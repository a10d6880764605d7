import { expect, test } from "vitest";
import type { AuthorizationRequest, Authorizer } from "../../src/contracts/authorizer.js";
import { createExportHandler } from "../../src/http/create-export-handler.js";
import type { ExportJson } from "../../src/http/wire-schemas.js";
import { createTestHost, USER } from "../support/test-host.js";

const READS = ["read", "download", "create", "run"];

async function permissionHost(allowed: readonly string[]) {
  const asked: AuthorizationRequest[] = [];
  const authorizer: Authorizer = {
    authorize: async (request) => {
      asked.push(request);
      return allowed.includes(request.action) || request.projectId === 2 ? "allow" : "deny";
    },
    readableProjects: async () => "all",
  };
  const host = await createTestHost({ authorizer });
  const errors: unknown[] = [];
  const handler = createExportHandler({
    service: host.service,
    authenticate: () => USER,
    onError: (error) => void errors.push(error),
  });
  const read = async (path: string) => {
    asked.length = 0;
    const response = await handler(new Request(`http://example.org/exports/${path}`));
    return (await response.json()) as ExportJson & { readonly results: readonly ExportJson[] };
  };
  return { ...host, read, asked, errors, authorizer };
}

test("a record names what the user may do with it", async () => {
  const { create, read } = await permissionHost([...READS, "delete", "cancel"]);
  const { id } = await create();
  expect((await read(`${id}/`)).user_permissions).toEqual(["delete", "cancel"]);
});

test("a list names what the user may create, and asks once for each project", async () => {
  const { create, read, asked } = await permissionHost([...READS, "retry"]);
  for (const project of [1, 1, 1, 2, 2]) await create({ project, format: "nightly" });
  const all = await read("?ordering=id");
  expect(all.user_permissions).toEqual([]);
  expect(all.results.map((one) => one.user_permissions)).toEqual([
    ...Array(3).fill(["retry"]),
    ...Array(2).fill(["update", "delete", "cancel", "retry"]),
  ]);
  const questions = asked.map(({ action, projectId }) => `${action} ${projectId}`);
  expect(questions).toHaveLength(8);
  expect(new Set(questions).size).toBe(8);
  expect((await read("?project_id=1")).user_permissions).toEqual(["create"]);
});

test("a user who may only read gets empty lists", async () => {
  const { create, read, authorizer } = await permissionHost(READS);
  await create();
  authorizer.authorize = async ({ action }) => (action === "read" ? "allow" : "deny");
  const list = await read("?project_id=1");
  expect([list.user_permissions, list.results[0]!.user_permissions]).toEqual([[], []]);
});

test("an authorizer that fails permits nothing, and does not lose the answer", async () => {
  const { create, read, authorizer, errors } = await permissionHost(READS);
  const { id } = await create();
  authorizer.authorize = async ({ action }) => (action === "read" ? "allow" : Promise.reject(new TypeError("down")));
  expect(await read(`${id}/`)).toMatchObject({ id, user_permissions: [] });
  expect(errors).toMatchObject([{ code: "AUTHORIZER_FAILED" }]);
});
