const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d+))?(.*)$/s;

/**
 * A timestamp with a space for the `T`: `2023-06-18 22:42:20`, with at least six digits of the second where they are not all zero
 * (`22:42:20.500000`) and with the offset where there is one (`22:42:20+02:00`). Nothing is converted; text of another form stays.
 */
export function timestampLabel(timestamp: string): string {
  return timestamp.replace(TIMESTAMP, (_match, date: string, time: string, digits: string | undefined, offset: string) => {
    const fraction = digits?.replace(/0+$/, "") ?? "";
    return `${date} ${time}${fraction === "" ? "" : `.${fraction.padEnd(6, "0")}`}${offset}`;
  });
}
