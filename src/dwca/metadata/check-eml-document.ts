import { ExportError, type ErrorDetail } from "../../contracts/export-error.js";
import type { EmlDocument } from "./eml-document.js";
import { ACCEPTED_LICENSES } from "../../values/license.js";

// What GBIF's validator asks for.
const TITLE_LENGTH = 10;
const ABSTRACT_LENGTH = 25;

/** The elements that GBIF's metadata profile 1.3 and GBIF's validator require. */
export type RequiredElements = Pick<EmlDocument, "title" | "abstract" | "creators" | "contacts" | "license">;

/**
 * Returns the document when nothing is missing that GBIF requires.
 *
 * @throws ExportError `METADATA_INCOMPLETE` that lists all that is missing or too short.
 */
export function checkEmlDocument<Document extends RequiredElements>(document: Document): Document {
  const { title, abstract, creators, contacts, license } = document;
  const details = [
    ...missing(
      "title",
      title.trim().length >= TITLE_LENGTH,
      `The title must have at least ${TITLE_LENGTH} characters.`,
    ),
    ...missing(
      "abstract",
      abstract.trim().length >= ABSTRACT_LENGTH,
      `The abstract must have at least ${ABSTRACT_LENGTH} characters.`,
    ),
    ...missing("creators", creators.length > 0, "Give at least one creator with an organisation or a surname."),
    ...missing("contacts", contacts.length > 0, "Give at least one contact with an organisation or a surname."),
    ...missing("license", license !== "", `Give a licence: ${ACCEPTED_LICENSES.join(", ")}, another, or "none".`),
  ];
  if (details.length > 0) throw new ExportError("METADATA_INCOMPLETE", { details });
  return document;
}

function missing(element: keyof RequiredElements, present: boolean, message: string): readonly ErrorDetail[] {
  return present ? [] : [{ path: ["metadata", element], code: "incomplete", message }];
}
