/** Names and numbers as people read them, and small helpers to make elements. */

const FORMATS = {
  occurrences_simple_csv: "Table (CSV)",
  occurrences_api_json: "JSON",
  dwca: "Darwin Core Archive",
  detections_csv: "Detections (CSV)",
  taxa_list_csv: "Taxa (CSV)",
  occurrences_geojson: "Map (GeoJSON)",
  occurrences_parquet: "Parquet",
  coco: "Pictures with boxes (COCO)",
  occurrences_xlsx: "Spreadsheet (XLSX)",
  camtrap_dp: "Camera traps (Camtrap DP)",
  dwc_dp: "Darwin Core Data Package",
};

const FIELDS = {
  collection_id: "Capture set",
  taxon_id: "Taxon, or below",
  taxa_list_id: "Taxa list",
  not_taxa_list_id: "Not in the taxa list",
  deployment_id: "Station",
  deployment__research_site: "Research site",
  deployment__device: "Device",
  event_id: "Event",
  detections__source_image: "Capture",
  algorithm: "Seen by algorithm",
  not_algorithm: "Not seen by algorithm",
  ids: "Occurrences",
  date_start: "From",
  date_end: "To",
  determination__rank: "Rank",
  verified: "Verified",
  verified_by_me: "Verified by me",
  score_min: "Least score",
  apply_defaults: "The project’s default filters",
  classification_threshold: "Least score without the defaults",
  columns: "Columns",
  fields: "Fields",
  extensions: "Other tables",
  delimiter: "Between cells",
  bom: "Mark for Excel",
  compression: "Compression",
};

const REASONS = {
  undetermined: "not determined",
  no_box: "without a box",
  no_event: "without an event",
  below_threshold: "below the score threshold",
  taxon: "of taxa that the project leaves out",
};

export const number = (value) => value.toLocaleString("en");
export const rows = (count) => `${number(count)} ${count === 1 ? "row" : "rows"}`;
export const formatName = (format) => FORMATS[format] ?? inWords(format);
export const fieldName = (key) => FIELDS[key] ?? inWords(key);

/** `no_event: 50` of the API as people read it. */
export const reasonsText = (reasons) =>
  Object.entries(reasons)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${number(count)} ${REASONS[reason] ?? reason.replaceAll("_", " ")}`)
    .join(", ");

function inWords(key) {
  const words = key.replace(/_id$/, "").replaceAll(/_+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** An element with its properties and children. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** An element of SVG. */
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** A table in a frame that scrolls, which the keyboard can reach. */
export function tableOf(caption, columns, lines) {
  const head = make("tr", {}, ...columns.map((name) => make("th", { scope: "col", textContent: name })));
  const body = lines.map((cells) => make("tr", {}, ...cells.map((cell) => make("td", {}, shortText(cell)))));
  const table = make(
    "table",
    {},
    make("caption", { textContent: caption }),
    make("thead", {}, head),
    make("tbody", {}, ...body),
  );
  const frame = make("div", { className: "frame", tabIndex: 0 }, table);
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", caption);
  return frame;
}

const LONG = 120;

/** Long cells are shown in part; the file has them whole. */
function shortText(cell) {
  const text = cell === null ? "—" : String(cell);
  return text.length <= LONG ? text : `${text.slice(0, LONG)}…`;
}
