import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExportError } from "../../src/contracts/export-error.js";
import { csv, type CsvColumn, type CsvOptions, type CsvValue } from "../../src/formats/csv.js";

interface Cell {
  readonly id?: number;
  readonly value: CsvValue;
}

const VALUE: CsvColumn<Cell> = { name: "value", value: (row) => row.value };
const FLOAT: CsvColumn<Cell> = { ...VALUE, type: "float" };
const AFTER: CsvColumn<Cell> = { name: "after", value: () => "x" };

async function* batches<Row>(...given: Row[][]): AsyncGenerator<Row[]> {
  yield* given;
}

async function chunksOf(chunks: AsyncIterable<Uint8Array>): Promise<string[]> {
  const texts: string[] = [];
  for await (const chunk of chunks) texts.push(Buffer.from(chunk).toString());
  return texts;
}

/** The cell of a value, as it stands between the header and the line's end. */
async function cell(value: CsvValue, options?: CsvOptions, column = VALUE): Promise<string> {
  const [, line = ""] = await chunksOf(csv([column, AFTER], options).encode(batches([{ value }])));
  return line.replace(/,x\r\n$/, "");
}

test("a file is a header, then one chunk a batch, every line ended by CRLF", async () => {
  const chunks = await chunksOf(
    csv([VALUE, AFTER]).encode(batches<Cell>([{ value: 1 }, { value: 2 }], [{ value: 3 }])),
  );
  expect(chunks).toEqual(["value,after\r\n", "1,x\r\n2,x\r\n", "3,x\r\n"]);
});

test("lines end with CRLF before, at and after a cell with line breaks, which keeps its own", async () => {
  const parts: readonly Cell[][] = [
    [{ value: "a" }],
    [{ value: "b" }, { value: "c\nd\r\ne" }, { value: "\r" }],
    [{ value: "f" }],
  ];
  const chunks = await chunksOf(csv([VALUE, AFTER], { formulaGuard: false }).encode(batches<Cell>(...parts)));
  expect(chunks).toEqual(["value,after\r\n", "a,x\r\n", 'b,x\r\n"c\nd\r\ne",x\r\n"\r",x\r\n', "f,x\r\n"]);
});

test("no rows make a header", async () => {
  expect(await chunksOf(csv([VALUE, AFTER]).encode(batches<Cell>()))).toEqual(["value,after\r\n"]);
});

test("a format is frozen and encodes any number of files", async () => {
  const format = csv([VALUE, AFTER]);
  expect(Object.isFrozen(format)).toBe(true);
  const once = () => chunksOf(format.encode(batches<Cell>([{ value: "a" }])));
  expect(await Promise.all([once(), once()])).toEqual([await once(), await once()]);
});

test.each<[CsvValue, string]>([
  [Buffer.from([0, 255]), "AP8="],
  [new Uint8Array([0, 255]).buffer, "AP8="],
  [new Uint8Array([0xfb]), "'+w=="],
  [null, ""],
  [undefined, ""],
  ["", ""],
  [true, "True"],
  [false, "False"],
  [0, "0"],
  [100, "100"],
  [-33.865143, "-33.865143"],
  [0.331, "0.331"],
  [9007199254740993n, "9007199254740993"],
  [-5n, "-5"],
  [" kept \t", " kept \t"],
  ["a,b", '"a,b"'],
  ['say "moth"', '"say ""moth"""'],
  ["lone\nLF", '"lone\nLF"'],
  ["lone\rCR", '"lone\rCR"'],
  ["CR\r\nLF", '"CR\r\nLF"'],
  ["2023-06-18 22:42:20", "2023-06-18 22:42:20"],
  ["\uD83E\uDD8B", "\uD83E\uDD8B"],
  ["half \uD83E", "half \uFFFD"],
  ["\uDD8B half", "\uFFFD half"],
])("%o is the cell %j", async (value, expected) => {
  expect(await cell(value)).toBe(expected);
});

test.each<[CsvValue, string]>([
  [100, "100.0"],
  [0, "0.0"],
  [-0, "0.0"],
  [-2, "-2.0"],
  [0.331, "0.331"],
  [0.1 + 0.2, "0.30000000000000004"],
  [1e-7, "1e-7"],
  [1e21, "1e+21"],
  [null, ""],
])("%o is %j in a float column", async (value, expected) => {
  expect(await cell(value, {}, FLOAT)).toBe(expected);
});

describe("the formula guard", () => {
  test.each([
    "=1+1",
    "+cmd",
    "-x",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    "\0x",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "--1",
    "+",
    "-1-1",
  ])("puts ' before %j", async (text) => {
    expect(parse(`${await cell(text)}\r\n`)).toEqual([[`'${text}`]]);
  });

  test.each(["-33.865143", "+1e-5", "-1", "-.5", "+7.", "a=b", "'=1", " =1", ""])(
    "leaves the text %j alone",
    async (text) => {
      expect(await cell(text)).toBe(text);
    },
  );

  test("leaves numbers alone", async () => {
    expect([await cell(-1), await cell(-5n), await cell(-1.5, {}, FLOAT)]).toEqual(["-1", "-5", "-1.5"]);
  });

  test("guards the header too", async () => {
    expect(await chunksOf(csv([{ ...VALUE, name: "=x" }, AFTER]).encode(batches<Cell>()))).toEqual(["'=x,after\r\n"]);
  });

  test("can be switched off", async () => {
    expect(await cell("=1+1", { formulaGuard: false })).toBe("=1+1");
    expect(await cell("=1+1", { formulaGuard: undefined })).toBe("'=1+1");
  });
});

