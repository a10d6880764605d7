import type { JobProgress, JobStage, JobState } from "../../contracts/job-progress.js";
import { dataExportStage, uploadingStage } from "../lifecycle/job-stages.js";

/** The most that a stage shows before it is done. */
const ALMOST = 0.999;

type Stage = "exporting" | "uploading" | "done";

/** The progress of one attempt. Starts clean, never falls, and shows 1 for a stage only when the stage is done. */
export class ProgressTracker {
  #exported = 0;
  #total: number | null = null;
  #uploaded = 0;
  #size = 0;
  #fileUrl: string | null = null;
  #stage: Stage = "exporting";
  #endedAs: JobState | null = null;
  readonly #logs: readonly string[];

  /** @param logs - of the attempts before. */
  constructor(logs: readonly string[] = []) {
    this.#logs = logs;
  }

  expect(total: number): void {
    this.#total = total;
  }

  addExported(rows: number): void {
    this.#exported += rows;
  }

  startUpload(size: number): void {
    this.#stage = "uploading";
    this.#size = size;
  }

  /** Bytes read by the storage so far; reading the file again, as a retried part does, does not set it back. */
  uploadedTo(position: number): void {
    this.#uploaded = Math.max(this.#uploaded, position);
  }

  /** The file is published. */
  finish(fileUrl: string | null): void {
    this.#stage = "done";
    this.#fileUrl = fileUrl;
  }

  /** The attempt is over without a file: the stage that ran shows how. */
  end(state: JobState): void {
    this.#endedAs = state;
  }

  /** The stages as they stand. */
  stages(): readonly [JobStage, JobStage] {
    const [exporting, uploading] = this.#stagesAt(this.#stage, this.#fileUrl);
    return [this.#ended(exporting), this.#ended(uploading)];
  }

  /** Returns the progress that is stored with the publication: nothing shows 1 before it. */
  finished(fileUrl: string | null): JobProgress {
    return {
      summary: { status: "SUCCESS", progress: 1 },
      stages: this.#stagesAt("done", fileUrl),
      errors: [],
      logs: this.#logs,
    };
  }

  /** The key of the stage that runs now. */
  get stageKey(): string {
    const [exporting, uploading] = this.stages();
    return this.#stage === "exporting" ? exporting.key : uploading.key;
  }

  /** The attempt's progress as it stands. */
  snapshot(): JobProgress {
    const stages = this.stages();
    const mean = stages.reduce((sum, stage) => sum + stage.progress, 0) / stages.length;
    const summary = { status: "STARTED", progress: floor3(Math.min(mean, ALMOST)) } as const;
    return { summary, stages, errors: [], logs: this.#logs };
  }

  #ended(stage: JobStage): JobStage {
    return this.#endedAs !== null && stage.status === "STARTED" ? { ...stage, status: this.#endedAs } : stage;
  }

  #stagesAt(stage: Stage, fileUrl: string | null): readonly [JobStage, JobStage] {
    const exporting = stage === "exporting";
    const done = stage === "done";
    const exportState: JobState = exporting ? "STARTED" : "SUCCESS";
    const uploadState: JobState = done ? "SUCCESS" : exporting ? "CREATED" : "STARTED";
    return [
      dataExportStage(exportState, exporting ? share(this.#exported, this.#total) : 1, this.#exported, this.#total),
      uploadingStage(uploadState, done ? 1 : share(this.#uploaded, this.#size), fileUrl),
    ];
  }
}

function share(part: number, whole: number | null): number {
  return whole === null || whole === 0 ? 0 : floor3(Math.min(part / whole, ALMOST));
}

/** Down to three decimals: 996 of 1000 is never shown as all. */
function floor3(value: number): number {
  return Math.floor(value * 1000) / 1000;
}
