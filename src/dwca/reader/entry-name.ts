const CONTROLS = /[\u0000-\u001f\u007f-\u009f\ufffd]/;

/** Whether a name is a plain relative path: the only ones that mean the same to all readers and lead nowhere. */
export function isPlainName(name: string): boolean {
  if (name === "" || name.length > 1_024 || CONTROLS.test(name)) return false;
  if (name.includes("\\") || /^(?:\/|[a-z]:)/i.test(name)) return false;
  const parts = (name.endsWith("/") ? name.slice(0, -1) : name).split("/");
  return parts.every((part) => part !== "" && part !== "." && part !== "..");
}
