import type { Person } from "./occurrence.js";
import { publicName } from "./public-name.js";

/** What a file calls a person: the display name, or `user:<id>` where there is none to be shown; null for nobody. Never an e-mail address. */
export function personLabel(person: Person | null | undefined): string | null {
  return person == null ? null : (publicName(person.name) ?? `user:${person.id}`);
}
