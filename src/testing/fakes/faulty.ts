import { abortable } from "../../async/abort.js";
import type { Fault, FaultPlan } from "./fault-plan.js";

/** The options of a faulty port. */
export interface FaultyOptions<Port> {
  /** Methods that answer at once, with neither a promise nor an iteration (`queryset`, `start`): they are not counted. */
  readonly direct?: readonly (keyof Port)[];
}

/**
 * A port whose calls are counted by a plan, and one of them goes wrong. Every step of an iteration that a port gives
 * (`next`, `return`) is a call too. So is every method of a thing to dispose of, such as a snapshot.
 *
 * @example
 * ```ts
 * const plan = createFaultPlan({ nth, fault: "error" });
 * const port = faulty(storage, plan);
 * ```
 */
export function faulty<Port extends object>(
  port: Port,
  plan: FaultPlan,
  { direct = [] }: FaultyOptions<Port> = {},
): Port {
  return wrap(port, { plan, direct: new Set(direct), signal: undefined });
}

interface Wrapping {
  readonly plan: FaultPlan;
  readonly direct: ReadonlySet<PropertyKey>;
  /** The signal that a hang listens to: the one given to this call, or to the one that opened the port. */
  readonly signal: AbortSignal | undefined;
}

/** The proxy stands before an heir of the port, since before a frozen port it could not answer otherwise than the port. */
function wrap<Port extends object>(port: Port, wrapping: Wrapping): Port {
  return new Proxy<Port>(Object.create(port), {
    get: (_heir, name) => {
      const member: unknown = Reflect.get(port, name, port);
      if (typeof member !== "function") return member;
      return (...args: readonly unknown[]) => {
        const fault = wrapping.direct.has(name) ? null : wrapping.plan.next(String(name));
        const within = { ...wrapping, signal: signalAmong(args) ?? wrapping.signal };
        const call = (): unknown => Reflect.apply(member, port, args);
        return fault === null ? follow(call(), within) : promiseAndIteration(goWrong(fault, call, within));
      };
    },
  });
}

async function goWrong(fault: Fault, call: () => unknown, { plan, signal }: Wrapping): Promise<never> {
  if (fault === "hang" && signal !== undefined) await abortable(new Promise(() => undefined), signal);
  if (fault === "hang" || fault === "hang-for-ever") await new Promise(() => undefined);
  if (fault === "applied") await spend(call());
  throw plan.error;
}

/** Has a call do all its work, and takes back what it opened. */
async function spend(answer: unknown): Promise<void> {
  if (isIteration(answer)) {
    for await (const _ of answer);
    return;
  }
  const outcome = await answer;
  if (isAsyncDisposable(outcome)) await outcome[Symbol.asyncDispose]();
}

function follow(answer: unknown, wrapping: Wrapping): unknown {
  if (answer instanceof Promise) return answer.then((outcome: unknown) => follow(outcome, wrapping));
  if (isIteration(answer)) return { [Symbol.asyncIterator]: () => wrap(answer[Symbol.asyncIterator](), wrapping) };
  return isAsyncDisposable(answer) ? wrap(answer, wrapping) : answer;
}

/** A failure for a caller that waits for a promise as for one that iterates: the wrapper does not know which it is. */
function promiseAndIteration(failure: Promise<never>): Promise<never> & AsyncIterable<never> {
  failure.catch(() => undefined);
  return Object.assign(failure, { [Symbol.asyncIterator]: () => ({ next: () => failure }) });
}

function signalAmong(args: readonly unknown[]): AbortSignal | undefined {
  return args
    .map((arg) => (isObject(arg) && "signal" in arg ? arg.signal : arg))
    .find((candidate): candidate is AbortSignal => candidate instanceof AbortSignal);
}

function isIteration(value: unknown): value is AsyncIterable<unknown> {
  return isObject(value) && Symbol.asyncIterator in value;
}

function isAsyncDisposable(value: unknown): value is AsyncDisposable {
  return isObject(value) && Symbol.asyncDispose in value;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
