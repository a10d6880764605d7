import type { ArchiveCheckCode } from "../../checks/archive-checks.js";
import type { Found } from "../../checks/found.js";
import { acceptedLicense } from "../../../values/license.js";
import { firstMisplaced } from "../../reader/element-order.js";
import type { XmlElement } from "../../reader/xml-document.js";
import { EML_DATASET, EML_SCHEMA, EML_TEXTS } from "./eml-schema.js";

const TITLE_LENGTH = 10;
const ABSTRACT_LENGTH = 25;

/** Checks a document against GBIF's metadata profile, and its texts against what GBIF asks for beyond it. */
export function checkEml(root: XmlElement, file: string, found: Found): void {
  const fault = ({ line }: XmlElement, code: ArchiveCheckCode = "EML_GBIF_SCHEMA"): void => found(code, { file, line });
  const version = /\/eml-2\.2\.\d$/.test(root.namespace)
    ? "2.2"
    : /\/eml-2\.1\.\d$/.test(root.namespace)
      ? "2.1"
      : null;
  const dataset = root.children.find(({ name }) => name === "dataset");
  if (root.name !== "eml" || version === null || dataset === undefined) return fault(root);
  if (!root.attributes.has("packageId") || !root.attributes.has("system")) fault(root);
  if (version === "2.2" && root.attributes.get("scope") !== "system") fault(root);
  const misplaced = firstMisplaced(dataset, EML_DATASET[version].order);
  if (misplaced !== null) fault(misplaced);
  for (const child of dataset.children) if (child !== misplaced) checkElement(child, fault);
  for (const more of root.children) if (more.name === "additionalMetadata") checkElement(more, fault);
  checkTexts(dataset, fault);
}

type Fault = (element: XmlElement, code?: ArchiveCheckCode) => void;

function checkElement(element: XmlElement, fault: Fault): void {
  const content = Object.hasOwn(EML_SCHEMA, element.name) ? EML_SCHEMA[element.name] : undefined;
  const misplaced = content === undefined || content.order.length === 0 ? null : firstMisplaced(element, content.order);
  if (misplaced !== null) fault(misplaced);
  if (content?.attributes?.some((name) => !element.attributes.has(name)) === true) fault(element);
  const text = Object.hasOwn(EML_TEXTS, element.name) ? EML_TEXTS[element.name] : undefined;
  if (text?.test(textOf(element)) === false) fault(element);
  for (const child of element.children) if (child !== misplaced) checkElement(child, fault);
}

function checkTexts(dataset: XmlElement, fault: Fault): void {
  const [title, abstract] = ["title", "abstract"].map((name) => child(dataset, name));
  if (textOf(title).length < TITLE_LENGTH) fault(title ?? dataset, "TITLE_MISSING_OR_TOO_SHORT");
  if (textOf(abstract).length < ABSTRACT_LENGTH) fault(abstract ?? dataset, "DESCRIPTION_MISSING_OR_TOO_SHORT");
  const rights = child(dataset, "intellectualRights");
  if (!hasLicense(rights)) fault(rights ?? dataset, "LICENSE_MISSING_OR_UNKNOWN");
  const creators = dataset.children.filter(({ name }) => name === "creator");
  if (!creators.some(isNamed)) fault(creators[0] ?? dataset, "RESOURCE_CONTACTS_MISSING_OR_INCOMPLETE");
}

/** GBIF reads a licence from this place alone. */
function hasLicense(rights: XmlElement | undefined): boolean {
  const link = child(child(rights, "para"), "ulink");
  const names = [link?.attributes.get("url") ?? "", textOf(child(link, "citetitle"))];
  return names.some((name) => acceptedLicense(name) !== null);
}

function isNamed(creator: XmlElement): boolean {
  const surname = textOf(child(child(creator, "individualName"), "surName"));
  return surname !== "" || textOf(child(creator, "organizationName")) !== "";
}

function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((candidate) => candidate.name === name);
}

/** All text within an element, its spaces made one. */
function textOf(element: XmlElement | undefined): string {
  if (element === undefined) return "";
  const parts = [element.text, ...element.children.map(textOf)];
  return parts.join(" ").replace(/\s+/g, " ").trim();
}
