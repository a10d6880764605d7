import { expect, test } from "vitest";
import * as zod3 from "zod/v3";
import { ExportRegistry } from "../../src/core/exporters/export-registry.js";
import { NightlyExporter } from "../support/nightly-exporter.js";

const registry = (): ExportRegistry => {
  const made = new ExportRegistry();
  made.register("nightly_json")(NightlyExporter);
  made.register("another")(NightlyExporter);
  return made;
};

test("formats are listed in the order of registration", () =>
  expect(registry().getSupportedFormats()).toEqual(["nightly_json", "another"]));
test("register gives the class back", () =>
  expect(new ExportRegistry().register("a")(NightlyExporter)).toBe(NightlyExporter));
test("a format gives its class", () => expect(registry().getExporter("another")).toBe(NightlyExporter));
test("a key registered twice is a TypeError", () =>
  expect(() => registry().register("another")(NightlyExporter)).toThrow(TypeError));

test.each(["", "Upper", "with space", "__proto__", "a".repeat(65)])("%j is no format key", (key) => {
  expect(() => registry().register(key)).toThrow(TypeError);
});

test.each(["nope", "__proto__", "toString", "constructor", ""])(
  "the unknown format %j is refused, naming those there are",
  (key) => {
    const error = expect.objectContaining({
      code: "UNKNOWN_FORMAT",
      message: "Invalid format. Supported formats are: ['nightly_json', 'another']",
    });
    expect(() => registry().getExporter(key)).toThrow(error);
  },
);

const old = zod3.z.object({ moths_min: zod3.z.number().optional() });

class OldFilter extends NightlyExporter {
  override getFilterBackends(): ReturnType<NightlyExporter["getFilterBackends"]> {
    return [{ schema: old as never, apply: (query) => query }];
  }
}

class OldOptions extends NightlyExporter {
  override getOptions(): never {
    return old as never;
  }
}

test.each([OldFilter, OldOptions])("a schema of zod 3 is refused when %o is registered", (exporter) => {
  expect(() => new ExportRegistry().register("nightly")(exporter)).toThrow(
    new TypeError('The exporter for "nightly" has a schema that is not of zod 4. Make it with zod 4.'),
  );
});

test("an exporter that needs a request to know its filters is registered", () => {
  class Shy extends NightlyExporter {
    override getFilterBackends(): never {
      throw new TypeError("not yet");
    }
  }
  expect(new ExportRegistry().register("nightly")(Shy)).toBe(Shy);
});
