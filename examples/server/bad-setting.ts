/** A setting with which the server cannot run. Its message is one sentence for whoever starts it, and quotes no setting's value. */
export class BadSetting extends Error {
  override readonly name = "BadSetting";
}

/** What a client library says of a failure without naming hosts or users: `ECONNREFUSED`, `28P01`. */
export function errorCode(error: unknown): string {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === "string" && code !== "" ? code : String(name ?? "no reason given");
}
