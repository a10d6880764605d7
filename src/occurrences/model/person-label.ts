import type { Person } from "./occurrence.js";

/**
 * Returns the name of a person in a file: the display name, or `user:<id>` where there is none to be shown. Null for
 * nobody. Never an e-mail address.
 */
export function personLabel(person: Person | null | undefined): string | null {
  return person == null ? null : (publicName(person.name) ?? `user:${person.id}`);
}

const ADDRESS = /\S@\S/;

/**
 * A name as anybody may read it, without spaces around it. Null for none, and for one that holds an e-mail address: some people give
 * theirs for a display name.
 */
export function publicName(name: string | null | undefined): string | null {
  const text = name?.trim() ?? "";
  return text === "" || ADDRESS.test(text) ? null : text;
}
