import { createDwcDpPackageExporter, DWC_DP, dwcDpTable } from "vasculum/dwc-dp";
import { policy, source, type Visit } from "./visits.js";

const events = dwcDpTable(DWC_DP.EVENT, {
  rows: (visit: Visit) => [visit],
  fields: {
    event_pk: ({ id }) => id,
    eventCategory: () => "survey",
    eventDate: ({ day }) => day,
    locality: ({ place }) => place,
    decimalLatitude: ({ latitude }) => latitude,
    decimalLongitude: () => 8.1513,
    eventProtocol_fk: () => "trap",
  },
});
const seen = ({ id, seen: all }: Visit) => all.map((one, index) => ({ ...one, visit: id, key: `${id}-${index + 1}` }));
const occurrences = dwcDpTable(DWC_DP.OCCURRENCE, {
  rows: seen,
  fields: {
    occurrence_pk: ({ key }) => key,
    event_fk: ({ visit }) => visit,
    occurrenceStatus: () => "detected",
    scientificName: ({ name }) => name,
  },
});
const media = dwcDpTable(DWC_DP.MEDIA, {
  rows: seen,
  fields: { media_pk: ({ key }) => `photo ${key}`, accessURI: ({ photo }) => `https://media.example.org/${photo}` },
});
const shows = dwcDpTable(DWC_DP.OCCURRENCE_MEDIA, {
  rows: seen,
  fields: { media_fk: ({ key }) => `photo ${key}`, occurrence_fk: ({ key }) => key },
});
// Every visit gives the protocol: sensitive ones give none.
const protocols = dwcDpTable(DWC_DP.PROTOCOL, {
  rows: () => ["trap"],
  fields: { protocol_pk: (key) => key, protocolName: () => "light trap" },
});
const metadata = { title: "Visits", license: "CC0-1.0", mediaLicense: "CC0-1.0", updatedAt: "2026-06-03" };

// #region dwc-dp
export const Visits = createDwcDpPackageExporter({
  source,
  tables: [events, occurrences, media, shows, protocols],
  metadata,
  policy,
});
// #endregion
