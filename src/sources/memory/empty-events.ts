import type { Id } from "../../contracts/id.js";
import type { OccurrenceQuery, OccurrenceRestriction } from "../../occurrences/model/occurrence-query.js";
import type { DatasetIndex, DatasetRow } from "./dataset-index.js";

type Event = DatasetRow<"events">;
type Kind = OccurrenceRestriction["kind"];
type Restriction<K extends Kind> = Extract<OccurrenceRestriction, { readonly kind: K }>;
type EventTest = (event: Event) => boolean;

/** The standing in a query of an event without any occurrence of it. */
export type EmptyStanding = "empty" | "left_out" | "unasked";

const every = (): EventTest => () => true;
const none = (): EventTest => () => false;

/**
 * The tests of each restriction on an event that has no occurrence. Restrictions about animals ask nothing: such an
 * event has none. A list of occurrences asks for no other event than theirs. Whoever adds a kind decides here.
 */
const TESTS: { readonly [K in Kind]: (restriction: Restriction<K>, index: DatasetIndex) => EventTest } = {
  collection: ({ id }, index) => hasCapture(index, index.collection(id)?.captureIds ?? []),
  capture: ({ id }, index) => hasCapture(index, [id]),
  deployment:
    ({ id }) =>
    ({ deploymentId }) =>
      deploymentId === id,
  site:
    ({ id }, index) =>
    ({ deploymentId }) =>
      index.deployment(deploymentId)?.siteId === id,
  device:
    ({ id }, index) =>
    ({ deploymentId }) =>
      index.deployment(deploymentId)?.deviceId === id,
  event: (restriction) => (event) => event.id === restriction.id,
  dates:
    ({ start, end }) =>
    (event) =>
      (start === null || lastDay(event) >= start) && (end === null || firstDay(event) <= end),
  outside: ({ deploymentIds, eventIds }) => {
    const [deployments, events] = [new Set(deploymentIds), new Set(eventIds)];
    return ({ id, deploymentId }) => !events.has(id) && !(deploymentId !== null && deployments.has(deploymentId));
  },
  taxon: every,
  taxa_list: every,
  not_taxa_list: every,
  rank: every,
  algorithm: every,
  not_algorithm: every,
  ids: none,
  verified: every,
  verified_by_me: every,
  score_min: every,
  project_defaults: every,
  has_event: every,
  own: every,
};

/**
 * Returns the standing in a query of events without any occurrence of it. An event is empty where no record at all
 * points at it. A restriction of the host's own is a question about an occurrence, so that no event is known to meet
 * it.
 */
export function emptyStanding(
  { restrictions }: OccurrenceQuery,
  { index, occurrences }: { readonly index: DatasetIndex; readonly occurrences: readonly DatasetRow<"occurrences">[] },
): (event: Event) => EmptyStanding {
  const occupied = new Set(occurrences.map(({ eventId }) => eventId));
  const tests = restrictions.map((restriction) => eventTest(restriction, index));
  const isKnown = !restrictions.some(({ kind }) => kind === "own");
  return (event) => {
    if (!tests.every((test) => test(event))) return "unasked";
    return isKnown && !occupied.has(event.id) ? "empty" : "left_out";
  };
}

function eventTest<K extends Kind>(restriction: Restriction<K>, index: DatasetIndex): EventTest {
  const kind = restriction.kind as K; // what Restriction<K> says, which the compiler does not follow
  return TESTS[kind](restriction, index);
}

function hasCapture(index: DatasetIndex, captureIds: readonly Id[]): EventTest {
  const eventIds = new Set(captureIds.map((id) => index.capture(id)?.eventId));
  return ({ id }) => eventIds.has(id);
}

/** The day on which an event begins: of a month or a year the first. */
function firstDay({ start }: Event): string {
  const [date = ""] = start.split("/");
  return padded(date, "-01-01");
}

/** The day on which an event ends, or begins where no end is known: of a month or a year the last. */
function lastDay({ start, end }: Event): string {
  return padded(end ?? start.split("/").at(-1) ?? "", "-12-31");
}

function padded(timestamp: string, day: string): string {
  const date = timestamp.slice(0, "YYYY-MM-DD".length);
  return date + day.slice(date.length - "YYYY".length);
}
