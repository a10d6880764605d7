import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { generateSeason } from "../../examples/season/generate-season.js";
import { type AntennaPostgres, antennaOnPostgres } from "../sources/antenna/antenna-database.js";
import { absent } from "../support/absent.js";
import { findProgram } from "../support/find-program.js";
import { lockOccurrences } from "./antenna-lock.js";
import type { PreviewJson } from "../../src/http/wire-schemas.js";
import { clientOf } from "./server-client.js";
import { createFolder, type ServerProcess, startProcess } from "./server-process.js";

const CHROMIUM = findProgram("chromium");
const noChromium = absent("chromium", CHROMIUM !== null);
interface Schema {
  readonly properties: object;
}

const ARGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

const sha256Of = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

describe.skipIf(noChromium !== null)("the page, in Chromium", () => {
  let antenna: AntennaPostgres;
  let folder: Awaited<ReturnType<typeof createFolder>>;
  let server: ServerProcess;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    antenna = await antennaOnPostgres();
    await antenna.load(generateSeason({ occurrences: 400 }));
    folder = await createFolder();
    server = await startProcess({
      env: { DATABASE_URL: antenna.database.url, STORAGE_URL: folder.url, LINK_SECRET: "s".repeat(32) },
    });
    browser = await chromium.launch({ executablePath: `${CHROMIUM}`, args: ARGS });
  });
  afterAll(async () => {
    await browser.close();
    expect(await server.stop()).toMatchObject({ code: 0 });
    await antenna[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    const context = await browser.newContext({ acceptDownloads: true });
    page = await context.newPage();
    complaints = [];
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("console", (message) => /Content Security Policy/.test(message.text()) && complaints.push(message.text()));
    await page.goto(server.url);
    await page.getByText("Your role: Researcher").waitFor();
  });
  afterEach(async () => {
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  const researcher = () => clientOf(server.url, "demo-researcher");
  const said = () => page.getByRole("status").textContent();
  const alarm = () => page.getByRole("alert");

  const user = (name: string) => page.getByLabel("You are").selectOption({ label: name });
  const seen = () => page.locator("#seen");

  /** Asks for a preview and waits for its answer. */
  async function preview(format: string) {
    await page.getByLabel("Format").selectOption({ label: format });
    const [response] = await Promise.all([
      page.waitForResponse((answer) => answer.url().endsWith("/preview/")),
      page.getByRole("button", { name: "Preview" }).click(),
    ]);
    return (await response.json()) as PreviewJson;
  }

  /** Starts an export and gives its card. */
  async function start(format: string, captureSet = "Any") {
    await page.getByLabel("Format").selectOption({ label: format });
    // A field for a number until the sets of the project have come.
    await page.locator("select[data-key=collection_id]").waitFor();
    await page.getByLabel("Capture set").selectOption({ label: captureSet });
    const [response] = await Promise.all([
      page.waitForResponse((answer) => answer.request().method() === "POST"),
      page.getByRole("button", { name: "Start export" }).click(),
    ]);
    const { id } = (await response.json()) as { readonly id: number };
    return { id, card: page.locator(`#export-${id}`) };
  }

  test("an export is asked for, moves, is ready, and its download is the file of the record", async () => {
    await using lock = await lockOccurrences(antenna.pool);
    const { id, card } = await start("Table (CSV)", "Every third capture");
    await card.getByText("Running").waitFor();
    for (const stage of ["Exporting data", "Uploading snapshot"])
      expect(await card.getByLabel(stage).getAttribute("value")).toBe("0");
    expect(await card.locator('[aria-current="step"]').innerText()).toContain("Exporting data");
    await lock[Symbol.asyncDispose]();
    await card.getByText("Ready").waitFor();
    const record = await researcher().get(id);
    expect(await said()).toBe(`Export ${id} is ready: ${record.record_count} rows, ${record.file_size_display}.`);
    expect(await card.innerText()).toContain("Only capture set: Every third capture.");
    expect(await card.getByRole("listitem").allInnerTexts()).toContainEqual(
      expect.stringMatching(/^Rows of the project are not in the file, .* not determined/),
    );
    await card.getByText("Licence and citation").click();
    expect(await card.innerText()).toContain("Eastern Ridge Naturalists' Trust (");
    expect(await card.getByRole("link").getAttribute("href")).toBe("https://creativecommons.org/licenses/by/4.0/");
    expect(await card.innerText()).toContain(record.sha256);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      card.getByRole("button", { name: "Download" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`moths-of-the-eastern-ridge_export-${id}.csv`);
    expect(
      createHash("sha256")
        .update(await readFile(await download.path()))
        .digest("hex"),
    ).toBe(record.sha256);
  });

  test("without events the page polls", async () => {
    await page.route("**/events/", (route) => route.abort());
    const { card } = await start("JSON");
    await card.getByText("Ready").waitFor();
  });

  test("an export of another user is followed, too", async () => {
    await using lock = await lockOccurrences(antenna.pool);
    const { id } = await researcher().create({ project: 1, format: "dwca" });
    await page.getByRole("button", { name: "Refresh" }).click();
    const card = page.locator(`#export-${id}`);
    await card.getByText("Running").waitFor();
    await lock[Symbol.asyncDispose]();
    await card.getByText("Ready").waitFor();
  });

  test("a running export is cancelled, run again, and deleted", async () => {
    await using lock = await lockOccurrences(antenna.pool);
    const { id, card } = await start("JSON");
    await card.getByText("Running").waitFor();
    await card.getByRole("button", { name: "Cancel" }).click();
    await card.getByText("Cancelled").waitFor();
    expect(await said()).toBe(`Export ${id} was cancelled.`);
    await lock[Symbol.asyncDispose]();
    await card.getByRole("button", { name: "Run again" }).click();
    await card.getByText("Ready").waitFor();
    await card.getByRole("button", { name: "Delete" }).click();
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Keep");
    await page.getByRole("dialog").getByRole("button", { name: "Keep" }).click();
    expect((await researcher().send(`exports/${id}/`)).status).toBe(200);
    await card.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await card.waitFor({ state: "detached" });
    expect((await researcher().send(`exports/${id}/`)).status).toBe(404);
  });

  test("a refusal is a sentence", async () => {
    await page.getByLabel("You are").selectOption({ label: "Ben, a basic member" });
    await page.getByText("Your role: Basic Member. You may not create exports of this project.").waitFor();
    expect(await page.getByRole("button", { name: "Start export" }).isVisible()).toBe(false);
    await page.getByLabel("You are").selectOption({ label: "Another user…" });
    await page.getByLabel("Your token").fill("demo-nobody");
    await page.getByRole("button", { name: "Use" }).click();
    await alarm().getByText("The server does not know this token.").waitFor();
    await page.getByLabel("You are").selectOption({ label: "Otto, an outsider" });
    await page.getByText("You are not a member of any project.").waitFor();
    expect(await alarm().textContent()).toBe("");
  });

  test("the keyboard is enough, and the focus is never lost", async () => {
    const focused = () => page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id");
    await page.getByLabel("Format").focus();
    await page.keyboard.press("T");
    const tab = async (name: string) => {
      for (let presses = 0; presses < 12 && (await focused()) !== name; presses += 1) await page.keyboard.press("Tab");
      expect(await focused()).toBe(name);
    };
    await tab("More filters");
    await tab("Start export");
    await page.keyboard.press("Enter");
    const card = page.locator("#list > li").first();
    await card.getByRole("heading", { name: /^Table \(CSV\), export \d+$/ }).waitFor();
    await card.getByText("Ready").waitFor();
    expect(await focused()).toBe("Start export");
    await tab("Download");
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
    await tab("Delete");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    expect(await focused()).toBe("Keep");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await page.getByText(/^Export \d+ has been deleted\.$/).waitFor();
    expect(await focused()).toBe("All exports");
  });

  test("a preview shows rows, what is left out, stations and nights, and their numbers as tables", async () => {
    const { count, left_out: leftOut, stations, nights, tables } = await preview("Darwin Core Archive");
    await seen().getByText(`${count} rows in Darwin Core Archive.`).waitFor();
    expect(await page.evaluate("document.activeElement.id")).toBe("seen-heading");
    expect(await seen().innerText()).toContain(`${leftOut?.count} rows of the project will be left out: `);
    const map = seen().getByRole("img", { name: new RegExp(`^Map of ${stations?.length} stations between `) });
    expect(await map.locator("circle").count()).toBe(stations?.length);
    expect(await map.locator("circle title").first().textContent()).toBe(
      `${stations?.[0]?.name}: ${stations?.[0]?.count} rows`,
    );
    const bars = seen().getByRole("img", { name: /^Rows in each of / });
    expect(await bars.locator("rect").count()).toBe(nights?.length);
    await seen().getByText("Stations as a table").click();
    expect(await seen().getByRole("region", { name: "Stations" }).locator("tbody tr").count()).toBe(stations?.length);
    await seen().getByText("Rows in each night as a table").click();
    expect(await seen().getByRole("region", { name: "Nights" }).getByRole("row").nth(1).innerText()).toBe(
      `${nights?.[0]?.night}\t${nights?.[0]?.count}`,
    );
    const occurrences = seen().getByRole("region", { name: "The first 20 rows of occurrence.txt" });
    expect(await occurrences.locator("tbody td").nth(1).innerText()).toBe(tables?.[1]?.rows[0]?.[1]);
  });

  test("a project without a licence says what is missing, in the preview and in the request", async () => {
    await user("Ada, an administrator");
    await page.getByLabel("Project", { exact: true }).selectOption({ label: "Rooftop trial (draft)" });
    await page.getByText("Draft", { exact: true }).waitFor();
    await preview("Darwin Core Archive");
    await seen().getByText("This export would be refused.").waitFor();
    expect(await seen().getByRole("listitem").first().innerText()).toMatch(/licen[cs]e/i);
    await page.getByRole("button", { name: "Start export" }).click();
    await alarm()
      .getByText(/licen[cs]e/i)
      .waitFor();
  });

  test("every filter and option of a format has a field, and a refusal stands at its field", async () => {
    await page.getByLabel("Format").selectOption({ label: "Table (CSV)" });
    const { formats } = (await (await researcher().send("exports/formats/")).json()) as {
      readonly formats: readonly { readonly format: string; readonly filters: Schema; readonly options: Schema }[];
    };
    const csv = formats.find(({ format }) => format === "occurrences_simple_csv");
    const aliases = ["collection", "taxon", "determination", "deployment", "event"];
    for (const [group, schema] of [
      ["filters", csv?.filters],
      ["options", csv?.options],
    ] as const)
      for (const key of Object.keys(schema?.properties ?? {}).filter((name) => !aliases.includes(name)))
        expect(await page.locator(`#${group}-${key}`).count(), `${group} ${key}`).toBe(1);
    await page.getByText("More filters").click();
    await page.getByLabel("Taxon, or below").fill("987654");
    await page.getByLabel("Rank").fill("species");
    await page.getByText("More filters").click();
    await page.getByRole("button", { name: "Start export" }).click();
    await alarm()
      .getByText(/expected a rank/)
      .waitFor();
    expect(await page.getByLabel("Rank").getAttribute("aria-invalid")).toBe("true");
    expect(await page.locator("#filters-determination__rank-problem").innerText()).toMatch(/expected a rank/);
    expect(await page.evaluate("document.activeElement.id")).toBe("filters-determination__rank");
    await page.getByLabel("Rank").fill("SPECIES");
    await page.getByRole("button", { name: "Start export" }).click();
    await alarm().getByText("Taxon does not exist.").waitFor();
  });

  test("filters and options reach the file: dates, a station, a choice, a list, columns", async () => {
    await page.getByLabel("Format").selectOption({ label: "Table (CSV)" });
    await page.getByLabel("Station").selectOption({ index: 1 });
    await page.getByLabel("From").fill("2023-05-01");
    await page.getByText("More filters").click();
    await page.getByLabel("Verified", { exact: true }).selectOption({ label: "No" });
    await page.getByLabel("Least score", { exact: true }).fill("0.2");
    await page.getByText("Options of the file").click();
    await page.getByLabel("event_name").uncheck();
    await page.getByLabel("Between cells").selectOption({ label: "semicolon" });
    const [response] = await Promise.all([
      page.waitForResponse((answer) => answer.request().method() === "POST"),
      page.getByRole("button", { name: "Start export" }).click(),
    ]);
    const { id } = (await response.json()) as { readonly id: number };
    const body = response.request().postDataJSON() as {
      readonly filters: object;
      readonly options: { readonly columns: readonly string[] };
    };
    expect(body.filters).toEqual({ deployment_id: 1, date_start: "2023-05-01", verified: false, score_min: 0.2 });
    expect(body.options).toMatchObject({ delimiter: "semicolon" });
    expect(body.options.columns).not.toContain("event_name");
    const card = page.locator(`#export-${id}`);
    await card.getByText("Ready").waitFor();
    expect(await card.innerText()).toContain("verified: no, least score: 0.2");
  });

  test("a signed link is offered, copied, and followed by itself to the file's own bytes", async () => {
    const { id } = await researcher().create({ project: 1, format: "occurrences_simple_csv" });
    const { sha256 } = await researcher().until(id, ({ status }) => status === "succeeded");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.reload();
    const card = page.locator(`#export-${id}`);
    await card.getByRole("button", { name: "Copy link" }).click();
    await page.getByText("The link has been copied.").waitFor();
    const copied = String(await page.evaluate("navigator.clipboard.readText()"));
    expect(copied).toMatch(new RegExp(`/exports/${id}/download/\\?signature=[\\w-]+\\.[\\w-]+$`));
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      card.getByRole("button", { name: "Download" }).click(),
    ]);
    expect(download.url()).toBe(copied);
    expect(sha256Of(await readFile(await download.path()))).toBe(sha256);
    const linked = await fetch(copied);
    expect([linked.status, sha256Of(Buffer.from(await linked.arrayBuffer()))]).toEqual([200, sha256]);
    expect((await fetch(`${copied}x`)).status).toBe(403);
  });

  test("an address with another query is no signed link, and none is offered", async () => {
    const { id } = await researcher().create({ project: 1, format: "occurrences_simple_csv" });
    const { file_url: address } = await researcher().until(id, ({ status }) => status === "succeeded");
    const unsigned = `${address?.split("?")[0]}?tenant=7`;
    await page.route("**/exports/", async (route) => {
      const answer = await route.fetch();
      const list = (await answer.json()) as { readonly results: readonly { readonly id: number }[] };
      const results = list.results.map((one) => (one.id === id ? { ...one, file_url: unsigned } : one));
      await route.fulfill({ response: answer, json: { ...list, results } });
    });
    await page.reload();
    const card = page.locator(`#export-${id}`);
    await card.getByRole("button", { name: "Download" }).waitFor();
    expect(await card.getByRole("button", { name: "Copy link" }).isVisible()).toBe(false);
  });

  test("no button is shown that the user may not use", async () => {
    await page.route("**/exports/?**", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), user_permissions: [] } });
    });
    await page.route("**/exports/", async (route) => {
      if (route.request().method() !== "GET") return await route.continue();
      const answer = await route.fetch();
      const list = (await answer.json()) as { readonly results: readonly object[] };
      await route.fulfill({
        response: answer,
        json: { ...list, results: list.results.map((one) => ({ ...one, user_permissions: [] })) },
      });
    });
    const { id } = await researcher().create({ project: 1, format: "occurrences_simple_csv" });
    await researcher().until(id, ({ file_url: address }) => address !== null);
    await page.reload();
    const card = page.locator(`#export-${id}`);
    await card.getByRole("button", { name: "Download" }).waitFor();
    expect(await card.getByRole("button", { name: "Delete" }).isVisible()).toBe(false);
    await page.getByText("You may not create exports of this project.").waitFor();
    expect(await page.getByRole("button", { name: "Start export" }).isVisible()).toBe(false);
  });

  test.each(["light", "dark"] as const)(
    "in %s colours every text stands out from what is behind it, and no page is wider than its window",
    async (colorScheme) => {
      const { card } = await start("Table (CSV)");
      await card.getByText("Ready").waitFor();
      await preview("Darwin Core Archive");
      await page.getByText("Rows in each night").first().waitFor();
      await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 320, height: 640 });
      const { texts, faint, wide } = await page.evaluate<{ texts: number; faint: string[]; wide: number }>(lookAround);
      expect(texts).toBeGreaterThan(15);
      expect(faint).toEqual([]);
      expect(wide, "the width of the page").toBeLessThanOrEqual(320);
    },
  );
});

/** Texts with less than 4.5 : 1 (WCAG 2.2, 1.4.3), and how wide the page is. Runs in the page; a text, since these types are a server's. */
const lookAround = `(() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const behind = (element) => {
    const color = parse(getComputedStyle(element).backgroundColor);
    return color[3] === 0 ? behind(element.parentElement) : color;
  };
  const light = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const texts = [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ""));
  const faint = texts.filter((element) => {
    const [front, back] = [light(parse(getComputedStyle(element).color)), light(behind(element))];
    return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05) < 4.5;
  });
  return { faint: faint.map(({ textContent }) => textContent), wide: document.documentElement.scrollWidth, texts: texts.length };
})()`;

// cspell:ignore licen
