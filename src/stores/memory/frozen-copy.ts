/** A deeply frozen copy of plain JSON data, as it comes back from a database: nothing in it is shared with the original. */
export function frozenCopy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, member) => Object.freeze(member));
}
