import {
  BaseExporter,
  createMemorySource,
  csv,
  ExportRegistry,
  type CsvColumn,
  type DataSource,
  type MemoryQuery,
} from "vasculum";
import { createCamtrapPackageExporter } from "vasculum/camtrap-dp";
import { createCocoExporter } from "vasculum/coco";
import { createDwcDpPackageExporter } from "vasculum/dwc-dp";
import { createDwcTable } from "vasculum/dwca";
import { createExpressMiddleware } from "vasculum/express";
import { createKoaMiddleware } from "vasculum/koa";
import { createAntennaSource } from "vasculum/antenna";
import { guardPool } from "vasculum/kysely";
import { EVENT_FIELDS } from "vasculum/occurrences";
import { testExporter } from "vasculum/testing";
import { createXlsxExporter } from "vasculum/xlsx";

interface Night {
  readonly id: number;
  readonly moths: number;
}

const NIGHTS: readonly Night[] = [
  { id: 1, moths: 3 },
  { id: 2, moths: 5 },
];
const nights: DataSource<Night, MemoryQuery<Night>> = createMemorySource(NIGHTS, {
  key: ({ id }) => id,
  inScope: () => true,
});
const COLUMNS: readonly CsvColumn<Night>[] = [{ name: "moths", value: ({ moths }) => moths }];

class NightlyExporter extends BaseExporter<Night, MemoryQuery<Night>> {
  getSource() {
    return nights;
  }
  getFormat() {
    return csv(COLUMNS);
  }
}

const Registered: typeof NightlyExporter = new ExportRegistry().register("nightly")(NightlyExporter);

/** Each is there, and typed: a function that takes arguments, a list that is not empty. */
const doors = [
  ...[createExpressMiddleware, createKoaMiddleware, createAntennaSource, createDwcTable, guardPool],
  ...[createCamtrapPackageExporter, createCocoExporter, createDwcDpPackageExporter, createXlsxExporter],
].map(({ length }: { readonly length: number }) => length);
if (doors.includes(0) || EVENT_FIELDS.length === 0) throw new TypeError("A door is shut.");

void testExporter(Registered).then(({ text }) => console.log(text));