test("a byte order mark stands first, and only when it is asked for", async () => {
  const [first = ""] = await chunksOf(csv([VALUE], { bom: true }).encode(batches<Cell>()));
  expect(Buffer.from(first).subarray(0, 4).toString("hex")).toBe("efbbbf76");
});

test("an empty cell that is alone on its line is quoted, so that the line is not blank", async () => {
  const chunks = await chunksOf(csv([VALUE]).encode(batches<Cell>([{ value: null }, { value: "" }, { value: "a" }])));
  expect(chunks[1]).toBe('""\r\n""\r\na\r\n');
});

test("missing columns, and a column that occurs twice, are refused when the format is made", () => {
  expect(() => csv([])).toThrow(TypeError);
  expect(() => csv([VALUE, AFTER, VALUE])).toThrow(/"value"/);
});

describe("a row that cannot be written", () => {
  const poison = Symbol("secret");
  const column = (value: (row: { id?: unknown }) => unknown) => ({ name: "bad", value }) as CsvColumn<{ id?: unknown }>;
  const encode = (value: (row: { id?: unknown }) => unknown, row: { id?: unknown }) =>
    chunksOf(csv([column(value)]).encode(batches([{ id: 1 }, row].slice(1))));

  test.each([
    [
      "throws",
      () => {
        throw new TypeError("secret");
      },
    ],
    ["is a function", () => () => "secret"],
    ["is a symbol", () => poison],
    ["is an object", () => ({ secret: 1 })],
    ["is a date", () => new Date(0)],
  ])("whose value %s fails with its row and column, never the value", async (_name, value) => {
    const error = await encode(value, { id: 12 }).catch((thrown: unknown) => thrown);
    expect(ExportError.is(error) && error.code).toBe("ROW_ENCODING");
    expect((error as ExportError).details.map(({ path }) => path)).toEqual([["rows", 12, "bad"]]);
    expect(JSON.stringify([(error as ExportError).message, (error as ExportError).details])).not.toContain("secret");
  });

  test.each<[string, object, string | number]>([
    ["a text id", { id: "a-1" }, "a-1"],
    ["a bigint id", { id: 5n }, "5"],
    ["no id", {}, 1],
    [
      "an id that throws",
      Object.defineProperty({}, "id", {
        get: () => {
          throw new TypeError();
        },
      }),
      1,
    ],
  ])("with %s is named by it or by its number", async (_name, row, expected) => {
    await expect(encode(() => poison, row)).rejects.toMatchObject({ details: [{ path: ["rows", expected, "bad"] }] });
  });

  test("is left out when the listener returns; rows without an id are numbered through", async () => {
    const errors: ExportError[] = [];
    const fussy: CsvColumn<number> = {
      name: "n",
      value: (row) => {
        if (row % 2 === 0) throw new TypeError();
        return row;
      },
    };
    const chunks = await chunksOf(csv([fussy]).encode(batches([1, 2, 3], [4], [5]), (error) => errors.push(error)));
    expect(chunks).toEqual(["n\r\n", "1\r\n3\r\n", "5\r\n"]);
    expect(errors.map(({ details }) => details[0]?.path)).toEqual([
      ["rows", 2, "n"],
      ["rows", 4, "n"],
    ]);
  });
});

test("NaN and the infinities are empty, and reported once a batch with the first place; rows left out do not count", async () => {
  const warnings: unknown[] = [];
  const rows = [
    [
      { id: 1, value: 1 },
      { id: 2, value: NaN },
      { id: 3, value: -Infinity },
    ],
    [{ id: 4, value: 4 }],
    [{ id: 5, value: Infinity }],
  ];
  const fussy: CsvColumn<Cell> = {
    name: "not 3",
    value: ({ id }) => {
      if (id === 3) throw new TypeError();
      return id;
    },
  };
  const onWarning = (...warning: unknown[]) => warnings.push(warning);
  const chunks = await chunksOf(csv([FLOAT, fussy]).encode(batches<Cell>(...rows), () => undefined, { onWarning }));
  expect(chunks.slice(1)).toEqual(["1.0,1\r\n,2\r\n", "4.0,4\r\n", ",5\r\n"]);
  expect(warnings).toEqual([
    ["NON_FINITE_NUMBER", 1, "row 2, value"],
    ["NON_FINITE_NUMBER", 1, "row 5, value"],
  ]);
});

test("leaving early ends the batches", async () => {
  let ended = false;
  async function* endless() {
    try {
      for (;;) yield [{ value: 1 }];
    } finally {
      ended = true;
    }
  }
  let chunks = 0;
  for await (const chunk of csv([VALUE]).encode(endless())) if (chunk.length > 0 && ++chunks === 3) break;
  expect(ended).toBe(true);
});

test("any text comes back from a CSV reader as it went in, in any number of batches", async () => {
  const rows = fc.array(fc.record({ value: fc.string({ unit: "binary" }) }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 7 }), async (given, size) => {
      const parts =
        given.length === 0
          ? []
          : Array.from({ length: Math.ceil(given.length / size) }, (_, n) => given.slice(n * size, n * size + size));
      const text = (await chunksOf(csv([VALUE, AFTER], { formulaGuard: false }).encode(batches<Cell>(...parts)))).join(
        "",
      );
      expect(parse(text, { from: 2, record_delimiter: "\r\n" }).map(([value]) => value)).toEqual(
        given.map(({ value }) => Buffer.from(value).toString()),
      );
    }),
  );
});
