import { NAMESPACES } from "../../../values/namespaces.js";
import { dayRange } from "../../../values/calendar.js";
import type { ValueRule } from "./value-rule.js";

const { dwc, dcterms, gbif, ac } = NAMESPACES;
const MEDIA = [`${gbif}Multimedia`, `${gbif}Image`];
const AUDIOVISUAL = [`${ac}Multimedia`];

/** Rules for addresses, and for files of media. */
export const MEDIA_RULES: readonly ValueRule[] = [
  {
    terms: [`${dcterms}references`],
    check: ([text = ""], say) => {
      if (text !== "" && !isWebAddress(text)) say("REFERENCES_URI_INVALID", 0);
    },
  },
  {
    terms: [`${dwc}associatedMedia`],
    check: ([text = ""], say) => {
      if (text !== "" && !text.split("|").every((part) => isWebAddress(part.trim()))) say("MULTIMEDIA_URI_INVALID", 0);
    },
  },
  {
    terms: [`${dcterms}identifier`, `${dcterms}references`],
    rowTypes: MEDIA,
    check: ([identifier = "", references = ""], say) => {
      if (identifier === "" ? references === "" : !isWebAddress(identifier)) say("MULTIMEDIA_URI_INVALID", 0);
    },
  },
  {
    terms: [`${ac}accessURI`, `${ac}furtherInformationURL`],
    rowTypes: AUDIOVISUAL,
    check: ([access = "", further = ""], say) => {
      if (access === "" ? further === "" : !isWebAddress(access)) say("MULTIMEDIA_URI_INVALID", 0);
    },
  },
  {
    terms: [`${dcterms}created`],
    rowTypes: [...MEDIA, ...AUDIOVISUAL],
    check: ([text = ""], say) => {
      if (text !== "" && dayRange(text) === null) say("MULTIMEDIA_DATE_INVALID", 0);
    },
  },
];

const WEB_ADDRESS = /^(?:https?|ftp):\/\/(?:([a-z0-9.-]+)|[^\s<>"{}|\\^`/?#]+)(?:[/?#][^\s<>"{}\\^`]*)?$/i;

function isWebAddress(text: string): boolean {
  const found = WEB_ADDRESS.exec(text);
  // A plain host needs no second look, which takes ten times as long.
  return found !== null && (found[1] !== undefined ? !/^[.-]|\.\./.test(found[1]) : URL.canParse(text));
}
