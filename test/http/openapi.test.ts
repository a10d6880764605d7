import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import type { FilterBackend } from "../../src/contracts/filter-backend.js";
import { ExportRegistry } from "../../src/core/exporters/export-registry.js";
import { createExportHandler } from "../../src/http/create-export-handler.js";
import { formatsSchema } from "../../src/http/wire-schemas.js";
import { NightlyExporter, type NightQuery } from "../support/nightly-exporter.js";
import { createTestHost } from "../support/test-host.js";
import { serveFace } from "./web-hosts.js";

/** Filters of every kind that a schema can have trouble with. */
class OddFilter implements FilterBackend<NightQuery> {
  readonly schema = z.object({
    since: z.iso.date().optional(),
    either: z.union([z.int(), z.string()]).optional(),
    changed: z.string().transform(Number).optional(),
    tree: z.json().optional(),
    checked: z
      .string()
      .refine((text) => text.length > 2)
      .optional(),
  });

  apply(query: NightQuery): NightQuery {
    return query;
  }
}

class OddExporter extends NightlyExporter {
  override getFilterBackends() {
    return [new OddFilter()];
  }
}

async function documentOf(options: Parameters<typeof createTestHost>[0] = {}) {
  const { service } = await createTestHost(options);
  const url = await serveFace({ service });
  const response = await fetch(`${url}/exports/openapi.json`);
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json"]);
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  return { document: (await response.json()) as any, url };
}

test.each([
  ["one format", {}],
  ["filters of every kind", { exporter: OddExporter }],
  ["no format", { registry: new ExportRegistry() }],
  ["projects named by texts", { projectIdType: "string" as const }],
])("the document is valid OpenAPI 3.1 with %s", async (_name, options) => {
  const { document } = await documentOf(options);
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  expect(errors).toBeUndefined();
  expect([valid, validator.version]).toEqual([true, "3.1"]);
});

test("every reference leads to something in the document", async () => {
  const { document } = await documentOf({ exporter: OddExporter });
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]*)"/g)].map(([, path]) => path!);
  expect(references.length).toBeGreaterThan(5);
  const find = (path: string) => path.split("/").reduce((place, key) => place?.[key], document);
  expect(references.filter((path) => find(path) === undefined)).toEqual([]);
});

test("the document names this server, the formats and their filters", async () => {
  const { document, url } = await documentOf();
  expect(document.servers).toEqual([{ url }]);
  expect(Object.keys(document.paths)).toEqual([
    "/exports/",
    "/exports/preview/",
    "/exports/formats/",
    "/exports/openapi.json",
    "/exports/{id}/",
    "/exports/{id}/cancel/",
    "/exports/{id}/retry/",
    "/exports/{id}/download/",
    "/exports/{id}/events/",
  ]);
  const create = JSON.stringify(document.components.schemas.ExportCreate);
  expect(create).toContain('"const":"nightly"');
  expect(create).toContain('"moths_min"');
  expect(document.paths["/exports/"].get.parameters.map(({ name }: { name: string }) => name)).toEqual([
    "limit",
    "offset",
    "ordering",
    "project_id",
    "If-None-Match",
  ]);
});

test("the formats come with the schemas of their filters", async () => {
  const { service } = await createTestHost();
  const url = await serveFace({ service });
  const { formats } = formatsSchema.parse(await (await fetch(`${url}/exports/formats/`)).json());
  expect(formats).toMatchObject([
    {
      format: "nightly",
      filters: {
        type: "object",
        properties: { moths_min: { type: "integer", minimum: 0 } },
        additionalProperties: false,
      },
    },
  ]);
});

test("the description of the formats is made once for all requests and hosts", async () => {
  const { service } = await createTestHost();
  const formats = vi.spyOn(service, "formats");
  const handler = createExportHandler({ service, authenticate: () => null });
  for (const host of ["one", "two"]) {
    const { servers } = (await (await handler(new Request(`http://${host}/exports/openapi.json`))).json()) as {
      readonly servers: unknown;
    };
    expect(servers).toEqual([{ url: `http://${host}` }]);
  }
  const calls = formats.mock.calls.length;
  await handler(new Request("http://one/exports/openapi.json"));
  expect([calls > 0, formats.mock.calls.length]).toEqual([true, calls]);
});
