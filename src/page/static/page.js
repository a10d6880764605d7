/** The page: asks for exports and previews, follows what runs, and fetches files, by the public API alone. */
import { addressOf, call, config, read, readEvents, readList, Refusal, who } from "./api.js";
import { fillCard, isLive, isSigned, newCard } from "./card.js";
import { showIssues } from "./fields.js";
import { openForm } from "./form.js";
import { previewParts } from "./preview.js";
import { make, rows } from "./words.js";

/** A browser gives one server six connections; events may not take them all. */
const STREAMS = 3;
const OTHER = "";

const $ = (id) => document.getElementById(id);

/** Ends whatever was begun for the user before. */
let session = new AbortController();
let previewing = new AbortController();
let older = null;
const shown = new Map();
const followed = new Set();
const form = openForm({ attempt, signal: () => session.signal });

const asked = (path, options = {}) => call(path, { signal: session.signal, ...options });
const say = (sentence) => ($("news").textContent = sentence);

/** Runs what a user asked for, and shows a fault as a sentence. */
async function attempt(action) {
  $("trouble").textContent = "";
  showIssues($("new"), []);
  try {
    await action();
  } catch (error) {
    if (error.name === "AbortError") return;
    say("");
    $("trouble").textContent = error instanceof Refusal ? error.message : "The page failed. Load it again.";
    if (!(error instanceof Refusal)) throw error;
    showIssues($("new"), error.issues);
  }
}

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
    await readEvents(`exports/${id}/events/`, { signal, hear: show }).catch(() => poll(id, signal));
  } catch (error) {
    if (!signal.aborted && error.status === 404) forget(id);
  } finally {
    if (!signal.aborted) {
      followed.delete(id);
      followSome();
    }
  }
}

async function poll(id, signal) {
  while (!signal.aborted) {
    const record = await read(`exports/${id}/`, { signal }).catch((error) => {
      if (error.status !== undefined && error.status < 500) throw error;
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
  fillCard(card, record, form.projectOf(record.project));
  if (before !== undefined && before.status !== record.status && !isLive(record)) say(endOf(record));
  // A button that has gone must not take the keyboard's place with it.
  if (document.activeElement?.hidden) card.querySelector("h3").focus();
}

function endOf({ id, status, record_count: count, file_size_display: size, error }) {
  if (status === "succeeded") return `Export ${id} is ready: ${rows(count ?? 0)}, ${size}.`;
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
  async download({ id }, button) {
    button.disabled = true;
    try {
      const record = await (await asked(`exports/${id}/`)).json();
      say(`${await handOver(record)} has been handed to your browser.`);
    } finally {
      button.disabled = false;
    }
  },
  async share({ id }) {
    const { file_url: address } = await (await asked(`exports/${id}/`)).json();
    const isCopied = await navigator.clipboard?.writeText(address).then(
      () => true,
      () => false,
    );
    say(
      isCopied
        ? "The link has been copied. It works for a few minutes, for whoever has it."
        : `The link, for a few minutes: ${address}`,
    );
  },
  async cancel({ id }) {
    show(await (await asked(`exports/${id}/cancel/`, { method: "POST" })).json());
    followSome();
  },
  async retry({ id }) {
    show(await (await asked(`exports/${id}/retry/`, { method: "POST" })).json());
    say(`Export ${id} has been asked for again.`);
    followSome();
  },
  async delete({ id }, button) {
    $("sure-question").textContent = `Delete export ${id} and its file? This cannot be undone.`;
    $("sure").returnValue = "no";
    $("sure").showModal();
    $("keep").focus();
    await new Promise((resolve) => $("sure").addEventListener("close", resolve, { once: true }));
    button.focus();
    if ($("sure").returnValue !== "yes") return;
    await asked(`exports/${id}/`, { method: "DELETE" });
    forget(id);
    say(`Export ${id} has been deleted.`);
  },
};

/** A link that opens by itself is followed; any other file is read with the user's token first. */
async function handOver(record) {
  const link = make("a", { href: record.file_url, download: "" });
  if (isSigned(record) || config.login === "session") {
    link.click();
    return `The file of export ${record.id}`;
  }
  const response = await asked(record.file_url);
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  Object.assign(link, { href: URL.createObjectURL(await response.blob()), download: name ?? `export-${record.id}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return link.download;
}

async function create() {
  const record = await (await asked("exports/", { method: "POST", body: form.body() })).json();
  show(record);
  say(`Export ${record.id} has been asked for.`);
  followSome();
}

async function preview() {
  previewing.abort();
  previewing = new AbortController();
  const signal = AbortSignal.any([session.signal, previewing.signal]);
  say("The preview is loading.");
  const answer = await (await asked("exports/preview/", { method: "POST", body: form.body(), signal })).json();
  $("seen-parts").replaceChildren(...previewParts(answer));
  say("");
  $("seen").hidden = false;
  $("seen-heading").focus();
}

async function list(address = "exports/") {
  const { count, next, results } = await read(address, { signal: session.signal });
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
  $("news").textContent = "";
  $("seen").hidden = true;
  form.clear();
  if (config.login === "token") sessionStorage.setItem("token", who.token);
  if (config.login === "token" && who.token === "") return;
  await form.chooseAmong(config.projects === null ? null : await readList(config.projects, { signal: session.signal }));
  await list();
  if (form.isWithoutProject()) say("You are not a member of any project.");
}

async function openUsers() {
  const users = config.users === null ? [] : await readList(addressOf(config.users));
  $("user").replaceChildren(
    ...users.map((user) => new Option(user.name, user.token)),
    new Option("Another user…", OTHER),
  );
  if (who.token === "" && users.length > 0) who.token = users[0].token;
  $("user").value = users.some((user) => user.token === who.token) ? who.token : OTHER;
  $("user-field").hidden = users.length === 0;
  $("token-field").hidden = config.login !== "token" || $("user").value !== OTHER;
}

async function open() {
  document.title = $("title").textContent = config.title;
  await openUsers();
  form.formats((await read("exports/formats/")).formats);
  await start();
}

$("user").addEventListener("change", ({ target }) => {
  who.token = target.value;
  $("token-field").hidden = who.token !== OTHER;
  attempt(start);
});
$("who").addEventListener("submit", (event) => {
  event.preventDefault();
  who.token = $("token").value.trim();
  attempt(start);
});
$("new").addEventListener("submit", async (event) => {
  event.preventDefault();
  $("start").disabled = true;
  await attempt(create);
  $("start").disabled = false;
  if (document.activeElement === document.body) $("start").focus();
});
$("preview").addEventListener("click", () => attempt(preview));
$("refresh").addEventListener("click", () => attempt(refresh));
$("more").addEventListener("click", () => attempt(() => list(older)));
attempt(open);
