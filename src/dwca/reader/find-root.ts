/** Matches the files that some systems put into every zip. */
const DEBRIS = /^__MACOSX\/|(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/i;

/** Whether an entry is none of its archive's own. */
export function isDebris(name: string): boolean {
  return DEBRIS.test(name);
}

/**
 * The folder in which the files of an archive lie: the root, or else the one folder that holds them all, as GBIF's reader has it. With a
 * `/` at its end; empty for the root.
 */
export function findRoot(names: readonly string[], descriptor: string): string {
  if (names.includes(descriptor)) return "";
  const own = names.filter((name) => !isDebris(name));
  const folder = /^[^/]+\//.exec(own[0] ?? "")?.[0] ?? "";
  return folder !== "" && own.every((name) => name.startsWith(folder)) ? folder : "";
}
