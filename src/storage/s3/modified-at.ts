/** A time of S3 in ISO 8601, in whole seconds: a list may tell fractions that HEAD, whose header holds none, does not (RFC 9110 §5.6.7). */
export function modifiedAt(time: Date | undefined): string | null {
  return time === undefined ? null : `${time.toISOString().slice(0, 19)}Z`;
}
