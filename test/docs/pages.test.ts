import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { PAGES, readPage, ROOT } from "./pages.js";

const scripts = Object.keys((JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: object }).scripts);
const fences = PAGES.flatMap((page) => [...readPage(page).matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, code = ""]) => ({ page, language, code })));
const commands = fences
  .filter(({ language }) => language === "sh")
  .flatMap(({ page, code }) => code.split("\n").flatMap((line) => line.replace(/#.*/, "").split("&&")).map((command) => ({ page, command: command.trim() })))
  .filter(({ command }) => command !== "");

test("there are pages and commands to look at", () => {
  expect(PAGES.length).toBeGreaterThan(5);
  expect(commands.length).toBeGreaterThan(3);
});

test("a code block is a region of an example, or commands of a shell", () => {
  expect(fences.filter(({ language }) => !["ts", "js", "sh"].includes(language ?? ""))).toEqual([]);
});

test.each(commands)("$command, in $page, is there", ({ command }) => {
  if (/^npm (ci|install [\w @/-]+)$/.test(command)) return;
  const script = /^npm (?:run )?([\w:]+)(?: -- .*)?$/.exec(command)?.[1];
  expect(scripts).toContain(script);
});

test.each(PAGES)("the links of %s lead somewhere", (page) => {
  const targets = [...readPage(page).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, target = ""]) => target);
  const dead = targets.filter((target) => !/^https?:/.test(target) && !existsSync(join(ROOT, dirname(page), target)));
  expect(dead).toEqual([]);
});

test("the index lists every page beside it", () => {
  const index = readPage("docs/README.md");
  const beside = PAGES.filter((page) => /^docs\/[^/]+\.md$/.test(page) && page !== "docs/README.md");
  expect(beside.filter((page) => !index.includes(`](${page.replace("docs/", "")})`))).toEqual([]);
});

test("no page names a host but example.org and this machine itself", () => {
  const hosts = PAGES.flatMap((page) => [...readPage(page).matchAll(/https?:\/\/([\w.-]+)/g)].map(([, host = ""]) => host));
  expect(hosts.filter((host) => !/(^|\.)example\.org$|^127\.0\.0\.1$/.test(host))).toEqual([]);
});
