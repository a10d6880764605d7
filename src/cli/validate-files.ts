import type { ArchiveReport } from "../dwca/validator/archive-report.js";
import { validateArchive } from "../dwca/validator/validate-archive.js";
import { formatReport, formatSummary, printable } from "./format-report.js";
import type { ValidateCommand } from "./parse-command.js";
import { createProgressBar } from "./progress-bar.js";
import type { CliOutput } from "./cli-output.js";

/** Validates files one after the other, and prints what was found. @returns the exit status. */
export async function validateFiles(command: ValidateCommand, output: CliOutput): Promise<number> {
  let status = 0;
  for (const file of command.files) {
    const report = await validateFile(file, command, output);
    status = Math.max(status, report === null ? 2 : report.valid ? 0 : 1);
    if (report !== null) output.stdout.write(format(file, report, command));
  }
  return status;
}

/** @returns null when the file cannot be opened, which was said. */
async function validateFile(file: string, command: ValidateCommand, output: CliOutput): Promise<ArchiveReport | null> {
  const { level, maxIssues, maxInflated, showValues } = command;
  const bar = createProgressBar(output.stderr);
  try {
    return await validateArchive(file, {
      ...{ level, maxIssues, showValues },
      // Who says how much may come out has no use for a guess at it.
      ...(maxInflated === null ? {} : { limits: { inflated: maxInflated, ratio: Number.POSITIVE_INFINITY } }),
      onProgress: (done, total) => bar.show(done, total),
    });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    output.stderr.write(`${printable(file)}: cannot be read${code}\n`);
    return null;
  } finally {
    bar.clear();
  }
}

function format(file: string, report: ArchiveReport, { json, files }: ValidateCommand): string {
  if (json) return `${JSON.stringify({ file, ...report })}\n`;
  return files.length === 1 ? formatReport(file, report) : formatSummary(file, report);
}
