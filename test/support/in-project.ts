import { inject } from "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    /** The project of vitest.config.ts that runs. */
    project: "unit" | "services" | "package";
  }
}

/**
 * What a `*.databases.test.ts`, which two projects run, tests in each of them: `unit` what needs no server, `services` the rest. It is
 * imported when it is asked for, so that `unit` loads nothing of servers.
 */
export async function inProject<T>(tested: {
  readonly unit: () => Promise<T>;
  readonly services: () => Promise<T>;
}): Promise<T> {
  return inject("project") === "unit" ? await tested.unit() : await tested.services();
}
