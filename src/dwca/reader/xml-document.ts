/** An element of an XML document. */
export interface XmlElement {
  /** Its name without a prefix. */
  readonly name: string;
  /** Empty where it has none. */
  readonly namespace: string;
  /** By their names as written, prefix included; declarations of namespaces are left out. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All text directly within it. */
  readonly text: string;
  /** The line where it begins, from 1. */
  readonly line: number;
}

/** Why a text is not XML that this reader takes. */
export type XmlFault = "not_well_formed" | "doctype" | "limit";

/** Thrown by the XML reader. */
export class XmlError extends TypeError {
  readonly fault: XmlFault;
  /** From 1. */
  readonly line: number;

  constructor(fault: XmlFault, line: number) {
    super("The XML cannot be read.");
    this.fault = fault;
    this.line = line;
  }
}
