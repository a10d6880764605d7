/** The fields of the form, made of what `formats/` says that a format takes. */
import { fieldName, make } from "./words.js";

/** Keys that mean what another one means. */
const ALIASES = {
  collection: "collection_id",
  taxon: "taxon_id",
  determination: "taxon_id",
  deployment: "deployment_id",
  event: "event_id",
};
/** The filters that most people look for; the others stand behind "More filters". */
const MAIN = ["collection_id", "deployment_id", "date_start", "date_end", "apply_defaults"];

/** The keys of a schema to show: without those that mean the same as another. */
export function keysOf({ properties = {} }) {
  return Object.keys(properties).filter((key) => properties[ALIASES[key]] === undefined);
}

export const isMain = (key) => MAIN.includes(key);

/**
 * A field for one key.
 *
 * @param choices - what the key may name: `[{ id, name }]`; null where that is not known.
 */
export function fieldOf(key, { schema, group, choices = null }) {
  const id = `${group}-${key}`;
  const kind = kindOf(key, schema, choices);
  const label = make("label", { htmlFor: id, textContent: fieldName(key) });
  const control = CONTROLS[kind]({ schema, choices });
  const problem = make("span", { id: `${id}-problem`, className: "problem", hidden: true });
  Object.assign(control, { id });
  Object.assign(control.dataset, { key, group, kind });
  control.setAttribute("aria-describedby", problem.id);
  if (kind !== "several") return make("p", { className: "field" }, label, control, problem);
  control.prepend(make("legend", { textContent: fieldName(key) }));
  return make("div", { className: "field wide" }, control, problem);
}

function kindOf(key, schema, choices) {
  if (choices !== null) return "choice";
  if (schema.enum) return "named";
  if (schema.type === "array") return schema.items?.enum ? "several" : "list";
  if (schema.type === "boolean") return "yesNo";
  if (schema.type === "integer" || schema.type === "number") return "number";
  return key.startsWith("date") || schema.format === "date" ? "date" : "text";
}

const CONTROLS = {
  choice: ({ choices }) =>
    select(
      ["Any", ""],
      choices.map(({ id, name }) => [name, String(id)]),
    ),
  named: ({ schema }) =>
    select(
      ["As usual", ""],
      schema.enum.map((name) => [name, name]),
    ),
  yesNo: () =>
    select(
      ["As usual", ""],
      [
        ["Yes", "true"],
        ["No", "false"],
      ],
    ),
  number: ({ schema }) =>
    make("input", {
      type: "number",
      min: schema.minimum ?? (schema.exclusiveMinimum === undefined ? "" : schema.exclusiveMinimum + 1),
      max: schema.maximum < Number.MAX_SAFE_INTEGER ? schema.maximum : "",
      step: schema.type === "integer" ? 1 : "any",
    }),
  date: () => make("input", { type: "date" }),
  text: () => make("input", { type: "text", autocomplete: "off" }),
  list: () => make("input", { type: "text", autocomplete: "off", placeholder: "1, 2, 3" }),
  several: ({ schema }) =>
    make(
      "fieldset",
      {},
      ...schema.items.enum.map((name) =>
        make("label", { className: "check" }, make("input", { type: "checkbox", value: name, checked: true }), name),
      ),
    ),
};

function select([name, value], entries) {
  return make("select", {}, new Option(name, value), ...entries.map(([text, id]) => new Option(text, id)));
}

/** Returns the values of a group's fields; an empty field is left out. */
export function valuesOf(form, group) {
  const values = {};
  for (const control of form.querySelectorAll(`[data-group="${group}"]`)) {
    const value = valueOf(control);
    if (value !== undefined) values[control.dataset.key] = value;
  }
  return values;
}

function valueOf(control) {
  const { kind } = control.dataset;
  if (kind === "several") {
    const boxes = [...control.querySelectorAll("input")];
    const chosen = boxes.filter(({ checked }) => checked).map(({ value }) => value);
    return chosen.length === boxes.length ? undefined : chosen;
  }
  const text = control.value.trim();
  if (text === "") return control.validity?.badInput ? "?" : undefined;
  if (kind === "yesNo") return text === "true";
  if (kind === "number") return Number(text);
  if (kind === "list")
    return text
      .split(/[\s,;]+/)
      .filter((part) => part !== "")
      .map(numberOrText);
  return kind === "choice" ? numberOrText(text) : text;
}

const numberOrText = (text) => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : text);

/** Says what is wrong at the fields that are at fault, and goes to the first of them. */
export function showIssues(form, issues) {
  for (const problem of form.querySelectorAll(".problem")) Object.assign(problem, { hidden: true, textContent: "" });
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  let first = null;
  for (const { path, message } of issues) {
    const control = form.querySelector(`#${CSS.escape(`${path[0]}-${ALIASES[path[1]] ?? path[1]}`)}`);
    if (control === null) continue;
    const problem = document.getElementById(`${control.id}-problem`);
    problem.hidden = false;
    problem.textContent = [problem.textContent, message].filter(Boolean).join(" ");
    control.setAttribute("aria-invalid", "true");
    first ??= control;
  }
  if (first === null) return;
  for (let place = first.closest("details"); place !== null; place = place.parentElement.closest("details"))
    place.open = true;
  (first.matches("fieldset") ? first.querySelector("input") : first).focus();
}
