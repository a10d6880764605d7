import { acceptedLicense } from "../values/license.js";

/** A licence as datapackage.json names it. */
export interface PackageLicense {
  readonly name?: string;
  readonly path?: string;
}

/** A licence by its address or short name; null for a text that is neither, which a data package cannot hold. */
export function packageLicense(text: string): PackageLicense | null {
  const known = acceptedLicense(text);
  if (known !== null) return { name: known.title.replaceAll(" ", "-"), path: known.url };
  if (/^https?:\/\/\S+$/i.test(text.trim()) && !text.includes("..")) return { path: text.trim() };
  return /^[-a-zA-Z0-9._]+$/.test(text.trim()) ? { name: text.trim() } : null;
}
