import { setImmediate } from "node:timers/promises";
import type { ScratchFile } from "../../reader/scratch-file.js";
import { DEEPEST, KeyFile, type KeyRecord, PARTS } from "./key-file.js";
import { KeySet } from "./key-set.js";

/** A part that takes more than this is spread again. */
const MOST_BYTES = 16 * 1024 ** 2;

/** Keys that must be among others, and what is called with one that is not. */
export interface LinkedKeys {
  readonly keys: KeyFile;
  onOrphan(key: KeyRecord): void;
}

/** The two sets of keys that are compared. */
export interface KeyJoin {
  readonly keys: KeyFile;
  /** Receives a key that was there before; null where that is allowed. */
  readonly onDuplicate: ((key: KeyRecord) => void) | null;
  readonly linked: readonly LinkedKeys[];
}

/**
 * Finds the keys that come twice, and the linked keys that are not among them: exactly, for any number of keys, in the memory of one
 * part. Parts are read one after the other, so duplicates come in no order.
 *
 * @param mostBytes - a part that takes more is spread again, as far as the hash goes.
 */
export async function joinKeys(join: KeyJoin, scratch: ScratchFile, mostBytes = MOST_BYTES): Promise<void> {
  for (let part = 0; part < PARTS; part += 1) {
    if (join.keys.size(part) > mostBytes && join.keys.depth < DEEPEST)
      await joinKeys(spread(join, part, scratch), scratch, mostBytes);
    else joinPart(join, part);
    await setImmediate();
  }
}

function joinPart({ keys, onDuplicate, linked }: KeyJoin, part: number): void {
  const set = new KeySet();
  for (const key of keys.records(part)) if (!set.add(key)) onDuplicate?.(key);
  for (const { keys: links, onOrphan } of linked)
    for (const key of links.records(part)) if (!set.has(key)) onOrphan(key);
}

/** One part of all, spread by further bits of the hash. */
function spread({ keys, onDuplicate, linked }: KeyJoin, part: number, scratch: ScratchFile): KeyJoin {
  const again = (file: KeyFile): KeyFile => {
    const deeper = new KeyFile(scratch, file.depth + 1);
    for (const { bytes, from, length, line, count } of file.records(part))
      deeper.add({ bytes, from, to: from + length, line }, count);
    deeper.seal();
    return deeper;
  };
  return {
    keys: again(keys),
    onDuplicate,
    linked: linked.map(({ keys: links, onOrphan }) => ({ keys: again(links), onOrphan })),
  };
}
