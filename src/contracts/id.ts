/** An id as a host names its rows: a safe integer or a text (a UUID, say). Integers beyond 2^53 - 1 travel as text. */
export type Id = number | string;
