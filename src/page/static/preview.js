/** The preview of an export, as the page shows it. */
import { barsOf, mapOf } from "./charts.js";
import { formatName, make, number, reasonsText, rows, tableOf } from "./words.js";

const PARTS = {
  count: "the count",
  tables: "the first rows",
  left_out: "what is left out",
  metadata: "the check of the metadata",
  extent: "place and time",
  nights: "the nights",
  stations: "the stations",
  warnings: "the warnings",
};

/** The parts of a preview as elements, the most important first. */
export function previewParts(preview) {
  return [
    ...countParts(preview),
    ...problemParts(preview),
    ...notes(preview),
    ...placeParts(preview),
    ...tableParts(preview),
  ];
}

/** The number of tables that are shown open: the core of an archive and the rows that belong to it. */
const OPEN = 2;

function tableParts(preview) {
  const tables = (preview.tables ?? []).map((table) => rowsTable(table, preview));
  if (tables.length <= OPEN) return tables;
  const names = preview.tables
    .slice(OPEN)
    .map(({ name }) => name)
    .join(", ");
  const others = make("details", {}, make("summary", { textContent: `Other tables: ${names}` }), ...tables.slice(OPEN));
  return [...tables.slice(0, OPEN), others];
}

function countParts({ count, reason, left_out: leftOut, unfinished, format }) {
  const total = count === null ? "The count is not known yet." : `${rows(count)} in ${formatName(format)}.`;
  return [
    make("p", { className: "total", textContent: total }),
    ...(reason === null ? [] : [make("p", { textContent: reason })]),
    ...(leftOut === null || leftOut.count === 0
      ? []
      : [make("p", { className: "left-out", textContent: leftOutText(leftOut) })]),
    ...(unfinished.length === 0
      ? []
      : [
          make("p", {
            className: "quiet",
            textContent: `Not ready in time: ${unfinished.map((part) => PARTS[part]).join(", ")}.`,
          }),
        ]),
  ];
}

function leftOutText({ count, reasons }) {
  return `${rows(count)} of the project will be left out: ${reasonsText(reasons)}.`;
}

function problemParts({ metadata, problem }) {
  const issues = [...(problem === null ? [] : [problem, ...problem.issues]), ...(metadata ?? [])];
  if (issues.length === 0) return [];
  const list = make("ul", {}, ...issues.map(({ message }) => make("li", { textContent: message })));
  return [make("div", { className: "refused" }, make("p", { textContent: "This export would be refused." }), list)];
}

function notes({ warnings }) {
  if (warnings === null || warnings.length === 0) return [];
  return [make("ul", { className: "notes" }, ...warnings.map(noteOf))];
}

/** A warning, explained. */
export function noteOf({ code, message, count, sample }) {
  const reasons = code === "ROWS_LEFT_OUT" && sample !== null ? ` ${reasonsText(parseReasons(sample))}.` : "";
  const text = `${message ?? code}${reasons}`;
  return make("li", {}, text, make("span", { className: "quiet", textContent: ` ${code}, ${number(count)}×` }));
}

function parseReasons(sample) {
  return Object.fromEntries(
    sample
      .split(", ")
      .map((part) => part.split(": "))
      .map(([reason, count]) => [reason, Number(count)]),
  );
}

function placeParts({ stations, nights, extent, cut }) {
  const isPlaced = (stations ?? []).some(({ latitude }) => latitude !== null);
  const isDated = (nights ?? []).some(({ night }) => night !== null);
  const figures = [
    ...(isPlaced ? [figure("Stations", mapOf(stations), stationsTable(stations, cut))] : []),
    ...(isDated ? [figure("Rows in each night", barsOf(nights), nightsTable(nights, cut))] : []),
  ];
  const dates = extent?.dates ?? null;
  const span =
    dates === null ? [] : [make("p", { className: "quiet", textContent: `From ${dates.first} to ${dates.last}.` })];
  return figures.length === 0 ? span : [make("div", { className: "figures" }, ...figures), ...span];
}

function figure(title, chart, table) {
  const numbers = make("details", {}, make("summary", { textContent: `${title} as a table` }), table);
  return make("figure", {}, make("figcaption", { textContent: title }), chart, numbers);
}

function stationsTable(stations, cut) {
  const lines = stations.map(({ id, name, latitude, longitude, count }) => [
    name ?? id,
    latitude,
    longitude,
    number(count),
  ]);
  return tableOf(
    cut.includes("stations") ? "The first 1,000 stations" : "Stations",
    ["Station", "Latitude", "Longitude", "Rows"],
    lines,
  );
}

function nightsTable(nights, cut) {
  const lines = nights.map(({ night, count }) => [night ?? "no date", number(count)]);
  return tableOf(cut.includes("nights") ? "The first 1,000 nights" : "Nights", ["Night", "Rows"], lines);
}

function rowsTable({ name, columns, rows: lines }, { count }) {
  const of = name ?? "the file";
  const caption =
    lines.length === count && name === null ? `All rows of ${of}` : `The first ${rows(lines.length)} of ${of}`;
  return tableOf(lines.length === 0 ? `No rows in ${of}` : caption, columns, lines);
}
