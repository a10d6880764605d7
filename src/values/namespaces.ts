/** Namespaces of the terms that tables use, by their usual prefix. */
export const NAMESPACES = {
  dwc: "http://rs.tdwg.org/dwc/terms/",
  dcterms: "http://purl.org/dc/terms/",
  dc: "http://purl.org/dc/elements/1.1/",
  eco: "http://rs.tdwg.org/eco/terms/",
  obis: "http://rs.iobis.org/obis/terms/",
  ac: "http://rs.tdwg.org/ac/terms/",
  gbif: "http://rs.gbif.org/terms/1.0/",
} as const;
