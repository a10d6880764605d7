import type { ArchiveCheckCode } from "../../../src/dwca/checks/archive-checks.js";
import type { ArchiveLimits } from "../../../src/dwca/reader/archive-limits.js";
import { DESCRIPTOR_FAULTS } from "./descriptor-faults.js";
import { METADATA_FAULTS } from "./metadata-faults.js";
import { ROW_FAULTS } from "./row-faults.js";
import { VALUE_FAULTS } from "./value-faults.js";
import { ZIP_FAULTS } from "./zip-faults.js";

/** An archive with one fault. */
export interface Fault {
  readonly bytes: () => Buffer;
  /** What else the fault brings with it. */
  readonly also?: readonly ArchiveCheckCode[];
  readonly limits?: Partial<ArchiveLimits>;
}

/** For each code, archives that have that fault alone. */
export const FAULTS: Readonly<Record<ArchiveCheckCode, readonly Fault[]>> = {
  ...ZIP_FAULTS,
  ...DESCRIPTOR_FAULTS,
  ...METADATA_FAULTS,
  ...ROW_FAULTS,
  ...VALUE_FAULTS,
};
