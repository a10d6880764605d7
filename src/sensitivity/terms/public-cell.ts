import type { SensitivityCategory } from "../category.js";
import { coarseDate } from "../coarse-date.js";
import { gridPoint, type GridPoint, type Point } from "../grid.js";
import type { DatePrecision } from "../policy-options.js";
import type { SensitivityPolicy } from "../sensitivity-policy.js";
import type { RowGuard } from "./guarded-row.js";
import { addressesOf } from "./term-reader.js";
import type { Treatment } from "./treatment-of.js";

/** A cell as its row has it, and where that row is. */
export interface GivenCell<Value> {
  readonly treatment: Treatment;
  value(): Value;
  point(): Point | null;
}

type Public<Value> = Value | string | number | null;

/** Returns the public value of a cell. */
export function publicCell<Value>(
  cell: GivenCell<Value>,
  { policy, guard }: { readonly policy: SensitivityPolicy; readonly guard: RowGuard },
): Public<Value> {
  const { category } = guard;
  if (category === null) return withoutMedia(cell, guard);
  const place = placed(cell, category);
  if (place !== undefined) return place;
  const note = notes(cell.treatment, policy, category);
  if (note !== undefined) return note;
  const value = cell.value();
  if (value === null || value === undefined || value === "" || typeof value === "object") return null;
  const text = String(value);
  const dates = policy.mode === "detach" && policy.dates === "exact" ? "day" : policy.dates;
  return said(cell.treatment, { value, text, dates, policy, guard });
}

function said<Value>(
  treatment: Treatment,
  given: {
    readonly value: Value;
    readonly text: string;
    readonly dates: DatePrecision;
    readonly policy: SensitivityPolicy;
    readonly guard: RowGuard;
  },
): Public<Value> {
  const { value, text, dates, policy, guard } = given;
  const detached = policy.mode === "detach";
  const unless = (hidden: boolean) => (hidden ? null : value);
  if (treatment === "public") return value;
  if (treatment === "place") return policy.wording.locality;
  if (treatment === "text") return policy.wording.text;
  if (treatment === "id") return detached ? policy.surrogate("id", guard.projectId, text) : value;
  if (treatment === "station") return detached ? null : policy.surrogate("station", guard.projectId, text);
  if (treatment === "effort") return unless(detached);
  if (treatment === "date") return datedText(text, dates);
  if (treatment === "month") return unless(dates === "year");
  if (treatment === "day") return unless(dates === "year" || dates === "month");
  if (treatment === "time") return unless(dates !== "exact");
  if (treatment !== "media") return null;
  const links = addressesOf(text).map((id) =>
    policy.mediaUrl({ kind: "capture", id, publicId: policy.surrogate("media", guard.projectId, id) }),
  );
  return links.filter((link) => link !== null).join(" | ") || null;
}

/** Undefined for a cell that is no coordinate. Where nothing is stated the uncertainty is the grid's. */
function placed(cell: GivenCell<unknown>, category: SensitivityCategory): number | null | undefined {
  const { treatment } = cell;
  if (treatment !== "latitude" && treatment !== "longitude" && treatment !== "uncertainty") return undefined;
  const point = category === "withheld" ? null : cell.point();
  if (point === null || category === "withheld") return null;
  const place: GridPoint = gridPoint(point, category);
  if (treatment === "latitude") return place.latitude;
  if (treatment === "longitude") return place.longitude;
  const stated = Number(cell.value() ?? 0);
  return place.uncertaintyInMeters + (Number.isFinite(stated) && stated > 0 ? stated : 0);
}

function notes(treatment: Treatment, policy: SensitivityPolicy, category: SensitivityCategory): string | undefined {
  if (treatment === "withheldNote") return policy.notesOf(category).informationWithheld;
  return treatment === "generalizationNote" ? policy.notesOf(category).dataGeneralizations : undefined;
}

/** Text that is no date of ISO 8601 may say anything. */
function datedText(text: string, dates: DatePrecision): string | null {
  return /^\d{4}(?:-\d{2}(?:-\d{2}(?:[T ][\d:.,+Z-]*)?)?)?(?:\/[\dT:.,+Z-]+)?$/.test(text) ? coarse(text, dates) : null;
}

function coarse(text: string, dates: DatePrecision): string {
  const [start = ""] = text.split("/");
  return dates === "exact" ? text : coarseDate(start, dates);
}

function withoutMedia<Value>(cell: GivenCell<Value>, guard: RowGuard): Value | null {
  const value = cell.value();
  if (cell.treatment !== "media" && cell.treatment !== "link") return value;
  return typeof value === "string" && addressesOf(value).some((address) => guard.withholds(address)) ? null : value;
}
