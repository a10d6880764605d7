/** One export as a card of the page's list, made of the templates in index.html. */
const FORMATS = { occurrences_simple_csv: "Table (CSV)", occurrences_api_json: "JSON", dwca: "Darwin Core Archive" };
const STATUSES = { pending: "Waiting", running: "Running", succeeded: "Ready", failed: "Failed", cancelled: "Cancelled" };

export const number = (value) => value.toLocaleString("en");
export const formatName = (format) => FORMATS[format] ?? format;
/** Whether something is still to become of an export by itself. */
export const isLive = ({ status }) => status === "pending" || status === "running";

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

/** Makes a card say what its export is now. */
export function fillCard(card, record, projectName = `Project ${record.project}`) {
  const part = (name) => card.querySelector(`[data-part="${name}"]`);
  card.querySelector("h3").textContent = `${formatName(record.format)}, export ${record.id}`;
  const status = card.querySelector(".status");
  status.textContent = record.job.status === "CANCELING" ? "Stopping" : STATUSES[record.status];
  status.dataset.status = record.status;
  const when = new Date(record.created_at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  part("about").textContent = `${projectName} · asked for by ${record.user.name} · ${when}`;
  part("filters").textContent = filtersText(record.filters_display);
  part("failure").hidden = record.error === null;
  part("failure").textContent = record.error === null ? "" : [record.error, ...record.error.details].map(({ message }) => message).join(" ");
  const stages = isLive(record) ? record.job.progress.stages : [];
  fillStages(card.querySelector(".stages"), record.id, stages);
  fillFacts(card.querySelector("dl"), record);
  const visible = { download: record.file_url !== null, cancel: isLive(record), retry: record.status === "failed" || record.status === "cancelled", delete: true };
  for (const button of card.querySelectorAll("button")) button.hidden = !visible[button.dataset.action];
}

/** Whatever has a name is shown by it. */
function filtersText(filters) {
  const texts = Object.entries(filters).map(([key, value]) => {
    const label = key === "collection" ? "capture set" : key.replace(/_id$/, "").replaceAll("_", " ");
    return `${label}: ${value?.name ?? String(value)}`;
  });
  return texts.length === 0 ? "No filters" : `Only ${texts.join(", ")}`;
}

function fillStages(place, id, stages) {
  while (place.children.length > stages.length) place.lastElementChild.remove();
  for (const [index, { key, name, progress, params }] of stages.entries()) {
    const stage = place.children[index] ?? place.appendChild(document.getElementById("stage").content.firstElementChild.cloneNode(true));
    const bar = stage.querySelector("progress");
    bar.id = `${key}-${id}`;
    bar.value = progress;
    stage.querySelector("label").htmlFor = bar.id;
    stage.querySelector("label").textContent = name;
    const [done, total] = params.map(({ value }) => value);
    const rows = typeof total === "number" ? `${number(done)} of ${number(total)} rows · ` : "";
    stage.querySelector("span").textContent = `${rows}${Math.floor(progress * 100)}%`;
  }
}

function fillFacts(list, { status, record_count: rows, file_size_display: size, sha256, warnings }) {
  const facts = status !== "succeeded" ? [] : [["Rows", number(rows)], ["Size", size ?? "0 bytes"], ["SHA-256", sha256]];
  for (const { code, count } of warnings) facts.push(["Note", `${code.toLowerCase().replaceAll("_", " ")}: ${number(count)}`]);
  list.replaceChildren(...facts.map(([term, text]) => {
    const entry = document.createElement("div");
    const value = document.createElement(term === "SHA-256" ? "code" : "span");
    value.textContent = text;
    entry.append(document.createElement("dt"), document.createElement("dd"));
    entry.firstChild.textContent = term;
    entry.lastChild.append(value);
    return entry;
  }));
}
