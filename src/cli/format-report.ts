import { ARCHIVE_CHECKS } from "../dwca/checks/archive-checks.js";
import { NAMESPACES } from "../values/namespaces.js";
import type { ArchiveIssue, ArchiveReport } from "../dwca/validator/archive-report.js";

/** Formats the findings in one file: a line, and below it each issue with its remedy. */
export function formatReport(file: string, report: ArchiveReport): string {
  const { issues, omitted, notChecked } = report;
  const more = omitted === 0 ? "" : `\n${omitted} more issues are not listed; see --max-issues.\n`;
  const left = `\nNot checked: ${notChecked.length} codes; --json lists them.\n`;
  return `${verdict(file, report)}\n${issues.map(formatIssue).join("")}${more}${left}`;
}

/** One line for a file of many, with the codes of what was found. */
export function formatSummary(file: string, report: ArchiveReport): string {
  const codes = [...new Set(report.issues.map(({ code }) => code))];
  return `${verdict(file, report)}${codes.length === 0 ? "" : `: ${codes.join(", ")}`}\n`;
}

/** A text of unknown origin, without what would steer a terminal. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, "\ufffd");
}

function verdict(file: string, { valid, issues, rows }: ArchiveReport): string {
  const errors = issues.filter(({ level }) => level === "error").length;
  const counts = [plural(errors, "error"), plural(issues.length - errors, "warning"), plural(rows, "row")].join(", ");
  return `${printable(file)}: ${valid ? "valid" : "invalid"} (${counts})`;
}

function formatIssue({ code, level, file, line, column, term, count, value }: ArchiveIssue): string {
  const place = [
    file === null ? "" : line === null ? file : `${file}:${line}`,
    column === null ? "" : `column ${column}`,
    term === null ? "" : shortTerm(term),
    count === 1 ? "" : `${count} times`,
    value === undefined ? "" : `"${value}"`,
  ];
  const { sentence, remedy } = ARCHIVE_CHECKS[code];
  const where = printable(place.filter((part) => part !== "").join(", "));
  return `\n${level} ${code}${where === "" ? "" : `  ${where}`}\n  ${sentence}\n  ${remedy}\n`;
}

/** `dwc:eventDate` for a term of a namespace that people know by its prefix. */
function shortTerm(term: string): string {
  const known = Object.entries(NAMESPACES).find(([, namespace]) => term.startsWith(namespace));
  return known === undefined ? term : `${known[0]}:${term.slice(known[1].length)}`;
}

function plural(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}
