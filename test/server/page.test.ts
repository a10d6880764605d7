import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { generateSeason } from "../../examples/season/generate-season.js";
import { type AntennaPostgres, antennaOnPostgres } from "../sources/antenna/antenna-database.js";
import { absent } from "../support/absent.js";
import { findProgram } from "../support/find-program.js";
import { lockOccurrences } from "./antenna-lock.js";
import { clientOf } from "./server-client.js";
import { createFolder, type ServerProcess, startProcess } from "./server-process.js";

const CHROMIUM = findProgram("chromium");
const noChromium = absent("chromium", CHROMIUM !== null);
const ARGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

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
    server = await startProcess({ env: { DATABASE_URL: antenna.database.url, STORAGE_URL: folder.url } });
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

  /** Starts an export and gives its card. */
  async function start(format: string, captureSet = "All captures") {
    await page.getByLabel("Format").selectOption({ label: format });
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
    for (const stage of ["Exporting data", "Uploading snapshot"]) expect(await card.getByLabel(stage).getAttribute("value")).toBe("0");
    await lock[Symbol.asyncDispose]();
    await card.getByText("Ready").waitFor();
    const record = await researcher().get(id);
    expect(await said()).toBe(`Export ${id} is ready: ${record.record_count} rows, ${record.file_size_display}.`);
    expect(await card.innerText()).toContain("Only capture set: Every third capture");
    expect(await card.innerText()).toContain(record.sha256);
    const [download] = await Promise.all([page.waitForEvent("download"), card.getByRole("button", { name: "Download" }).click()]);
    expect(download.suggestedFilename()).toBe(`moths-of-the-eastern-ridge_export-${id}.csv`);
    expect(createHash("sha256").update(await readFile(await download.path())).digest("hex")).toBe(record.sha256);
  });

  test("without events the page polls", async () => {
    await page.route("**/events/", (route) => route.abort());
    const { card } = await start("JSON");
    await card.getByText("Ready").waitFor();
  });

  test("what somebody else has started is followed, too", async () => {
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
    await page.getByRole("dialog").getByRole("button", { name: "Keep" }).click();
    expect((await researcher().send(`exports/${id}/`)).status).toBe(200);
    await card.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await card.waitFor({ state: "detached" });
    expect((await researcher().send(`exports/${id}/`)).status).toBe(404);
  });

  test("a refusal is a sentence", async () => {
    await page.getByLabel("You are").selectOption({ label: "Ben, a basic member" });
    await page.getByText("Your role: Basic Member").waitFor();
    await page.getByRole("button", { name: "Start export" }).click();
    await alarm().getByText("You do not have permission to do this.").waitFor();
    await page.getByLabel("You are").selectOption({ label: "Somebody else…" });
    await page.getByLabel("Your token").fill("demo-nobody");
    await page.getByRole("button", { name: "Use" }).click();
    await alarm().getByText("This token is not known here.").waitFor();
    await page.getByLabel("You are").selectOption({ label: "Otto, an outsider" });
    await page.getByText("You are not a member of any project.").waitFor();
    expect(await alarm().textContent()).toBe("");
  });

  test("the keyboard is enough, and the focus is never lost", async () => {
    const focused = () => page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id");
    await page.getByLabel("Format").focus();
    await page.keyboard.press("T");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Start export");
    await page.keyboard.press("Enter");
    const card = page.locator("#list > li").first();
    await card.getByRole("heading", { name: /^Table \(CSV\), export \d+$/ }).waitFor();
    await card.getByText("Ready").waitFor();
    expect(await focused()).toBe("Start export");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Download");
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Delete");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Enter");
    await page.getByText(/^Export \d+ has been deleted\.$/).waitFor();
    expect(await focused()).toBe("All exports");
  });

  test.each(["light", "dark"] as const)("in %s colours every text stands out from what is behind it, and no page is wider than its window", async (colorScheme) => {
    const { card } = await start("Table (CSV)");
    await card.getByText("Ready").waitFor();
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 320, height: 640 });
    const { texts, faint, wide } = await page.evaluate<{ texts: number; faint: string[]; wide: number }>(lookAround);
    expect(texts).toBeGreaterThan(15);
    expect(faint).toEqual([]);
    expect(wide).toBeLessThanOrEqual(320);
  });
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
