/**
 * What the site adds to typedoc's own: each page is named by its first heading, and `pages.txt` lists all pages with their first
 * paragraph, as plain text. Typedoc loads this as a plugin.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Converter, ReflectionKind } from "typedoc";

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const page of project.getReflectionsByKind(ReflectionKind.Document)) page.name = titleOf(page) ?? page.name;
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
  return paragraphs.find((text) => /^[\w`]/.test(text) && !/^\d+\. /.test(text))?.replaceAll("\n", " ") ?? "";
}
