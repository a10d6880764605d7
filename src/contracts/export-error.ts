import { EXPORT_ERROR_CODES, type ExportErrorCode } from "./error-code.js";

const BRAND = Symbol.for("vasculum.ExportError");

/** One problem among those an {@link ExportError} reports. Holds no cell value, storage key, SQL or path of a file. */
export interface ErrorDetail {
  /** Locates the problem: `["filters", "collection_id"]`, a row and its column, a metadata element. */
  readonly path: readonly (string | number)[];
  /** Names the kind of problem, in snake_case: `unrecognized_key`, `invalid_type`, `does_not_exist`. */
  readonly code: string;
  /** A sentence that a user can act on. */
  readonly message: string;
}

/** The facts that an {@link ExportError} may carry beyond its code. */
export interface ExportErrorOptions {
  /** Replaces the code's default sentence. Must hold no cell value, storage key, bucket, SQL or path of a file. */
  readonly message?: string;
  /** Overrides the code's own `retryable`. */
  readonly retryable?: boolean;
  /** Every problem found, not only the first. */
  readonly details?: readonly ErrorDetail[];
  /** The value that was thrown where the error was wrapped. vasculum never stores, logs or sends it. */
  readonly cause?: unknown;
}

/**
 * The one error class of vasculum. `code` is stable and meant for programs; `message` is a sentence for people.
 *
 * ESM and CJS copies of the class may meet in one process: test with {@link ExportError.is}, never with `instanceof`.
 */
export class ExportError extends Error {
  readonly code: ExportErrorCode;
  /** Whether another attempt may succeed without anybody changing anything. */
  readonly retryable: boolean;
  /** Every problem found; empty when the message says it all. */
  readonly details: readonly ErrorDetail[];

  constructor(code: ExportErrorCode, options: ExportErrorOptions = {}) {
    const facts = EXPORT_ERROR_CODES[code];
    super(options.message ?? facts.message, "cause" in options ? { cause: options.cause } : undefined);
    this.name = "ExportError";
    this.code = code;
    this.retryable = options.retryable ?? facts.retryable;
    this.details = Object.freeze([...(options.details ?? [])]);
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Whether a caught value is an ExportError, of this copy of the package or of another. */
  static is(value: unknown): value is ExportError {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}
