import type { Call } from "./call.js";

/** Answers a call. An error that it throws becomes a problem. */
export type Endpoint = (call: Call) => Promise<Response>;

/** One method of one path. */
export interface Operation {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** The name of the operation in the OpenAPI document. */
  readonly id: string;
  readonly summary: string;
  /** The component that describes the body it takes. */
  readonly takes?: "ExportCreate" | "ExportChange";
  /** The request headers that it reads. */
  readonly headers?: readonly string[];
  /** The query parameters that it reads, each with its meaning. */
  readonly query?: Readonly<Record<string, string>>;
  /** The status of a success, and the component or media type of its body. */
  readonly gives: readonly [status: number, body?: string];
  readonly answer: Endpoint;
}
