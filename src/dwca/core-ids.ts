import { ExportError } from "../contracts/export-error.js";

/**
 * The ids of the core's rows, read again in the order in which they were written, to hold extension rows against them: a merge,
 * so that neither side is held in memory.
 */
export class CoreIds implements AsyncDisposable {
  /** The core row that has been reached; null before the first. */
  current: string | null = null;
  readonly #lines: AsyncGenerator<string, void, undefined>;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#lines = linesOf(chunks);
  }

  /**
   * Goes on to the core row with this id.
   *
   * @throws ExportError `FILE_CHECK_FAILED` when no later row has it: an extension row would be an orphan.
   */
  async reach(id: string): Promise<void> {
    while (this.current !== id) {
      const step = await this.#lines.next();
      if (step.done === true) throw new ExportError("FILE_CHECK_FAILED", { details: [ORPHAN] });
      this.current = step.value;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lines.return();
  }
}

const ORPHAN = {
  path: ["archive"],
  code: "orphaned_row",
  message: "An extension row belongs to no core row, or the source gives both in different orders.",
} as const;

/** Ids are ASCII, so a chunk never ends inside a character. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + Buffer.from(chunk).toString("latin1")).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
