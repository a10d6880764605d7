/** The address of the files of Camtrap DP 1.0.2. */
const BASE = "https://raw.githubusercontent.com/tdwg/camtrap-dp/1.0.2/";

/** The address of the profile that datapackage.json follows. */
export const CAMTRAP_PROFILE = `${BASE}camtrap-dp-profile.json`;

/** The address of a table's schema. */
export function camtrapSchema(file: string): string {
  return BASE + file;
}

/** The texts that readers of a table take for no value. */
export const MISSING_VALUES: readonly string[] = Object.freeze(["", "NA", "NaN", "nan"]);

/** Date and time with an offset. */
export const DATE_TIME = "%Y-%m-%dT%H:%M:%S%z";
export const REQUIRED = Object.freeze({ required: true } as const);
export const KEY = Object.freeze({ required: true, unique: true } as const);
