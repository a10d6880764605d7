import { expect, test } from "vitest";
import type { Authorizer } from "../../src/contracts/authorizer.js";
import { csv } from "../../src/formats/csv.js";
import { createRowExporter } from "../../src/formats/create-row-exporter.js";
import { createSensitivityPolicy } from "../../src/sensitivity/create-sensitivity-policy.js";
import { createMemorySource } from "../../src/sources/memory/create-memory-source.js";
import { allowAll, createTestHost, USER } from "../support/test-host.js";

const ROWS = [{ id: 1, name: "Parnassius apollo", night: "oak-14" }];
const exporter = createRowExporter({
  source: createMemorySource(ROWS, { key: ({ id }) => id, inScope: () => true }),
  format: csv<(typeof ROWS)[number]>([
    { name: "name", term: "dwc:scientificName", value: ({ name }) => name },
    { name: "night", term: "dwc:eventID", value: ({ night }) => night },
  ]),
  policy: createSensitivityPolicy({
    taxa: [{ name: "Parnassius apollo" }],
    secret: "a secret of more than 32 characters",
  }),
});

async function hostThatAnswers(mayReadExact: NonNullable<Authorizer["mayReadExact"]>) {
  return await createTestHost({ exporter, authorizer: { ...allowAll, mayReadExact } });
}

test("a user who may no longer have exact places cannot download an exact file", async () => {
  let entitled = true;
  const host = await hostThatAnswers(async () => entitled);
  const { id, warnings } = await host.createAndRun();
  expect(warnings).toMatchObject([{ code: "SENSITIVE_PLACES_EXACT" }]);
  expect(String(await host.bytes(id))).toContain("oak-14");
  entitled = false;
  await expect(host.service.file(id, { user: USER })).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
});

test("a user without exact places can download a file that has none", async () => {
  const host = await hostThatAnswers(async () => false);
  const { id } = await host.createAndRun();
  expect(String(await host.bytes(id))).not.toContain("oak-14");
});

test("an exact file cannot be downloaded while the host cannot say who may", async () => {
  let ask: NonNullable<Authorizer["mayReadExact"]> = async () => true;
  const host = await hostThatAnswers((request) => ask(request));
  const { id } = await host.createAndRun();
  ask = () => {
    throw new Error("the directory is down");
  };
  await expect(host.service.file(id, { user: USER })).rejects.toMatchObject({ code: "AUTHORIZER_FAILED" });
});

test("a run makes no file while the host cannot say who may have exact places", async () => {
  let ask: NonNullable<Authorizer["mayReadExact"]> = async () => false;
  const host = await hostThatAnswers((request) => ask(request));
  const { id } = await host.create();
  ask = async () => {
    throw new Error("the directory is down");
  };
  await host.service.run(id);
  const { fileKey, warnings } = await host.stored(id);
  expect({ fileKey, warnings }).toEqual({ fileKey: null, warnings: [] });
  expect(host.errors.map(({ code }) => code)).toContain("AUTHORIZER_FAILED");
});
