import type { CliOutput } from "./cli-output.js";

const WIDTH = 30;
const EVERY_MS = 100;

/** Shows how far something is. */
export interface ProgressBar {
  show(done: number, total: number): void;
  clear(): void;
}

/** A bar on a terminal, drawn at most ten times a second; nothing anywhere else. */
export function createProgressBar(stream: CliOutput["stderr"]): ProgressBar {
  if (stream.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  let last = -EVERY_MS;
  let drawn = false;
  return {
    show: (done, total) => {
      if (performance.now() - last < EVERY_MS) return;
      last = performance.now();
      drawn = true;
      const part = total === 0 ? 1 : Math.min(1, done / total);
      const full = Math.floor(part * WIDTH);
      stream.write(`\r[${"#".repeat(full)}${" ".repeat(WIDTH - full)}] ${Math.floor(part * 100)}%`);
    },
    clear: () => {
      if (drawn) stream.write(`\r${" ".repeat(WIDTH + 7)}\r`);
    },
  };
}
