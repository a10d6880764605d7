import type { NewExport } from "../../contracts/export-store.js";

/**
 * Creates a pending export as core gives it to `ExportStore.create`, with a test's own members.
 *
 * @example
 * ```ts
 * const store = createMemoryStore();
 * for (const projectId of [7, 8]) await store.create(createNewExport({ projectId }), { dueInMs: 60_000 });
 * ```
 */
export function createNewExport(overrides: Partial<NewExport> = {}): NewExport {
  return {
    user: { id: 1, name: "Ada" },
    projectId: 7,
    format: "occurrences_simple_csv",
    filters: {},
    filtersDisplay: {},
    options: {},
    status: "pending",
    error: null,
    warnings: [],
    fileKey: null,
    filename: null,
    contentType: null,
    recordCount: null,
    fileSize: null,
    sha256: null,
    uploadKey: null,
    discarded: [],
    deleted: false,
    ...overrides,
    job: {
      name: "Export",
      state: "PENDING",
      progress: { summary: { status: "PENDING", progress: 0 }, stages: [], errors: [], logs: [] },
      result: null,
      attempts: 0,
      token: null,
      cancelRequested: false,
      ...overrides.job,
    },
  };
}
