import { changed } from "./archive/dwca-sources.js";

const BURST = {
  ...{ id: 900, url: "https://media.example.org/burst.jpg", timestamp: "2023-06-18T23:59:59" },
  ...{ width: 4096, height: 2160 },
};
/** Every animal, of whichever night, is on the picture of one burst. */
export const BURST_SOURCE = changed((row) => ({
  ...row,
  detections: (row.detections ?? []).map((one) => ({ ...one, capture: BURST })),
}));
