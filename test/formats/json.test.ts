import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExportError } from "../../src/contracts/export-error.js";
import { json, type JsonField } from "../../src/formats/json.js";

interface Row {
  readonly id: number;
  readonly value?: unknown;
}

const FIELDS: readonly JsonField<Row>[] = [
  { name: "id", value: ({ id }) => id },
  { name: "value", value: ({ value }) => value },
];

async function* batches<Item>(...given: Item[][]): AsyncGenerator<Item[]> {
  yield* given;
}

async function chunksOf(chunks: AsyncIterable<Uint8Array>): Promise<string[]> {
  const texts: string[] = [];
  for await (const chunk of chunks) texts.push(Buffer.from(chunk).toString());
  return texts;
}

/** The text of one value. */
async function text(value: unknown): Promise<string> {
  const [chunk = ""] = await chunksOf(json([{ name: "v", value: () => value }]).encode(batches([1])));
  return chunk.slice('[\n{"v":'.length, -1);
}

test("a file is one array, an object a line, a chunk a batch", async () => {
  const chunks = await chunksOf(
    json(FIELDS).encode(
      batches<Row>(
        [
          { id: 1, value: "a" },
          { id: 2, value: null },
        ],
        [{ id: 3 }],
      ),
    ),
  );
  expect(chunks).toEqual(['[\n{"id":1,"value":"a"},\n{"id":2,"value":null}', ',\n{"id":3,"value":null}', "\n]\n"]);
});

test("no rows, and batches whose rows are all left out, make an empty array", async () => {
  const failing: JsonField<Row> = { name: "x", value: () => Symbol() };
  expect(await chunksOf(json(FIELDS).encode(batches<Row>()))).toEqual(["[]\n"]);
  expect(await chunksOf(json([failing]).encode(batches<Row>([{ id: 1 }], [{ id: 2 }]), () => undefined))).toEqual([
    "[]\n",
  ]);
});

test("fields keep their order, whatever their names", async () => {
  const fields = ["b", "1", "__proto__", "a", "0"].map((name) => ({ name, value: () => 0 }));
  expect((await chunksOf(json(fields).encode(batches([0]))))[0]).toBe('[\n{"b":0,"1":0,"__proto__":0,"a":0,"0":0}');
});

test.each<[unknown, string]>([
  ["moth", '"moth"'],
  ['\uD83E\uDD8B " \\ \n', '"\uD83E\uDD8B \\" \\\\ \\n"'],
  ["half \uD83E", '"half \uFFFD"'],
  ["\uDD8B\uD83E", '"\uFFFD\uFFFD"'],
  ["\\ud83e is text", '"\\\\ud83e is text"'],
  ["\\\uD83E", '"\\\\\uFFFD"'],
  [{ "\uD83E": ["\uDD8B"] }, '{"\uFFFD":["\uFFFD"]}'],
  [5n, '"5"'],
  [
    [9007199254740991, 9007199254740993, -9007199254740993n],
    '[9007199254740991,"9007199254740992","-9007199254740993"]',
  ],
  [1e21, '"1e+21"'],
  [0.331, "0.331"],
  [-0, "0"],
  [true, "true"],
  [undefined, "null"],
  [{ a: undefined, b: [undefined, NaN, -Infinity] }, '{"a":null,"b":[null,null,null]}'],
  [{ z: 1, a: { y: 2 } }, '{"z":1,"a":{"y":2}}'],
  [new Date("2023-06-18T22:42:20Z"), '"2023-06-18T22:42:20.000Z"'],
])("%o is written as %s", async (value, expected) => {
  expect(await text(value)).toBe(expected);
});

test("a format is frozen; missing fields, and a field that occurs twice, are refused when it is made", () => {
  expect(Object.isFrozen(json(FIELDS))).toBe(true);
  expect(() => json([])).toThrow(TypeError);
  expect(() => json([...FIELDS, ...FIELDS])).toThrow(/"id"/);
});

class Secret {
  readonly #secret = "secret";
  readonly seen = 1;
  reveal = (): string => this.#secret;
}

class PostgresInterval {
  constructor(readonly text: string) {}
}

