/**
 * An XML 1.0 document from plain objects: members are elements in their order, those that begin with `@` attributes; null and undefined
 * ones are left out. Characters that XML 1.0 forbids become U+FFFD.
 */
export async function xmlText(root: object): Promise<string> {
  const { create } = await import("xmlbuilder2");
  const document = create({ version: "1.0", encoding: "UTF-8", invalidCharReplacement: "\uFFFD" }, { ...root });
  return `${document.end({ prettyPrint: true })}\n`;
}
