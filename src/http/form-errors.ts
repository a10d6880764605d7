import type { ErrorDetail } from "../contracts/export-error.js";

/** Sentences under the name of a field; of `filters` and `options` under the name of each key. */
type Sentences = readonly string[] | Readonly<Record<string, readonly string[]>>;

/** The key of sentences that belong to no field, as the reference system names it. */
const NO_FIELD = "non_field_errors";
/** Fields that hold keys of their own. */
const NESTED: ReadonlySet<string> = new Set(["filters", "options"]);
/** The number of sentences that a `detail` repeats. */
const REPEATED = 3;

/** Returns an error as forms of the reference system's clients read it. An error that is no 400 has its `detail` alone. */
export function formErrors(problem: {
  readonly status: number;
  readonly message: string;
  readonly details: readonly ErrorDetail[];
}): Readonly<Record<string, unknown>> {
  const { status, message, details } = problem;
  if (status !== 400 || details.length === 0) return { detail: message };
  const byField = grouped(details, ({ path }) => String(path[0] ?? NO_FIELD));
  const fields = [...byField].map(([field, ofField]) => [field, sentencesOf(field, ofField)]);
  return { ...Object.fromEntries(fields), detail: summary(details) };
}

function sentencesOf(field: string, details: readonly ErrorDetail[]): Sentences {
  const isKeyed = NESTED.has(field) && details.some(({ path }) => path.length > 1);
  if (!isKeyed) return details.map(({ message }) => message);
  const byKey = grouped(details, ({ path }) => String(path[1] ?? NO_FIELD));
  return Object.fromEntries([...byKey].map(([key, ofKey]) => [key, ofKey.map(({ message }) => message)]));
}

/** The first sentences, each after the name of its field, and how many others there are. */
function summary(details: readonly ErrorDetail[]): string {
  const named = details.slice(0, REPEATED).map(({ path, message }) => {
    const field = path.slice(0, NESTED.has(String(path[0])) ? 2 : 1).join(".");
    return field === "" ? message : `${field}: ${message}`;
  });
  const others = details.length - named.length;
  return others > 0 ? `${named.join(" ")} And ${others} more.` : named.join(" ");
}

function grouped(
  details: readonly ErrorDetail[],
  nameOf: (detail: ErrorDetail) => string,
): ReadonlyMap<string, readonly ErrorDetail[]> {
  const groups = new Map<string, ErrorDetail[]>();
  for (const detail of details) {
    const name = nameOf(detail);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [detail]);
    else group.push(detail);
  }
  return groups;
}
