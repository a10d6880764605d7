import { parseArgs } from "node:util";

/** What a run of the demonstration was asked for. */
export interface DemoOptions {
  /** How many occurrences the generated season has; without effect on a database that is there. */
  readonly occurrences: number;
  /** The project to export; null for the first there is. */
  readonly project: number | null;
  /** Only this format; null for all. */
  readonly format: string | null;
  /** Only the occurrences of this capture set, in every format; null for the demonstration's own choice. */
  readonly collection: number | null;
  /** The table that an archive's others belong to. */
  readonly core: "event" | "occurrence";
  /** The scientific name of a taxon whose stations no file names; null for none; undefined for the season's own. */
  readonly sensitive: string | null | undefined;
  /** The licence of the archive, in place of the project's. */
  readonly licence: string | null;
  /** Where the files are left. */
  readonly out: string;
  /** Whether the last line is to be JSON. */
  readonly json: boolean;
  /** Whether only the options are to be printed. */
  readonly help: boolean;
}

export const DEMO_HELP = `npm run demo -- [options]
  --occurrences N   how many occurrences the generated season has (2000)
  --project ID      the project to export (the first)
  --format KEY      only this format (all)
  --collection ID   only the occurrences of this capture set
  --core NAME       the core of the archive: event or occurrence (event)
  --sensitive NAME  a taxon whose stations no file names, or none (the season: Actias luna)
  --licence URL     the licence of the archive, in place of the project's
  --out DIR         where the files are left (exports)
  --json            print the result as JSON in the last line
With DATABASE_URL=postgres://... an existing Antenna database is read in place of the generated season.`;

/** Reads the command line. @throws TypeError for an unknown option or an invalid number. */
export function parseDemoOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      occurrences: { type: "string", default: "2000" },
      project: { type: "string" },
      format: { type: "string" },
      collection: { type: "string" },
      core: { type: "string", default: "event" },
      licence: { type: "string" },
      sensitive: { type: "string" },
      out: { type: "string", default: "exports" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return {
    occurrences: wholeNumber("occurrences", values.occurrences),
    project: values.project === undefined ? null : wholeNumber("project", values.project),
    format: values.format ?? null,
    collection: values.collection === undefined ? null : wholeNumber("collection", values.collection),
    core: coreOf(values.core),
    licence: values.licence ?? null,
    sensitive: values.sensitive === "none" ? null : values.sensitive,
    out: values.out,
    json: values.json,
    help: values.help,
  };
}

function coreOf(text: string): "event" | "occurrence" {
  if (text === "event" || text === "occurrence") return text;
  throw new TypeError(`--core takes event or occurrence, not "${text}".`);
}

function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new TypeError(`--${name} takes a whole number from 1, not "${text}".`);
}
