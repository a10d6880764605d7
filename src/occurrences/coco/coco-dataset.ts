import type { Occurrence } from "../model/occurrence.js";
import type { ProjectDescription } from "../model/occurrence-source.js";
import { publicName } from "../model/person-label.js";
import { compareTimestamps, timestampLabel } from "../model/timestamps.js";

/** Words about the dataset. What is left out comes from the project. */
export interface CocoDataset {
  readonly title?: string | undefined;
  /** An address, or a name such as `CC-BY-4.0`. */
  readonly license?: string | undefined;
  readonly contributor?: string | undefined;
  /** By default `<contributor> (<year>). <title>.` */
  readonly citation?: string | undefined;
  /** By default `1.0`. */
  readonly version?: string | undefined;
}

/** The members `licenses` and `info`. */
export interface CocoInfo {
  readonly licenses: readonly { readonly id: 1; readonly name: string; readonly url?: string }[];
  readonly info: Readonly<Record<string, string | number>>;
}

/**
 * The dataset in the words of the host, else of its project. It is dated by its newest row, so that equal data have equal bytes.
 *
 * @param updatedAt - of the newest row; null where no row says.
 */
export function cocoInfo(given: CocoDataset, project: ProjectDescription, updatedAt: string | null): CocoInfo {
  const title = given.title ?? project.name;
  const contributor = given.contributor ?? publicName(project.rightsHolder) ?? publicName(project.ownerName);
  const license = licenseOf(given, project);
  const year = updatedAt === null ? null : Number(updatedAt.slice(0, 4));
  const citation =
    given.citation ?? `${contributor === null ? "" : `${contributor} `}${year === null ? "" : `(${year}). `}${title}.`;
  return {
    licenses: license === null ? [] : [{ id: 1, name: license, ...(isAddress(license) ? { url: license } : {}) }],
    info: {
      ...{ version: given.version ?? "1.0", description: title },
      ...(contributor === null ? {} : { contributor }),
      ...(year === null || updatedAt === null ? {} : { year, date_created: timestampLabel(updatedAt) }),
      ...(license === null ? {} : { license }),
      citation,
    },
  };
}

/** The licence of the pictures; null where nobody says. */
export function licenseOf(given: CocoDataset, project: ProjectDescription): string | null {
  return (given.license ?? project.license)?.trim() || null;
}

/** The newest of the times at which rows changed. A date alone does not count: it is a coarse one. */
export class NewestTime {
  newest: string | null = null;

  add({ updatedAt, createdAt, event }: Pick<Occurrence, "updatedAt" | "createdAt" | "event">): void {
    for (const time of [updatedAt, createdAt, event?.updatedAt]) this.addTime(time);
  }

  addTime(time: string | null | undefined): void {
    if (!time?.includes("T")) return;
    if (this.newest === null || compareTimestamps(time, this.newest) > 0) this.newest = time;
  }
}

function isAddress(license: string): boolean {
  return /^https?:\/\//i.test(license);
}
