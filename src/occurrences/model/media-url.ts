/**
 * Returns the address of a file below the host's media root; null where either is missing. A stored path is a name, so each of its segments
 * is percent-encoded (RFC 3986 §3.3), a `%` too. A path that is an address already, with `http://` or `https://`, is taken as it is, its
 * blanks as `%20`: to begin with `http` is not enough, since so does the folder `httpd/`.
 *
 * @param onRefused - is called where a path is none below the root, and the address null: another scheme (`s3://…`), another host
 * (`//host/…`), a segment `..`, or a text that is not Unicode.
 * @example url: mediaUrl(file, "https://media.example.org/crops/"),
 */
export function mediaUrl(path: string | null, root: string | null, onRefused?: () => void): string | null {
  if (!path) return null;
  if (/^https?:\/\//i.test(path)) return path.replace(/\s/g, (blank) => encodeURIComponent(blank));
  if (!root) return null;
  const encoded = encodedPath(path);
  if (encoded === null) onRefused?.();
  return encoded === null ? null : `${root.replace(/\/+$/, "")}/${encoded}`;
}

/**
 * Returns the address of a capture: its path joined to where its station's images are served, by the rules of {@link mediaUrl}. Null without
 * such a place, even where the path is an address: images that are not served are not public.
 *
 * @example
 * ```ts
 * capture: {
 *   id,
 *   url: captureUrl("https://media.example.org/pictures/", picture),
 *   timestamp: taken,
 *   width: 4096,
 *   height: 2160,
 * },
 * ```
 */
export function captureUrl(baseUrl: string | null, path: string | null, onRefused?: () => void): string | null {
  return baseUrl ? mediaUrl(path, baseUrl, onRefused) : null;
}

const OTHER_PLACE = /^(?:[a-z][a-z\d+.-]*:)?\/\//i;

/** Paths in which nothing is to be encoded, and nothing refused. */
const PLAIN_PATH = /^\w[\w-]*(?:[./][\w-]+)*$/;

function encodedPath(path: string): string | null {
  if (PLAIN_PATH.test(path)) return path;
  const segments = path.replace(/^\//, "").split("/");
  if (OTHER_PLACE.test(path) || segments.includes("..") || /\p{Cs}/u.test(path)) return null;
  return segments.map(encodedSegment).join("/");
}

/**
 * Encodes a segment. Characters that may stand in a segment stay, except `+`, which stores of objects read as a blank.
 */
function encodedSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/%(?:3A|40|3D|2C|24|26|3B)/g, decodeURIComponent);
}
