import type { WriteStream } from "node:tty";
import type { Id, JobStage, ProgressReporter } from "vasculum";

const WIDTH = 24;

/**
 * Draws a bar for each stage of the job that runs: on a terminal in place, elsewhere one line when a stage is done.
 */
export function createProgressBars(out: WriteStream, title: (jobId: Id) => string): ProgressReporter {
  const done = new Set<string>();
  const draw = (jobId: Id, stage: JobStage): void => {
    const line = `  ${title(jobId).padEnd(22)} ${stage.name.padEnd(18)} ${bar(stage.progress)}`;
    const key = `${jobId}/${stage.key}`;
    const ended = stage.progress === 1 && !done.has(key);
    if (out.isTTY) out.write(`\r\u001b[2K${line}${ended ? "\n" : ""}`);
    else if (ended) out.write(`${line}\n`);
    if (ended) done.add(key);
  };
  return { addStage: () => undefined, updateStage: draw };
}

function bar(progress: number): string {
  const full = Math.floor(progress * WIDTH);
  return `${"█".repeat(full)}${"░".repeat(WIDTH - full)} ${String(Math.floor(progress * 100)).padStart(3)}%`;
}
