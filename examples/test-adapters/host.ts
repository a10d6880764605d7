/** The parts of a host that the library plugs into: its rows, its rules, and a page that shows running jobs. */
import { createMemorySource, type Id, type JobStage, type ProgressReporter, projectRoles } from "vasculum";
import type { DataSourceRow } from "vasculum/testing";

/** The host's source: here rows of a list, elsewhere those of a service of its own. */
export function createStationSource(stations: readonly DataSourceRow[]) {
  return createMemorySource(stations, {
    key: ({ id }) => id,
    inScope: ({ project }, { projectId }) => project === projectId,
  });
}

/** The host's rules: user 1 is a Researcher of the draft project 1. */
export const authorizer = projectRoles({
  roleOf: async (userId, projectId) => (userId === 1 && projectId === 1 ? "Researcher" : null),
  isDraft: async (projectId) => (projectId === 1 ? true : null),
  memberProjects: async (userId) => (userId === 1 ? [1] : []),
});

/** The host's page of running jobs: the newest state of each stage. */
export class JobBoard implements ProgressReporter {
  readonly #jobs = new Map<Id, Map<string, JobStage>>();

  addStage(jobId: Id, stage: JobStage): void {
    const stages = this.#jobs.get(jobId) ?? new Map<string, JobStage>();
    this.#jobs.set(jobId, stages.set(stage.key, stage));
  }

  updateStage(jobId: Id, stage: JobStage): void {
    this.addStage(jobId, stage);
  }

  shown(jobId: Id): readonly JobStage[] {
    return [...(this.#jobs.get(jobId)?.values() ?? [])];
  }
}
