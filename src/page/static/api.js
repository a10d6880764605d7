/** Asks the server: the public API, and what the host's configuration names. */

export const config = await (await fetch("config.json")).json();

const API = new URL(config.api, location.href);

/** The user whose token is sent; with sessions nobody's. */
export const who = { token: config.login === "token" ? (sessionStorage.getItem("token") ?? "") : "" };

/** A refusal of the server, as a sentence. `issues` lie each at a field. */
export class Refusal extends Error {
  constructor(message, { status, issues = [] } = {}) {
    super(message);
    this.status = status;
    this.issues = issues;
  }
}

/** @param path - relative to the API, or absolute. */
export async function call(path, { method = "GET", body, signal } = {}) {
  const headers = {
    Accept: "application/problem+json, application/json, */*;q=0.5",
    ...(who.token === "" ? {} : { Authorization: `Bearer ${who.token}` }),
    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
  };
  const request = { method, headers, signal, body: body && JSON.stringify(body) };
  const response = await fetch(new URL(path, API), request).catch((error) => {
    throw signal?.aborted ? error : new Refusal("The server cannot be reached.");
  });
  if (!response.ok) throw await refusalOf(response);
  return response;
}

export const read = async (path, options) => await (await call(path, options)).json();

/** A list, whether it comes alone or in a page. */
export async function readList(path, options) {
  const list = await read(path, options);
  return Array.isArray(list) ? list : list.results;
}

/** An address below the API. */
export const addressOf = (path) => new URL(path, API).href;

async function refusalOf(response) {
  const { status } = response;
  if (status === 401)
    return new Refusal(who.token === "" ? "Sign in first." : "The server does not know this token.", { status });
  const problem = await response.json().catch(() => ({}));
  const issues = problem.issues ?? [];
  const sentences = issues.map(({ message }) => message);
  const sentence = sentences.length > 0 ? sentences.join(" ") : (problem.detail ?? "The server could not answer.");
  return new Refusal(sentence, { status, issues });
}

/** Server-sent events, read by `fetch`, since an EventSource cannot say who it is. @param hear - gets the type and the record. */
export async function readEvents(path, { signal, hear }) {
  const { body } = await call(path, { signal });
  let text = "";
  for (const reader = body.pipeThrough(new TextDecoderStream()).getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) throw new Refusal("The stream of events ended.");
    const events = (text + value).split("\n\n");
    text = events.pop();
    for (const event of events) {
      const { type, record } = parseEvent(event);
      if (type === "problem") throw new Refusal("The export can no longer be followed.");
      if (record !== null) hear(record);
      if (type === "end") return;
    }
  }
}

function parseEvent(event) {
  const fields = Object.fromEntries(
    event.split("\n").map((line) => [line.split(":", 1)[0], line.slice(line.indexOf(":") + 2)]),
  );
  return { type: fields.event, record: fields.data === undefined ? null : JSON.parse(fields.data) };
}
