import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { parseCommand } from "../../src/cli/parse-command.js";
import { longParts } from "./long-parts.js";
import { PAGES, readPage, ROOT } from "./pages.js";

const scripts = Object.keys(
  (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: object }).scripts,
);
const fences = PAGES.flatMap((page) =>
  [...readPage(page).matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, code = ""]) => ({
    page,
    language,
    code,
  })),
);
const commands = fences
  .filter(({ language }) => language === "sh")
  .flatMap(({ page, code }) =>
    code
      .split("\n")
      .flatMap((line) => line.replace(/#.*/, "").split("&&"))
      .map((command) => ({ page, command: command.trim() })),
  )
  .filter(({ command }) => command !== "");

test("there are pages and commands to look at", () => {
  expect(PAGES.length).toBeGreaterThan(5);
  expect(commands.length).toBeGreaterThan(3);
});

test("no sentence of a page has more than 25 words before its end, a colon or a semicolon", () => {
  const long = PAGES.flatMap((page) => longParts(readPage(page)).map((part) => `${page}: ${part}`));
  expect(long).toEqual([]);
});

test("a code block is a region of an example, commands of a shell, or a diagram", () => {
  expect(fences.filter(({ language }) => !["ts", "js", "sh", "mermaid"].includes(language ?? ""))).toEqual([]);
});

test.each(commands)("$command, in $page, is there", ({ command }) => {
  if (/^npm (ci|install [\w @/-]+)$/.test(command)) return;
  if (command.startsWith("npx vasculum ")) {
    expect(["validate", "init"]).toContain(parseCommand(command.split(" ").slice(2)).name);
    return;
  }
  const script = /^npm (?:run )?([\w:]+)(?: -- .*)?$/.exec(command)?.[1];
  expect(scripts).toContain(script);
});

test.each(PAGES)("the links of %s lead somewhere", (page) => {
  const targets = [...readPage(page).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, target = ""]) => target);
  const dead = targets.filter((target) => !/^https?:/.test(target) && !existsSync(join(ROOT, dirname(page), target)));
  expect(dead).toEqual([]);
});

/** The anchors that GitHub gives to the headings of a page. */
const anchorsOf = (page: string): ReadonlySet<string> => {
  const headings = [...readPage(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
};

test.each(PAGES)("the links of %s into pages lead to a heading", (page) => {
  const links = [...readPage(page).matchAll(/\]\(([^)#\s]*)#([^)]+)\)/g)].map(([, path = "", anchor = ""]) => ({
    to: path === "" ? page : join(dirname(page), path),
    anchor,
  }));
  const dead = links.filter(({ to, anchor }) => PAGES.includes(to) && !anchorsOf(to).has(anchor));
  expect(dead).toEqual([]);
});

test("the site has every page, in the order of the index", () => {
  const { projectDocuments } = JSON.parse(readFileSync(join(ROOT, "typedoc.json"), "utf8")) as {
    projectDocuments: readonly string[];
  };
  const listed = [...readPage("docs/README.md").matchAll(/^\| \[[^\]]+\]\(([^)]+)\)/gm)].map(
    ([, page]) => `docs/${page}`,
  );
  expect(projectDocuments).toEqual(listed.map((page) => page.replace("decisions/README.md", "decisions/*.md")));
});

test("each page beside the index has a group on the site", () => {
  const groups = readFileSync(join(ROOT, ".ci/typedoc-pages.mjs"), "utf8").split("const groupOf")[0] ?? "";
  const names = PAGES.flatMap((page) => /^docs\/([^/]+)\.md$/.exec(page)?.[1] ?? []).filter(
    (name) => name !== "README",
  );
  expect(names.filter((name) => !groups.split(/[^\w-]+/).includes(name))).toEqual([]);
});

test("the index lists every page beside it", () => {
  const index = readPage("docs/README.md");
  const beside = PAGES.filter((page) => /^docs\/[^/]+\.md$/.test(page) && page !== "docs/README.md");
  expect(beside.filter((page) => !index.includes(`](${page.replace("docs/", "")})`))).toEqual([]);
});

test("no page names a host but example.org and this machine itself", () => {
  const hosts = PAGES.flatMap((page) =>
    [...readPage(page).matchAll(/https?:\/\/([\w.-]+)/g)].map(([, host = ""]) => host),
  );
  expect(hosts.filter((host) => !/(^|\.)example\.org$|^127\.0\.0\.1$/.test(host))).toEqual([]);
});
