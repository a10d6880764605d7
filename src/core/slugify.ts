/**
 * A name as a slug, by the rules of Django's `slugify` in ASCII mode: NFKD, ASCII only, lower case, word characters, and one hyphen
 * for every run of white space and hyphens. May be empty.
 */
export function slugify(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[^\x00-\x7f]/g, "")
    .toLowerCase()
    .replace(/[^\w\s\x1c-\x1f-]/g, "")
    .replace(/[-\s\x1c-\x1f]+/g, "-")
    .replace(/^[-_]+|[-_]+$/g, "");
}
