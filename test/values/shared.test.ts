import { describe, expect, it } from "vitest";
import { oncePerShared, share } from "../../src/values/shared.js";

const counting = () => {
  const asked: object[] = [];
  const nameOf = oncePerShared((value: { readonly name: string }) => {
    asked.push(value);
    return { label: value.name.toUpperCase() };
  });
  return { asked, nameOf };
};

describe("a shared value", () => {
  it("is frozen, with all that it holds", () => {
    const taxon = share({ name: "Noctua", parents: [{ name: "Noctuidae" }] });
    expect([taxon, taxon.parents, taxon.parents[0]].map((value) => Object.isFrozen(value))).toEqual([true, true, true]);
  });

  it("is asked once, and what was made of it is shared too", () => {
    const { asked, nameOf } = counting();
    const taxon = share({ name: "Noctua" });
    const made = nameOf(taxon);
    expect(nameOf(taxon)).toBe(made);
    expect(asked).toEqual([taxon]);
    const ofMade = oncePerShared(({ label }: { readonly label: string }) => [label]);
    expect(ofMade(made)).toBe(ofMade(made));
  });

  it("is asked again where making failed", () => {
    let fails = true;
    const text = oncePerShared((value: { readonly name: string }) => {
      if (fails) throw new TypeError("not yet");
      return value.name;
    });
    const taxon = share({ name: "Noctua" });
    expect(() => text(taxon)).toThrow("not yet");
    fails = false;
    expect(text(taxon)).toBe("Noctua");
  });
});

describe("any other value", () => {
  it("is asked each time, for it may have changed", () => {
    const { nameOf } = counting();
    const taxon = { name: "Noctua" };
    expect(nameOf(taxon).label).toBe("NOCTUA");
    taxon.name = "Agrotis";
    expect(nameOf(taxon).label).toBe("AGROTIS");
  });
});
