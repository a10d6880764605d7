export { createAntennaSource, type AntennaSourceOptions } from "./sources/antenna/create-antenna-source.js";
