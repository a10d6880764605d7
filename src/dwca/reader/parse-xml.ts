import { XmlError, type XmlElement, type XmlFault } from "./xml-document.js";
import { MOST_REFERENCES, XmlText } from "./xml-text-reader.js";

/** Bounds on what a document may make of its bytes. */
export const XML_NODES = 100_000;
const XML_DEPTH = 100;

const NAME = /[:A-Z_a-z\u00C0-\u{EFFFF}][-.\w:\u00B7\u00C0-\u{EFFFF}]*/uy;
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();
const NO_CHILDREN: readonly XmlElement[] = [];
const XMLNS = "http://www.w3.org/XML/1998/namespace";

/**
 * Reads an XML document with namespaces. A DOCTYPE is refused, so there are no entities but the five of XML; depth and the number of
 * elements and attributes are bounded.
 *
 * @throws XmlError with the line.
 */
export function parseXml(text: string): XmlElement {
  return new Parser(text).document();
}

interface OpenElement {
  readonly tag: string;
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly namespaces: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  readonly line: number;
  text: string;
}

class Parser {
  readonly #text: XmlText;
  readonly #open: OpenElement[] = [];
  #root: XmlElement | null = null;
  #nodes = 0;

  constructor(text: string) {
    this.#text = new XmlText(text);
  }

  document(): XmlElement {
    this.#text.take(/<\?xml\s[^?<]*\?>/y);
    while (!this.#text.atEnd()) this.#next();
    if (this.#root === null || this.#open.length > 0) throw this.#fault();
    return this.#root;
  }

  #next(): void {
    const text = this.#text;
    if (text.skip("<!--")) return this.#comment();
    if (text.skip("<![CDATA[")) return this.#cdata();
    if (text.startsWith("<!")) throw this.#fault(text.startsWith("<!DOCTYPE") ? "doctype" : "not_well_formed");
    if (text.startsWith("<?")) return this.#instruction();
    if (text.skip("</")) return this.#end();
    if (text.skip("<")) return this.#start();
    this.#characters();
  }

  #comment(): void {
    const comment = this.#text.until("-->");
    if (comment === null || comment.includes("--") || comment.endsWith("-")) throw this.#fault();
  }

  #cdata(): void {
    const data = this.#text.until("]]>");
    const parent = this.#open.at(-1);
    if (data === null || parent === undefined) throw this.#fault();
    parent.text += data;
  }

  #instruction(): void {
    const instruction = this.#text.until("?>");
    if (instruction === null || /^<\?xml(?:\s|$)/i.test(instruction)) throw this.#fault();
  }

  #characters(): void {
    const text = this.#text.characters("<");
    const parent = this.#open.at(-1);
    if (text === null) throw this.#fault();
    if (parent !== undefined) parent.text += text;
    else if (/[^ \t\r\n]/.test(text)) throw this.#fault();
  }

  #start(): void {
    const line = this.#text.line();
    const tag = this.#text.take(NAME);
    if (tag === null || (this.#root !== null && this.#open.length === 0)) throw this.#fault();
    const written = this.#attributes();
    const empty = this.#text.skip("/>");
    if (!empty && !this.#text.skip(">")) throw this.#fault();
    this.#count(1 + written.size);
    this.#open.push(this.#element(tag, written, line));
    if (this.#open.length > XML_DEPTH) throw this.#fault("limit");
    if (empty) this.#close();
  }

  #attributes(): ReadonlyMap<string, string> {
    let attributes: Map<string, string> | null = null;
    for (;;) {
      const space = this.#text.take(/[ \t\r\n]+/y);
      const name = space === null ? null : this.#text.take(NAME);
      if (name === null) return attributes ?? NO_ATTRIBUTES;
      attributes ??= new Map();
      const quote = this.#text.take(/[ \t\r\n]*=[ \t\r\n]*["']/y)?.at(-1);
      const value = quote === undefined ? null : this.#text.characters(quote, "attribute");
      if (quote === undefined || value === null || !this.#text.skip(quote) || attributes.has(name)) throw this.#fault();
      attributes.set(name, value);
      if (attributes.size > XML_NODES) throw this.#fault("limit");
    }
  }

  #element(tag: string, written: ReadonlyMap<string, string>, line: number): OpenElement {
    const declared = [...written].filter(([name]) => name === "xmlns" || name.startsWith("xmlns:"));
    const outer = this.#open.at(-1)?.namespaces ?? new Map([["xml", XMLNS]]);
    const namespaces =
      declared.length === 0
        ? outer
        : new Map([...outer, ...declared.map(([name, iri]) => [name.slice("xmlns:".length), iri] as const)]);
    const [name = "", prefix = ""] = tag.split(":").reverse();
    const namespace = namespaces.get(prefix) ?? "";
    if (prefix !== "" && namespace === "") throw this.#fault();
    const own = written.size === declared.length ? NO_ATTRIBUTES : written;
    const attributes =
      declared.length === 0 || own === NO_ATTRIBUTES
        ? own
        : new Map([...written].filter(([key]) => key !== "xmlns" && !key.startsWith("xmlns:")));
    return { tag, name, namespace, attributes, namespaces, children: [], line, text: "" };
  }

  #end(): void {
    const tag = this.#text.take(NAME);
    this.#text.take(/[ \t\r\n]+/y);
    if (tag === null || tag !== this.#open.at(-1)?.tag || !this.#text.skip(">")) throw this.#fault();
    this.#close();
  }

  #close(): void {
    const element = this.#open.pop();
    if (element === undefined) throw this.#fault();
    const { name, namespace, attributes, children, text, line } = element;
    const closed: XmlElement = {
      name,
      namespace,
      attributes,
      text,
      line,
      children: children.length === 0 ? NO_CHILDREN : children,
    };
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = closed;
    else parent.children.push(closed);
  }

  #count(nodes: number): void {
    this.#nodes += nodes;
    if (this.#nodes > XML_NODES) throw this.#fault("limit");
  }

  #fault(fault: XmlFault = "not_well_formed"): XmlError {
    const tooMany = this.#text.references > MOST_REFERENCES;
    return new XmlError(tooMany ? "limit" : fault, this.#text.line());
  }
}

// cspell:ignore EFFFF
