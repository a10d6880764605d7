/**
 * JSON text in ASCII alone. It survives every character set of a server, a table or a connection. It compares byte by
 * byte under any collation; the closing quote guards trailing spaces. It can hold what `jsonb` refuses: lone surrogates
 * and `\u0000`.
 */
export function asciiJson(value: object | string | number): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
