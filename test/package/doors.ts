/** A front door of the package. */
export interface Door {
  readonly name: string;
  /** The packages that importing it loads. What is not named here, a host that uses only this door need not have. */
  readonly loads: readonly string[];
  /** The most that our own code may weigh, minified and gzipped. */
  readonly kibibytes: number;
}

/** Every door, and nothing else. */
export const DOORS: readonly Door[] = [
  { name: "index", loads: ["csv-stringify", "p-limit", "zod"], kibibytes: 55 },
  { name: "antenna", loads: ["kysely", "p-limit"], kibibytes: 19 },
  { name: "bullmq", loads: [], kibibytes: 4 },
  { name: "coco", loads: ["zod"], kibibytes: 20 },
  { name: "camtrap-dp", loads: ["zod"], kibibytes: 38 },
  { name: "dwc-dp", loads: ["zod"], kibibytes: 44 },
  { name: "dwca", loads: ["zod"], kibibytes: 59 },
  { name: "express", loads: ["zod"], kibibytes: 19 },
  { name: "koa", loads: ["zod"], kibibytes: 19 },
  { name: "kysely", loads: ["kysely", "p-limit"], kibibytes: 22 },
  { name: "occurrences", loads: ["csv-stringify", "zod"], kibibytes: 78 },
  { name: "page", loads: [], kibibytes: 20 },
  { name: "parquet", loads: ["csv-stringify", "hyparquet", "hyparquet-writer", "zod"], kibibytes: 24 },
  { name: "pg-boss", loads: [], kibibytes: 4 },
  { name: "s3", loads: ["@aws-sdk/client-s3", "@aws-sdk/lib-storage", "@aws-sdk/s3-request-presigner"], kibibytes: 8 },
  { name: "testing", loads: ["zod"], kibibytes: 58 },
  { name: "xlsx", loads: ["csv-stringify", "zod"], kibibytes: 26 },
];

/** As an import names it: `vasculum/kysely`. */
export function specifierOf(door: string): string {
  return door === "index" ? "vasculum" : `vasculum/${door}`;
}
