import type { ErrorDetail } from "./export-error.js";

/** One problem of an input, as zod reports it. */
export interface ZodIssueLike {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly message: string;
}

/** The problems that zod found as details of an ExportError, each path below `prefix`. */
export function issueDetails(
  issues: readonly ZodIssueLike[] | undefined,
  prefix: readonly string[] = [],
): ErrorDetail[] {
  return (issues ?? []).map(({ path, code, message }) => ({ path: [...prefix, ...path.map(String)], code, message }));
}

const MOST_DETAILS = 100;
const LONGEST_NAME = 100;
const LONGEST_MESSAGE = 1_000;

/**
 * The first hundred details, with names that a client gave cut to a readable length, and one more that counts the
 * others. An answer must not grow with a client's mistakes.
 */
export function boundedDetails(details: readonly ErrorDetail[]): readonly ErrorDetail[] {
  const listed = details.slice(0, MOST_DETAILS).map(({ path, code, message }) => ({
    path: path.map((part) => (typeof part === "string" ? cut(part, LONGEST_NAME) : part)),
    code,
    message: cut(message, LONGEST_MESSAGE),
  }));
  return details.length <= MOST_DETAILS ? listed : [...listed, moreIssues(details.slice(MOST_DETAILS))];
}

/** One detail in place of others; of those that stand for others already, with their number. */
export function moreIssues(details: readonly ErrorDetail[]): ErrorDetail {
  const more = details.reduce((sum, { code, message }) => {
    return sum + (code === "more_issues" ? Number(/\d+/.exec(message)?.[0] ?? 1) : 1);
  }, 0);
  return { path: [], code: "more_issues", message: `And ${more} more.` };
}

/** Never in the middle of a character. */
function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest).replace(/\p{Cs}$/u, "")}…`;
}
