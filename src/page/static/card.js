/** One export as a card of the page's list, made of the templates in index.html. */
import { noteOf } from "./preview.js";
import { fieldName, formatName, make, number, rows } from "./words.js";

const STATUSES = {
  pending: "Waiting",
  running: "Running",
  succeeded: "Ready",
  failed: "Failed",
  cancelled: "Cancelled",
};

/** Whether something is still to become of an export by itself. */
export const isLive = ({ status }) => status === "pending" || status === "running";

/** Whether the file's address opens by itself, without anybody saying who they are. */
export const isSigned = ({ file_url: address }) => address !== null && new URL(address).searchParams.has("signature");

/** An empty card, whose buttons call `act(action, button)`. */
export function newCard({ id, created_at: created }, act) {
  const card = document.getElementById("export").content.firstElementChild.cloneNode(true);
  card.id = `export-${id}`;
  card.dataset.created = created;
  const heading = card.querySelector("h3");
  heading.id = `heading-${id}`;
  for (const button of card.querySelectorAll("button")) {
    button.setAttribute("aria-describedby", heading.id);
    button.addEventListener("click", () => act(button.dataset.action, button));
  }
  return card;
}

/** Makes a card say what its export is now. @param project - as the host lists it; undefined where it does not. */
export function fillCard(card, record, project) {
  const part = (name) => card.querySelector(`[data-part="${name}"]`);
  const projectName = project?.name ?? `Project ${record.project}`;
  card.querySelector("h3").textContent = `${formatName(record.format)}, export ${record.id}`;
  const status = card.querySelector(".status");
  status.textContent = record.job.status === "CANCELING" ? "Stopping" : STATUSES[record.status];
  status.dataset.status = record.status;
  part("about").textContent = `${projectName} · asked for by ${record.user.name} · ${timeOf(record.created_at)}`;
  part("filters").textContent = filtersText(record);
  part("failure").hidden = record.error === null;
  part("failure").textContent =
    record.error === null ? "" : [record.error, ...record.error.details].map(({ message }) => message).join(" ");
  fillStages(card.querySelector(".stages"), record.id, isLive(record) ? record.job.progress.stages : []);
  fillFacts(card.querySelector("dl"), record);
  part("notes").hidden = record.warnings.length === 0;
  part("notes").replaceChildren(...record.warnings.map(noteOf));
  fillCitation(part, record, project);
  showButtons(card, record);
}

/** Only what can be done now, and what this user may do. */
function showButtons(card, record) {
  const may = (action) => record.user_permissions?.includes(action) ?? true;
  const visible = {
    download: record.file_url !== null,
    share: isSigned(record),
    cancel: isLive(record) && may("cancel"),
    retry: (record.status === "failed" || record.status === "cancelled") && may("retry"),
    delete: may("delete"),
  };
  for (const button of card.querySelectorAll("button")) button.hidden = !visible[button.dataset.action];
}

function filtersText({ filters_display: display, options }) {
  const { project_defaults: defaults, ...filters } = display;
  const texts = Object.entries(filters).map(([key, value]) => `${labelOf(key)}: ${valueText(value)}`);
  const chosen = Object.entries(options).map(([key, value]) => `${labelOf(key)}: ${valueText(value)}`);
  return [
    texts.length === 0 ? "No filters." : `Only ${texts.join(", ")}.`,
    ...(defaults === undefined ? [] : [defaultsText(defaults)]),
    ...(chosen.length === 0 ? [] : [`With ${chosen.join(", ")}.`]),
  ].join(" ");
}

function labelOf(key) {
  const name = fieldName(key === "collection" ? "collection_id" : key);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Whatever has a name is shown by it. */
function valueText(value) {
  if (Array.isArray(value)) return value.map(valueText).join(", ");
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value?.name ?? value);
}

function defaultsText({ score_threshold: threshold, include_taxa: included, exclude_taxa: excluded }) {
  const names = (taxa) => taxa.map(({ name }) => name).join(", ");
  const taxa = [
    ...(included === undefined ? [] : [`only ${names(included)}`]),
    ...(excluded === undefined ? [] : [`without ${names(excluded)}`]),
  ];
  return `The project’s defaults apply: ${[`scores from ${threshold}`, ...taxa].join(", ")}.`;
}

function fillStages(place, id, stages) {
  while (place.children.length > stages.length) place.lastElementChild.remove();
  const now = stages.findIndex(({ status }) => status === "STARTED");
  for (const [index, { key, name, progress, params }] of stages.entries()) {
    const stage =
      place.children[index] ??
      place.appendChild(document.getElementById("stage").content.firstElementChild.cloneNode(true));
    const bar = stage.querySelector("progress");
    bar.id = `${key}-${id}`;
    bar.value = progress;
    if (index === now) stage.setAttribute("aria-current", "step");
    else stage.removeAttribute("aria-current");
    stage.querySelector("label").htmlFor = bar.id;
    stage.querySelector("label").textContent = name;
    const [done, total] = params.map(({ value }) => value);
    const ofTotal = typeof total === "number" ? `${number(done)} of ${rows(total)} · ` : "";
    stage.querySelector("span").textContent = `${ofTotal}${Math.floor(progress * 100)}%`;
  }
}

function fillFacts(list, { status, record_count: count, file_size_display: size, sha256 }) {
  const facts = [
    ["Rows", number(count ?? 0)],
    ["Size", size ?? "0 bytes"],
    ["SHA-256", sha256],
  ];
  list.replaceChildren(
    ...(status === "succeeded" ? facts : []).map(([term, text]) => {
      const value = make(term === "SHA-256" ? "code" : "span", { textContent: text });
      return make("div", {}, make("dt", { textContent: term }), make("dd", {}, value));
    }),
  );
}

/** Of the project as the host lists it; what it does not say is not made up. */
function fillCitation(part, record, project) {
  const isCitable = record.status === "succeeded" && project !== undefined;
  part("citation").hidden = !isCitable;
  if (!isCitable) return;
  const { name, license, rights_holder: holder } = project;
  part("licence").replaceChildren(...licenceOf(license));
  const year = record.finished_at.slice(0, 4);
  const title = `${name}: ${formatName(record.format)}, ${rows(record.record_count ?? 0)}`;
  part("cite").textContent =
    `${holder || name} (${year}). ${title}. Export ${record.id} of ${record.finished_at.slice(0, 10)}, ${location.host}. SHA-256 ${record.sha256}.`;
}

function licenceOf(license) {
  if (!license) return ["The project has no licence: nobody may use its data until it has one."];
  const isAddress = /^https?:\/\//.test(license);
  return ["Licence: ", isAddress ? make("a", { href: license, textContent: license, rel: "license" }) : license];
}

function timeOf(text) {
  return new Date(text).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
