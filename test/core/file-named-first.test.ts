import { expect, test } from "vitest";
import { NightlyExporter } from "../support/nightly-exporter.js";
import { createTestHost } from "../support/test-host.js";

test("the project's name is read before the first row, so that a name that fails costs no work", async () => {
  const steps: string[] = [];
  class Exporter extends NightlyExporter {
    override async projectName(): Promise<string | null> {
      steps.push("name");
      if (steps.length === 1) throw new TypeError("the project table is locked");
      return await super.projectName();
    }
    override async export(): Promise<string> {
      steps.push("rows");
      return await super.export();
    }
  }
  const host = await createTestHost({ exporter: Exporter });
  const { id } = await host.create();
  await host.service.run(id);
  expect(steps).toEqual(["name"]);
  expect(await host.stored(id)).toMatchObject({ status: "failed", error: { code: "EXPORTER_FAILED" } });
});
