/** The page of the reference server: asks for exports, follows them and fetches their files, by the public API alone. */
import { fillCard, formatName, isLive, newCard, number } from "./card.js";

const API = new URL("api/v2/", location.href);
/** A browser gives one server six connections; events may not take them all. */
const STREAMS = 3;
const OTHER = "";

const $ = (id) => document.getElementById(id);

let token = sessionStorage.getItem("token") ?? "";
/** Ends whatever was begun for the user before. */
let session = new AbortController();
let formats = [];
let projects = [];
let older = null;
const shown = new Map();
const followed = new Set();

// Asking the server

class Refusal extends Error {}

async function call(path, { method = "GET", body, signal = session.signal } = {}) {
  const headers = { Authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "Content-Type": "application/json" }) };
  const response = await fetch(new URL(path, API), { method, headers, body: body && JSON.stringify(body), signal }).catch((error) => {
    throw signal.aborted ? error : new Refusal("The server cannot be reached.");
  });
  if (!response.ok) throw new Refusal(await sentenceOf(response), { cause: response.status });
  return response;
}

const read = async (path) => await (await call(path)).json();

async function sentenceOf(response) {
  if (response.status === 401) return token === "" ? "Say who you are first." : "This token is not known here.";
  const problem = await response.json().catch(() => ({}));
  const sentences = (problem.issues ?? []).map(({ message }) => message);
  return sentences.length > 0 ? sentences.join(" ") : (problem.detail ?? "The server could not answer.");
}

/** Runs what somebody asked for; what goes wrong is said in a sentence. */
async function attempt(action) {
  $("trouble").textContent = "";
  try {
    await action();
  } catch (error) {
    if (error.name === "AbortError") return;
    $("trouble").textContent = error instanceof Refusal ? error.message : "Something went wrong on this page; load it again.";
    if (!(error instanceof Refusal)) throw error;
  }
}

const say = (sentence) => ($("news").textContent = sentence);

// Following an export

/** The oldest first, for they run first. */
function followSome() {
  const live = [...shown.values()].filter(isLive).sort((a, b) => a.created_at.localeCompare(b.created_at));
  for (const { id } of live) {
    if (followed.size >= STREAMS) return;
    if (!followed.has(id)) follow(id, session.signal);
  }
}

async function follow(id, signal) {
  followed.add(id);
  try {
    await stream(id, signal).catch(() => poll(id, signal));
  } catch (error) {
    if (!signal.aborted && error.cause === 404) forget(id);
  } finally {
    if (!signal.aborted) {
      followed.delete(id);
      followSome();
    }
  }
}

/** Server-sent events, read by `fetch`, since an EventSource cannot say who it is. */
async function stream(id, signal) {
  const { body } = await call(`exports/${id}/events/`, { signal });
  let text = "";
  for (const reader = body.pipeThrough(new TextDecoderStream()).getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) throw new Refusal("The events broke off.");
    const events = (text + value).split("\n\n");
    text = events.pop();
    for (const event of events) {
      const { type, record } = parseEvent(event);
      if (type === "problem") throw new Refusal("The export can no longer be followed.");
      if (record !== null) show(record);
      if (type === "end") return;
    }
  }
}

function parseEvent(event) {
  const fields = Object.fromEntries(event.split("\n").map((line) => [line.split(":", 1)[0], line.slice(line.indexOf(":") + 2)]));
  return { type: fields.event, record: fields.data === undefined ? null : JSON.parse(fields.data) };
}

