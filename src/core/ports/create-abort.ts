import { setMaxListeners } from "node:events";

/** An AbortController whose signal any number of awaits may listen to at once, without Node's warning of a leak. */
export function createAbort(): AbortController {
  const abort = new AbortController();
  setMaxListeners(0, abort.signal);
  return abort;
}
