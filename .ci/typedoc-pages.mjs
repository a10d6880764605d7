/**
 * The additions of the site to typedoc's own. Each page is named by its first heading, and stands in a group. `pages.txt` lists all
 * pages with their first paragraph, as plain text. Typedoc loads this as a plugin.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Converter, ReflectionKind } from "typedoc";

/** The pages of each group, by file. Those of no group are decisions. */
const GROUPS = {
  Begin: "start own-tables production recipes concepts glossary",
  Files: `formats occurrences filters-and-options dates-and-time-zones sensitive-data archives archive-fields camtrap-fields dwc-dp-fields
    validate-an-archive archive-checks`,
  Extend: "write-an-exporter write-an-adapter adapters antenna from-antenna",
  Run: "http page notices server operating performance errors upgrade SECURITY",
  Project: "ARCHITECTURE CONTRIBUTING",
};

/** @param {string} file */
const groupOf = (file) =>
  Object.entries(GROUPS).find(([, files]) => files.split(/\s+/).includes(file))?.[0] ?? "Decisions";

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const page of project.getReflectionsByKind(ReflectionKind.Document)) {
      if (page.isDocument()) page.frontmatter.group = groupOf(page.name);
      page.name = titleOf(page) ?? page.name;
    }
  });
  app.renderer.postRenderAsyncJobs.push(async ({ outputDirectory, project, pages }) => {
    const listed = project.getReflectionsByKind(ReflectionKind.Document | ReflectionKind.Module);
    const entries = listed.map((page) => {
      const address = pages.find(({ model }) => model === page)?.url;
      return `${page.name}\n${address}\n${firstParagraph(page)}\n`;
    });
    await writeFile(join(outputDirectory, "pages.txt"), entries.join("\n"));
  });
}

/** @param {import("typedoc").Reflection} page */
const markdownOf = (page) =>
  (page.isDocument() ? page.content : (page.comment?.summary ?? [])).map(({ text }) => text).join("");

/** @param {import("typedoc").Reflection} page */
const titleOf = (page) => /^# (.+)$/m.exec(markdownOf(page))?.[1];

/** The first paragraph of text: no heading, list, table or block of code. @param {import("typedoc").Reflection} page */
function firstParagraph(page) {
  const paragraphs = markdownOf(page)
    .replaceAll(/^```[\s\S]*?^```$/gm, "")
    .split(/\n{2,}/);
  const paragraph = paragraphs.find((text) => /^[\w`[]/.test(text) && !/^\d+\. /.test(text)) ?? "";
  return paragraph
    .replaceAll("\n", " ")
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll("`", "");
}
