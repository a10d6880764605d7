import type { Scope } from "../../contracts/scope.js";
import { compareIds } from "../model/compare-ids.js";
import type { Named, Occurrence, OccurrenceEvent, Taxon } from "../model/occurrence.js";
import type { OccurrenceSnapshot } from "../model/occurrence-source.js";

/** For which taxa an archive says that an event did not find them. */
export interface AbsenceOptions {
  /** The taxa that every event looked for: a list, or what the snapshot gives. Each id once. */
  readonly taxa:
    | readonly Taxon[]
    | ((context: {
        readonly scope: Scope;
        readonly snapshot: OccurrenceSnapshot;
        readonly signal: AbortSignal;
      }) => readonly Taxon[] | Promise<readonly Taxon[]>);
  /** Whether the effort of an event is enough to say that what was not found was absent. */
  supports(event: OccurrenceEvent): boolean;
  /** The most rows that they may be, by the estimate before the first row is read: events times taxa. By default 1,000,000. */
  readonly limit?: number;
}

/** @throws TypeError for options that cannot be meant. */
export function checkAbsences({ taxa, supports, limit = 1 }: AbsenceOptions): void {
  if (typeof supports !== "function") throw new TypeError("absences.supports must be a function of an event.");
  if (!Number.isSafeInteger(limit) || limit < 1) throw new TypeError("absences.limit must be an integer from 1.");
  if (typeof taxa !== "function") checkAbsentTaxa(taxa);
}

/** @throws TypeError for what is no list of taxa, each with a name and an id of its own. */
export function checkAbsentTaxa(taxa: readonly Taxon[]): void {
  if (!Array.isArray(taxa)) throw new TypeError("absences.taxa must be a list of taxa.");
  const ids = new Set(taxa.map(({ id }) => String(id)));
  if (ids.size < taxa.length) throw new TypeError("absences.taxa has a taxon twice.");
  if (taxa.some(({ name }) => typeof name !== "string" || name.trim() === ""))
    throw new TypeError("absences.taxa has a taxon without a name.");
}

const ABSENCE = Symbol.for("vasculum.absence");

/** A taxon that an event did not find, in the shape of an occurrence of no animal. */
export function createAbsence(project: Named, event: OccurrenceEvent, taxon: Taxon): Occurrence {
  const absence = {
    id: absenceId(event, taxon),
    project: { id: project.id, name: project.name },
    event,
    deployment: event.deployment,
    determination: taxon,
    determinationScore: null,
    createdAt: null,
    updatedAt: event.updatedAt,
    count: 0,
    ...(event.protection === undefined ? {} : { protection: event.protection }),
    [ABSENCE]: true,
  };
  return absence;
}

/** Whether an occurrence stands for a taxon that was not found. */
export function isAbsence(occurrence: Occurrence): boolean {
  return ABSENCE in occurrence;
}

/** The order of ids, with absences after all occurrences. */
export function compareWithAbsences(a: string | number, b: string | number): number {
  const last = Number(isAbsenceId(a)) - Number(isAbsenceId(b));
  return last === 0 ? compareIds(a, b) : last;
}

/** The taxa in the order in which an event's absences are written. */
export function inAbsenceOrder(taxa: readonly Taxon[]): readonly Taxon[] {
  return taxa.toSorted((a, b) => compareIds(`${a.id}`, `${b.id}`));
}

const PREFIX = "absence:";

function absenceId(event: OccurrenceEvent, taxon: Taxon): string {
  return `${PREFIX}${event.id}:${taxon.id}`;
}

function isAbsenceId(id: string | number): boolean {
  return typeof id === "string" && id.startsWith(PREFIX);
}
