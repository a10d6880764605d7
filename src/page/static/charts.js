/** A map of stations and a bar for each night, as SVG. The numbers stand beside them as tables. */
import { draw, number, rows } from "./words.js";

const MAP = { width: 480, height: 260, margin: 34, below: 52 };
const BARS = { width: 480, height: 170, top: 12, bottom: 24, left: 40 };

/** @param stations - of the preview, those with coordinates. */
export function mapOf(stations) {
  const { width, height, margin, below } = MAP;
  const placed = stations.filter(({ latitude }) => latitude !== null);
  const [x, west, east] = scale(aroundSeam(placed.map(({ longitude }) => longitude)), [margin, width - margin]);
  const [y, south, north] = scale(
    placed.map(({ latitude }) => latitude),
    [height - below, margin],
  );
  const most = Math.max(...placed.map(({ count }) => count));
  const longitudes = aroundSeam(placed.map(({ longitude }) => longitude));
  const circles = placed.map((station, index) => {
    const name = `${station.name ?? station.id}: ${rows(station.count)}`;
    const at = { cx: round(x(longitudes[index])), cy: round(y(station.latitude)) };
    return draw(
      "circle",
      { ...at, r: round(4 + 10 * Math.sqrt(station.count / most)), class: "station" },
      draw("title", {}, name),
    );
  });
  const label = `Map of ${number(placed.length)} stations between ${degrees(south, "N", "S")}, ${degrees(west, "E", "W")} and ${degrees(north, "N", "S")}, ${degrees(east, "E", "W")}`;
  return picture(MAP, label, [
    draw("rect", { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 8, class: "ground" }),
    ...circles,
    text(`${degrees(north, "N", "S")}`, { x: 10, y: 20 }),
    text(`${degrees(south, "N", "S")}, ${degrees(west, "E", "W")}`, { x: 10, y: height - 10 }),
    text(degrees(east, "E", "W"), { x: width - 10, y: height - 10, "text-anchor": "end" }),
  ]);
}

/** @param nights - of the preview, those with a date, by date. */
export function barsOf(nights) {
  const { width, height, top, bottom, left } = BARS;
  const dated = nights.filter(({ night }) => night !== null);
  const most = Math.max(...dated.map(({ count }) => count));
  const step = (width - left) / dated.length;
  const floor = height - bottom;
  const bars = dated.map(({ night, count }, index) => {
    const tall = Math.max(1, ((floor - top) * count) / most);
    const box = {
      x: round(left + index * step + step * 0.1),
      y: round(floor - tall),
      width: round(step * 0.8),
      height: round(tall),
    };
    return draw("rect", { ...box, class: "bar" }, draw("title", {}, `${night}: ${rows(count)}`));
  });
  const [first, last] = [dated[0].night, dated.at(-1).night];
  const label = `Rows in each of ${number(dated.length)} nights from ${first} to ${last}, at most ${number(most)}`;
  return picture(BARS, label, [
    ...bars,
    draw("line", { x1: left, x2: width, y1: floor + 0.5, y2: floor + 0.5, class: "axis" }),
    text(number(most), { x: left - 6, y: top + 10, "text-anchor": "end" }),
    text("0", { x: left - 6, y: floor, "text-anchor": "end" }),
    text(first, { x: left, y: height - 6 }),
    ...(first === last ? [] : [text(last, { x: width, y: height - 6, "text-anchor": "end" })]),
  ]);
}

function picture({ width, height }, label, children) {
  return draw(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label, class: "chart" },
    ...children,
  );
}

function text(content, attributes) {
  return draw("text", attributes, content);
}

/** Longitudes on both sides of 180° go on beyond it. */
function aroundSeam(longitudes) {
  const isAcross = Math.max(...longitudes) - Math.min(...longitudes) > 180;
  return isAcross ? longitudes.map((longitude) => (longitude < 0 ? longitude + 360 : longitude)) : longitudes;
}

function scale(values, [from, to]) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const at = (value) => (most === least ? (from + to) / 2 : from + ((value - least) / (most - least)) * (to - from));
  return [at, least, most];
}

function degrees(value, positive, negative) {
  const turned = value > 180 ? value - 360 : value;
  return `${Math.abs(turned).toFixed(3)}° ${turned < 0 ? negative : positive}`;
}

const round = (value) => Math.round(value * 10) / 10;
