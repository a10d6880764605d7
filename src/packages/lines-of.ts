import { StringDecoder } from "node:string_decoder";

/** The bytes of which a text is made at once. V8 gives a longer text a page of its own, which it takes back late. */
const PIECE = 32 * 1024;

/** The lines of UTF-8 text. What follows the last line end is no line. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  for await (const lines of lineGroupsOf(chunks)) yield* lines;
}

/** The same lines, several at once: to wait for each of them takes longer than most of what is done with it. */
export async function* lineGroupsOf(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly string[], void, undefined> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of chunks)
    for (let start = 0; start < chunk.length; start += PIECE) {
      const { buffer, byteOffset } = chunk;
      const piece = Buffer.from(buffer, byteOffset + start, Math.min(PIECE, chunk.length - start));
      const lines = (rest + decoder.write(piece)).split("\n");
      rest = lines.pop() ?? "";
      yield lines;
    }
}
