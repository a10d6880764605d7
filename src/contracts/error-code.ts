/** The defaults of every error with a code. */
export interface ErrorCodeDefaults {
  /** Whether another attempt may succeed without anybody changing anything. */
  readonly retryable: boolean;
  /** A sentence that is true of every error with this code. */
  readonly message: string;
}

const fatal = (message: string): ErrorCodeDefaults => ({ retryable: false, message });
const retryable = (message: string): ErrorCodeDefaults => ({ retryable: true, message });

/** Every code an {@link ExportError} may carry, with its default message. Codes are stable; messages are not. */
export const EXPORT_ERROR_CODES = {
  // A request
  INVALID_REQUEST: fatal("The request is not valid."),
  INVALID_FILTERS: fatal("The filters are not valid."),
  INVALID_OPTIONS: fatal("The options are not valid."),
  UNKNOWN_FORMAT: fatal("The export format is not registered."),
  UNAUTHENTICATED: fatal("Authentication is required."),
  PERMISSION_DENIED: fatal("You do not have permission to do this."),
  NOT_FOUND: fatal("The export does not exist."),
  VERSION_CONFLICT: fatal("Another request changed the export meanwhile. Read it again."),
  EXPORT_ACTIVE: fatal("The export is running; wait until it ends, or cancel it."),
  NOT_RETRYABLE: fatal("Only a failed or cancelled export can be run again."),
  NOT_CANCELLABLE: fatal("The export has already ended."),
  LIMIT_REACHED: fatal("There are too many active exports; wait until one ends."),
  IDEMPOTENCY_CONFLICT: fatal(
    "This idempotency key was used for a different request, or for an export that has been deleted.",
  ),
  PREVIEW_REPLACED: fatal("A newer preview took the place of this one."),
  FILE_NOT_READY: fatal("The export has no file yet."),
  RANGE_NOT_SATISFIABLE: fatal("The requested range lies outside the file."),
  // A run
  CANCELLED: fatal("The export was cancelled."),
  PERMISSION_REVOKED: fatal("The export's creator may no longer export this project."),
  EXPORTER_FAILED: fatal("The exporter failed."),
  FILTER_FAILED: fatal("A filter failed."),
  POLICY_FAILED: fatal("The sensitivity policy failed."),
  ROW_ENCODING: fatal("A row cannot be written in this format."),
  COUNT_MISMATCH: fatal("The rows written and skipped do not add up to the rows counted."),
  METADATA_INCOMPLETE: fatal("The dataset's metadata is incomplete."),
  FILE_CHECK_FAILED: fatal("The finished file did not pass its check."),
  ARCHIVE_INVALID: fatal("The Darwin Core Archive is not valid."),
  ROW_LIMIT: fatal("The export has more rows than the host allows."),
  BYTE_LIMIT: fatal("The export's file is larger than the host allows."),
  TIME_LIMIT: fatal("The export took longer than the host allows."),
  SOURCE_FAILED: retryable("The data source failed."),
  SOURCE_ORDER_NOT_UNIQUE: fatal("The source's order key repeats, so its pages would lose rows."),
  SOURCE_DRIVER_LOSSY: fatal("The database driver would alter values on the way."),
  TEMP_FILE_FAILED: retryable("The temporary file could not be written or read."),
  TEMP_FILE_CHANGED: retryable("The temporary file changed after the exporter had finished it."),
  LEASE_LOST: retryable("Another worker has taken over this export."),
  WORKER_MISSING: retryable("No worker has taken this export. Call startWorker() in a process that keeps running."),
  WORKER_LOST: retryable("The worker that ran the export disappeared."),
  RELEASED: retryable("The worker was shut down before the export ended."),
  // What the host plugs in
  STORAGE_KEY_INVALID: fatal("The storage key is not valid."),
  STORAGE_KEY_EXISTS: fatal("The storage already holds another file under this key."),
  STORAGE_FILE_MISSING: fatal("The file does not exist in the storage."),
  STORAGE_DENIED: fatal("The storage refuses access."),
  STORAGE_FAILED: retryable("The storage failed."),
  STORE_FAILED: retryable("The export store failed."),
  STORE_RECORD_DAMAGED: fatal("The record of this export is damaged; delete it, and create the export again."),
  RUNNER_FAILED: retryable("The job runner failed."),
  AUTHORIZER_FAILED: retryable("The authorizer failed."),
  NOTICE_FAILED: fatal("A listener did not accept a notice of this export for 24 hours. The notice is given up."),
  NOT_SUPPORTED: fatal("The adapter does not have this ability."),
} as const satisfies Record<string, ErrorCodeDefaults>;

/** A code of {@link EXPORT_ERROR_CODES}. */
export type ExportErrorCode = keyof typeof EXPORT_ERROR_CODES;
