import type { Person } from "./occurrence.js";

/** What a file calls a person: the display name, or `user:<id>` for one without; null for nobody. Never the e-mail address. */
export function personLabel(person: Person | null | undefined): string | null {
  return person == null ? null : person.name || `user:${person.id}`;
}
