import { inflateRawSync } from "node:zlib";

/** A file, or an entry of it where it is a zip. */
export interface FilePart {
  readonly name: string;
  readonly text: string;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;

/** The whole file byte by byte, and where it is a zip also its entries, inflated. */
export function filePartsOf(bytes: Uint8Array): readonly FilePart[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end =
    file.readUInt32LE !== undefined && file.length >= 22 ? file.lastIndexOf("PK\x05\x06", undefined, "latin1") : -1;
  const whole = { name: "file", text: file.toString("utf8") };
  return end < 0 || file.readUInt32LE(end) !== END ? [whole] : [whole, ...zipEntries(file, end)];
}

function zipEntries(file: Buffer, end: number): readonly FilePart[] {
  const parts: FilePart[] = [];
  let at = file.readUInt32LE(end + 16);
  while (at < end && file.readUInt32LE(at) === ENTRY) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => file.readUInt16LE(at + offset));
    const name = file.toString("utf8", at + 46, at + 46 + Number(nameLength));
    parts.push({ name, text: entryText(file, at) });
    at += 46 + Number(nameLength) + Number(extraLength) + Number(commentLength);
  }
  return parts;
}

function entryText(file: Buffer, at: number): string {
  const [method, size, header] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 20), file.readUInt32LE(at + 42)];
  const start = header + 30 + file.readUInt16LE(header + 26) + file.readUInt16LE(header + 28);
  const data = file.subarray(start, start + size);
  return (method === 0 ? data : inflateRawSync(data)).toString("utf8");
}
