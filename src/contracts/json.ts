/** A value that JSON can carry without loss. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** An object whose members are all {@link JsonValue}s. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}