async function poll(id, signal) {
  while (!signal.aborted) {
    const record = await read(`exports/${id}/`).catch((error) => {
      if (error.cause !== undefined && error.cause < 500) throw error;
      return null;
    });
    if (record !== null && !signal.aborted) show(record);
    if (record !== null && !isLive(record)) return;
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

// Showing exports

function show(record) {
  const before = shown.get(record.id);
  shown.set(record.id, record);
  const card = $(`export-${record.id}`) ?? addCard(record);
  fillCard(card, record, projects.find(({ id }) => id === record.project)?.name);
  if (before !== undefined && before.status !== record.status && !isLive(record)) say(endOf(record));
  // A button that has gone must not take the keyboard's place with it.
  if (document.activeElement?.hidden) card.querySelector("h3").focus();
}

function endOf({ id, status, record_count: rows, file_size_display: size, error }) {
  if (status === "succeeded") return `Export ${id} is ready: ${number(rows)} rows, ${size}.`;
  return status === "failed" ? `Export ${id} failed. ${error.message}` : `Export ${id} was cancelled.`;
}

/** Newest first, wherever it comes from. */
function addCard(record) {
  const card = newCard(record, (action, button) => attempt(() => ACTIONS[action](shown.get(record.id), button)));
  const next = [...$("list").children].find((other) => other.dataset.created < record.created_at);
  $("list").insertBefore(card, next ?? null);
  $("none").hidden = true;
  return card;
}

function forget(id) {
  const card = $(`export-${id}`);
  const hadFocus = card?.contains(document.activeElement);
  card?.remove();
  shown.delete(id);
  $("none").hidden = shown.size > 0;
  if (hadFocus) $("list-heading").focus();
}

// What one can do

const ACTIONS = {
  async download({ file_url: address, id }, button) {
    button.disabled = true;
    try {
      const response = await call(address);
      const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? `export-${id}`;
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(await response.blob()), download: name });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      say(`${name} has been handed to your browser.`);
    } finally {
      button.disabled = false;
    }
  },
  async cancel({ id }) {
    show(await (await call(`exports/${id}/cancel/`, { method: "POST" })).json());
    followSome();
  },
  async retry({ id }) {
    show(await (await call(`exports/${id}/retry/`, { method: "POST" })).json());
    say(`Export ${id} has been asked for again.`);
    followSome();
  },
  async delete({ id }, button) {
    $("sure-question").textContent = `Delete export ${id} and its file? This cannot be undone.`;
    $("sure").returnValue = "no";
    $("sure").showModal();
    await new Promise((resolve) => $("sure").addEventListener("close", resolve, { once: true }));
    button.focus();
    if ($("sure").returnValue !== "yes") return;
    await call(`exports/${id}/`, { method: "DELETE" });
    forget(id);
    say(`Export ${id} has been deleted.`);
  },
};

async function create() {
  const { value: collection } = $("collection");
  const filters = $("collection-field").hidden || collection === "" ? {} : { collection_id: Number(collection) };
  const body = { project: Number($("project").value), format: $("format").value, filters };
  const record = await (await call("exports/", { method: "POST", body })).json();
  show(record);
  say(`Export ${record.id} has been asked for.`);
  followSome();
}

async function list(address = "exports/") {
  const { count, next, results } = await read(address);
  for (const record of results) show(record);
  older = next;
  $("none").hidden = count > 0;
  $("more").hidden = next === null;
  followSome();
}

async function refresh() {
  for (const id of [...shown.keys()]) if (!followed.has(id)) forget(id);
  await list();
}

// Who, and of what

async function start() {
  session.abort();
  session = new AbortController();
  followed.clear();
  for (const id of [...shown.keys()]) forget(id);
  for (const id of ["news", "role"]) $(id).textContent = "";
  for (const id of ["project", "collection"]) $(id).replaceChildren();
  sessionStorage.setItem("token", token);
  if (token === "") return;
  ({ results: projects } = await read("projects/"));
  $("project").replaceChildren(...projects.map(({ id, name, draft }) => new Option(draft ? `${name} · draft` : name, id)));
  await Promise.all([chooseProject(), list()]);
  if (projects.length === 0) say("You are not a member of any project.");
}

async function chooseProject() {
  const project = projects.find(({ id }) => String(id) === $("project").value);
  if (project === undefined) return;
  $("role").textContent = project.role === null ? "" : `Your role: ${project.role.replace(/(?<=[a-z])(?=[A-Z][a-z])/g, " ")}`;
  const { results } = await read(`captures/collections/?project_id=${project.id}`);
  $("collection").replaceChildren(new Option("All captures", ""), ...results.map(({ id, name }) => new Option(name, id)));
}

function chooseFormat() {
  const format = formats.find((one) => one.format === $("format").value);
  $("collection-field").hidden = format?.filters.properties.collection_id === undefined;
}

async function open() {
  const { results: users } = await (await fetch("demo-users.json")).json();
  $("user").replaceChildren(...users.map((user) => new Option(user.name, user.token)), new Option("Somebody else…", OTHER));
  if (token === "" && users.length > 0) token = users[0].token;
  $("user").value = users.some((user) => user.token === token) ? token : OTHER;
  $("user-field").hidden = users.length === 0;
  $("token-field").hidden = $("user").value !== OTHER;
  ({ formats } = await read("exports/formats/"));
  $("format").replaceChildren(...formats.map(({ format }) => new Option(formatName(format), format)));
  chooseFormat();
  await start();
}

$("user").addEventListener("change", ({ target }) => {
  token = target.value;
  $("token-field").hidden = token !== OTHER;
  attempt(start);
});
$("who").addEventListener("submit", (event) => {
  event.preventDefault();
  token = $("token").value.trim();
  attempt(start);
});
$("new").addEventListener("submit", async (event) => {
  event.preventDefault();
  event.submitter.disabled = true;
  await attempt(create);
  event.submitter.disabled = false;
  event.submitter.focus();
});
$("project").addEventListener("change", () => attempt(chooseProject));
$("format").addEventListener("change", chooseFormat);
$("refresh").addEventListener("click", () => attempt(refresh));
$("more").addEventListener("click", () => attempt(() => list(older)));
attempt(open);
