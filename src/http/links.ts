import type { ExportRecord } from "../contracts/export-record.js";
import type { Id } from "../contracts/id.js";

/** Says the same of every signature that is no good. */
export const REFUSED_LINK = "The link is invalid or has expired. Read the export again for a new one.";

/** The absolute addresses of what a handler serves. */
export class Links {
  /** The path where the handler is mounted, without a trailing slash. */
  readonly base: string;

  readonly #signatureOf: (record: ExportRecord) => string | null;

  /** @param signatureOf - what makes the address of a file work without a header; null for nothing. */
  constructor(base: string, signatureOf: (record: ExportRecord) => string | null) {
    this.base = base;
    this.#signatureOf = signatureOf;
  }

  exports(query = new URLSearchParams()): string {
    return `${this.base}/exports/${query.size > 0 ? `?${query}` : ""}`;
  }

  export(id: Id): string {
    return `${this.base}/exports/${encodeURIComponent(id)}/`;
  }

  download(record: ExportRecord): string {
    const signature = this.#signatureOf(record);
    return `${this.export(record.id)}download/${signature === null ? "" : `?signature=${signature}`}`;
  }
}
