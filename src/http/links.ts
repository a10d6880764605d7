import type { Id } from "../contracts/id.js";

/** The absolute addresses of what a handler serves. */
export class Links {
  /** Where the handler is mounted, without a trailing slash. */
  readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  exports(query = new URLSearchParams()): string {
    return `${this.base}/exports/${query.size > 0 ? `?${query}` : ""}`;
  }

  export(id: Id): string {
    return `${this.base}/exports/${encodeURIComponent(id)}/`;
  }

  download(id: Id): string {
    return `${this.export(id)}download/`;
  }
}
