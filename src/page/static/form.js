/** The form of a new export: projects, formats, and the fields that a format takes. */
import { config, read, readList } from "./api.js";
import { fieldOf, isMain, keysOf, valuesOf } from "./fields.js";
import { formatName } from "./words.js";

const $ = (id) => document.getElementById(id);

/** @param signal - gives the signal of the user's session. @param attempt - runs an action, and says what goes wrong. */
export function openForm({ attempt, signal }) {
  let formats = [];
  let projects = null;
  let choices = {};
  const numeric = (text) => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : text);
  const projectId = () => numeric(projects === null ? $("project-id").value.trim() : $("project").value);
  const projectOf = (id) => projects?.find((project) => String(project.id) === String(id));

  /** Makes the fields again, and keeps what stands in those that stay. */
  function showFields() {
    const format = formats.find((one) => one.format === $("format").value);
    const before = { filters: valuesOf($("new"), "filters"), options: valuesOf($("new"), "options") };
    const fields = (schema, group) =>
      keysOf(schema).map((key) => [
        key,
        fieldOf(key, { schema: schema.properties[key], group, choices: choices[key] ?? null }),
      ]);
    const filters = fields(format?.filters ?? {}, "filters");
    const place = (node, entries) => node.replaceChildren(...entries.map(([, field]) => field));
    place(
      $("main-filters"),
      filters.filter(([key]) => isMain(key)),
    );
    place(
      $("more-filters").querySelector(".fields"),
      filters.filter(([key]) => !isMain(key)),
    );
    $("more-filters").hidden = filters.every(([key]) => isMain(key));
    place($("options").querySelector(".fields"), fields(format?.options ?? {}, "options"));
    $("options").hidden = $("options").querySelector(".fields").children.length === 0;
    for (const [group, values] of Object.entries(before))
      for (const [key, value] of Object.entries(values)) fill(group, key, value);
  }

  function fill(group, key, value) {
    const control = document.querySelector(`[data-group="${group}"][data-key="${CSS.escape(key)}"]`);
    if (control === null || control.matches("fieldset")) return;
    control.value = Array.isArray(value) ? value.join(", ") : String(value);
  }

  async function chooseProject() {
    const id = projectId();
    const project = projectOf(id);
    const { role = null, draft = false } = project ?? {};
    const words = role === null ? "" : `Your role: ${role.replace(/(?<=[a-z])(?=[A-Z][a-z])/g, " ")}`;
    $("role").textContent = [words, draft ? "Draft" : ""].filter(Boolean).join(" · ");
    choices = id === "" ? {} : await readChoices(id);
    showFields();
    if (id !== "") await showRights(id);
  }

  async function readChoices(id) {
    const entries = Object.entries(config.choices).map(async ([key, address]) => {
      const path = address.replaceAll("{project}", encodeURIComponent(id));
      return [key, await readList(path, { signal: signal() })];
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  /** Only buttons that the user may use. A server that does not tell is asked all the same. */
  async function showRights(id) {
    const query = new URLSearchParams({ project_id: id, limit: 1 });
    const { user_permissions: rights } = await read(`exports/?${query}`, { signal: signal() });
    const may = rights?.includes("create") ?? true;
    $("start").hidden = $("preview").hidden = !may;
    if (!may)
      $("role").textContent = [$("role").textContent, "You may not create exports of this project."]
        .filter(Boolean)
        .join(". ");
  }

  $("project").addEventListener("change", () => attempt(chooseProject));
  $("project-id").addEventListener("change", () => attempt(chooseProject));
  $("format").addEventListener("change", showFields);

  return {
    projectOf,
    isWithoutProject: () => projects?.length === 0,
    formats(given) {
      formats = given;
      $("format").replaceChildren(...formats.map(({ format }) => new Option(formatName(format), format)));
      showFields();
    },
    clear() {
      $("role").textContent = "";
      $("project").replaceChildren();
      $("start").hidden = $("preview").hidden = false;
    },
    async chooseAmong(given) {
      projects = given;
      $("project").hidden = given === null;
      $("project-id").hidden = given !== null;
      document.querySelector(".field > label[for^=project]").htmlFor = given === null ? "project-id" : "project";
      $("project").replaceChildren(...(given ?? []).map(({ id, name }) => new Option(name, id)));
      await chooseProject();
    },
    body() {
      return {
        project: projectId(),
        format: $("format").value,
        filters: valuesOf($("new"), "filters"),
        options: valuesOf($("new"), "options"),
      };
    },
  };
}