test.each([
  ["a Buffer", Buffer.from([0, 255])],
  ["a Uint8Array", new Uint8Array([1, 0, 255, 1]).subarray(1, 3)],
  ["an ArrayBuffer", new Uint8Array([0, 255]).buffer],
])("%s is base64, wherever it stands", async (_name, bytes) => {
  for (const value of [bytes, { a: bytes }, [[bytes]], { a: { b: bytes, c: 1n } }]) {
    const written = await text(value);
    expect(written).toContain('"AP8="');
    expect(written).not.toMatch(/Buffer|255|\{\}/);
  }
});

test("a plain object of another realm is an object", async () => {
  const foreign: unknown = runInNewContext("({ a: 1n, b: Object.create(null) })");
  expect(await text(foreign)).toBe('{"a":"1","b":{}}');
});

describe("a row that cannot be written", () => {
  const circular: { self?: unknown } = {};
  circular.self = [circular];

  test.each<[string, () => unknown]>([
    [
      "throws",
      () => {
        throw new TypeError("secret");
      },
    ],
    ["is a function", () => () => "secret"],
    ["holds a symbol", () => [Symbol("secret")]],
    ["is circular", () => circular],
    [
      "has a getter that throws",
      () => ({
        get secret() {
          throw new TypeError("secret");
        },
      }),
    ],
    [
      "has a toJSON that throws",
      () => ({
        toJSON() {
          throw new TypeError("secret");
        },
      }),
    ],
    ["holds a map", () => ({ a: new Map([["secret", 1]]) })],
    ["holds numbers of another width", () => [new Uint16Array(2)]],
    ["is a date that is none", () => new Date(Number.NaN)],
    ["holds a date that is none", () => ({ a: [new Date(Number.NaN)] })],
    ["is of a class with private fields", () => new Secret()],
    ["holds an interval as pg gives it", () => ({ a: new PostgresInterval("1 day") })],
    ["says null of itself", () => ({ a: { toJSON: () => null } })],
  ])("whose value %s fails with its row and field, never the value", async (_name, value) => {
    const encoding = chunksOf(json([FIELDS[0]!, { name: "bad", value }]).encode(batches([{ id: 12 }])));
    const error = await encoding.catch((thrown: unknown) => thrown);
    expect(ExportError.is(error) && error.code).toBe("ROW_ENCODING");
    expect((error as ExportError).details.map(({ path }) => path)).toEqual([["rows", 12, "bad"]]);
    expect(JSON.stringify([(error as ExportError).message, (error as ExportError).details])).not.toContain("secret");
  });

  test("is left out when the listener returns", async () => {
    const rows = [
      { id: 1, value: 1 },
      { id: 2, value: Symbol() },
      { id: 3, value: 3 },
    ];
    const chunks = await chunksOf(json(FIELDS).encode(batches<Row>(rows), () => undefined));
    expect(JSON.parse(chunks.join(""))).toEqual([rows[0], rows[2]]);
  });
});

test("NaN and the infinities are each reported once a batch with the first place", async () => {
  const warnings: unknown[] = [];
  const rows = [
    { id: 7, value: 1 },
    { id: 8, value: { a: NaN, b: [Infinity] } },
    { id: 9, value: NaN },
  ];
  await chunksOf(
    json(FIELDS).encode(batches<Row>(rows, [{ id: 10 }]), undefined, {
      onWarning: (...warning) => warnings.push(warning),
    }),
  );
  expect(warnings).toEqual([["NON_FINITE_NUMBER", 3, "row 8, value"]]);
});

test("anything that JSON can hold comes back as it went in", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 10 }), async (values) => {
      const chunks = await chunksOf(json(FIELDS).encode(batches<Row>(values.map((value, id) => ({ id, value })))));
      const back: unknown = JSON.parse(chunks.join(""));
      expect(back).toEqual(
        JSON.parse(
          JSON.stringify(
            values.map((value, id) => ({ id, value })),
            asStored,
          ),
        ),
      );
    }),
  );
});

/** Integers beyond 2^53 - 1 are texts. */
function asStored(_key: string, value: unknown): unknown {
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? String(value) : value;
}

test("members that a program adds to every object's prototype are in no file", async () => {
  const prototype: Record<string, unknown> = Object.prototype as never;
  prototype.vasculumProbe = "stray";
  try {
    expect(await text({ id: 1, nested: { name: "a" } })).toBe('{"id":1,"nested":{"name":"a"}}');
  } finally {
    delete prototype.vasculumProbe;
  }
});
