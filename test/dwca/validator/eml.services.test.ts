import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeXml } from "../../../src/dwca/reader/decode-xml.js";
import { parseXml } from "../../../src/dwca/reader/parse-xml.js";
import { readArchive } from "../../../src/dwca/reader/read-archive.js";
import { checkEml } from "../../../src/dwca/validator/metadata/check-eml.js";
import { absent, isInstalled } from "../../support/absent.js";
import { besideProject } from "../../support/beside-project.js";

const cases = besideProject("dwca/cases");
const schemas = besideProject("dwca/schemas/eml-gbif-profile");
const reason = cases.absent ?? schemas.absent ?? absent("xmllint", isInstalled("xmllint"));

describe.skipIf(reason !== null)(`metadata of public test suites${reason ? `: ${reason}` : ""}`, () => {
  const names = reason === null ? readdirSync(cases.path).filter((name) => name.endsWith(".zip")) : [];

  test("is valid or invalid as xmllint finds it against GBIF's own schema", async () => {
    const folder = mkdtempSync(join(tmpdir(), "vasculum-test-"));
    const file = join(folder, "eml.xml");
    let compared = 0;
    for (const name of names) {
      const text = await metadataOf(join(cases.path, name));
      const version = /eml-gbif-profile\/([\d.]+)\/eml\.xsd/.exec(text ?? "")?.[1];
      if (text === null || version === undefined) continue;
      writeFileSync(file, text.replace(/encoding="[^"]*"/, 'encoding="UTF-8"'));
      compared += 1;
      expect(faultsOf(text), name).toBe(!isValid(file, join(schemas.path, version, "eml.xsd")));
    }
    rmSync(folder, { recursive: true });
    expect(compared).toBeGreaterThan(20);
  });
});

async function metadataOf(path: string): Promise<string | null> {
  try {
    await using archive = await readArchive(path);
    return await archive.metadata();
  } catch {
    return null;
  }
}

/** Whether a fault is found; what is no XML has one. */
function faultsOf(text: string): boolean {
  const bytes = Buffer.from(text.replace(/encoding="[^"]*"/, 'encoding="UTF-8"'));
  let faults = 0;
  const count = (code: string): void => {
    if (code === "EML_GBIF_SCHEMA") faults += 1;
  };
  try {
    checkEml(parseXml(decodeXml(bytes)), "eml.xml", count);
  } catch {
    return true;
  }
  return faults > 0;
}

function isValid(file: string, schema: string): boolean {
  try {
    execFileSync("xmllint", ["--nonet", "--noout", "--schema", schema, file], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
