import { acceptedLicense } from "../values/license.js";

/** A licence as datapackage.json names it. */
export interface CamtrapLicense {
  readonly name?: string;
  readonly path?: string;
  readonly scope: "data" | "media";
}

/** A licence by its address or short name; null for a text that is neither, which a data package cannot hold. */
export function camtrapLicense(text: string, scope: "data" | "media"): CamtrapLicense | null {
  const known = acceptedLicense(text);
  if (known !== null) return { name: known.title.replaceAll(" ", "-"), path: known.url, scope };
  if (/^https?:\/\/\S+$/i.test(text.trim()) && !text.includes("..")) return { path: text.trim(), scope };
  return /^[-a-zA-Z0-9._]+$/.test(text.trim()) ? { name: text.trim(), scope } : null;
}
