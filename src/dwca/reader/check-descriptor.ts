import type { Found } from "../checks/found.js";
import { firstMisplaced } from "./element-order.js";
import type { XmlElement } from "./xml-document.js";

const TEXT_GUIDE = "http://rs.tdwg.org/dwc/text/";
const XSI = "xsi:";

interface Content {
  readonly attributes: readonly string[];
  readonly required?: readonly string[];
  /** Elements in their order; `?`, `*` and `+` as in patterns. */
  readonly children: readonly string[];
}

const FILE = ["linesTerminatedBy", "fieldsTerminatedBy", "fieldsEnclosedBy", "ignoreHeaderLines"];
const FILE_ATTRIBUTES = [...FILE, "rowType", "encoding", "dateFormat"];

/** The text guide's schema, as far as it bounds what a reader sees. */
const SCHEMA: Readonly<Record<string, Content>> = {
  archive: { attributes: ["metadata"], children: ["core", "extension*"] },
  core: { attributes: FILE_ATTRIBUTES, children: ["files", "id?", "field+"] },
  extension: { attributes: FILE_ATTRIBUTES, children: ["files", "coreid", "field+"] },
  files: { attributes: [], children: ["location+"] },
  location: { attributes: [], children: [] },
  id: { attributes: ["index"], children: [] },
  coreid: { attributes: ["index"], children: [] },
  field: {
    attributes: ["index", "term", "default", "vocabulary", "delimitedBy"],
    required: ["term"],
    children: [],
  },
};

/**
 * Holds `meta.xml` against the text guide's schema.
 *
 * @returns whether it is valid; each fault is found, with its line.
 */
export function checkDescriptor(root: XmlElement, file: string, found: Found): boolean {
  let valid = true;
  const fault = (element: XmlElement): void => {
    valid = false;
    found("DWCA_META_XML_SCHEMA", { file, line: element.line });
  };
  if (root.name !== "archive") fault(root);
  else checkElement(root, fault);
  return valid;
}

function checkElement(element: XmlElement, fault: (element: XmlElement) => void): void {
  const content = Object.hasOwn(SCHEMA, element.name) ? SCHEMA[element.name] : undefined;
  if (content === undefined || element.namespace !== TEXT_GUIDE) return fault(element);
  const { attributes, required = [], children } = content;
  const names = [...element.attributes.keys()].filter((name) => !name.startsWith(XSI) && !name.startsWith("xml:"));
  const index = element.attributes.get("index");
  if (
    names.some((name) => !attributes.includes(name)) ||
    required.some((name) => !element.attributes.has(name)) ||
    (index !== undefined && !/^\s*[+-]?\d+\s*$/.test(index)) ||
    (children.length > 0 && /\S/.test(element.text)) ||
    (element.name === "location" && !/\S/.test(element.text))
  )
    fault(element);
  const misplaced = firstMisplaced(element, children);
  if (misplaced !== null) fault(misplaced);
  for (const child of element.children) if (child !== misplaced) checkElement(child, fault);
}
