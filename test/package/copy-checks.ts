import { expect, test } from "vitest";
import { type BuiltPackage, run } from "./build-package.js";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** What must hold when the ESM and the CJS build meet in one process. */
export function testCopies(built: () => BuiltPackage): void {
  test("an ExportError of either copy is one to both", async () => {
    const printed = await inBothCopies(
      built(),
      `
      const error = new cjs.ExportError("CANCELLED");
      return [error instanceof esm.ExportError, esm.ExportError.is(error), cjs.ExportError.is(new esm.ExportError("CANCELLED")), esm.ExportError.is(new Error())];
    `,
    );
    expect(printed).toEqual([false, true, true, false]);
  });

  test("an exporter of the CJS copy runs in the service of the ESM copy, and its errors keep their codes", async () => {
    const printed = await inBothCopies(
      built(),
      `
      const source = cjs.createMemorySource([{ id: 1, moths: 3 }, { id: 2, moths: 5 }], { key: (row) => row.id, inScope: () => true });
      const columns = [{ name: "moths", value: (row) => row.moths }];
      class Nightly extends cjs.BaseExporter {
        static fileFormat = "csv";
        getSource() { return source; }
        getFormat() { return cjs.csv(columns); }
      }
      class Refusing extends Nightly {
        async export() { throw new cjs.ExportError("METADATA_INCOMPLETE"); }
      }
      const { testExporter } = await import("./dist/testing.js");
      return [(await testExporter(Nightly)).text, (await testExporter(Refusing)).record.error.code];
    `,
    );
    expect(printed).toEqual(["moths\r\n3\r\n5\r\n", "METADATA_INCOMPLETE"]);
  });

  test("the doors of one build share what they have in common", async () => {
    const names = await readdir(join(built().root, "dist"));
    for (const extension of [/(?<!c)\.js$/, /\.cjs$/]) {
      const texts = await Promise.all(
        names.filter((name) => extension.test(name)).map((name) => readFile(join(built().root, "dist", name), "utf8")),
      );
      expect(texts.filter((text) => text.includes(`Symbol.for("vasculum.ExportError")`))).toHaveLength(1);
    }
  });

  test("Node gives both require and import the ESM build, once", async () => {
    const same = `console.log(require("vasculum").ExportError === (await import("vasculum")).ExportError)`;
    const script = `import { createRequire } from "node:module"; const require = createRequire(process.cwd() + "/here.js"); ${same}`;
    expect(await run(built().node, ["--input-type=module", "--eval", script], built().root)).toBe("true\n");
  });
}

/** Runs the body of an async function that knows both copies as `esm` and `cjs`, and gives what it returns. */
async function inBothCopies({ root, node }: BuiltPackage, body: string): Promise<unknown> {
  const script = `
    const cjs = require("./dist/index.cjs");
    import("./dist/index.js").then(async (esm) => { ${body} }).then((result) => console.log(JSON.stringify(result)));
  `;
  return JSON.parse(await run(node, ["--eval", script], root));
}
