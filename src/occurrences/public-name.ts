const ADDRESS = /\S@\S/;

/**
 * A name as anybody may read it, without spaces around it. Null for none, and for one that holds an e-mail address: some people give
 * theirs for a display name.
 */
export function publicName(name: string | null | undefined): string | null {
  const text = name?.trim() ?? "";
  return text === "" || ADDRESS.test(text) ? null : text;
}
