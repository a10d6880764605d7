import { crc32, deflateRawSync } from "node:zlib";

/** An entry of a zip, every part of which may lie. */
export interface RawEntry {
  readonly name: string | Buffer;
  readonly data?: string | Uint8Array;
  /** By default 8, deflate. */
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly inflated?: number;
  readonly compressed?: number;
  /** The bytes as they stand in the zip; by default the data deflated. */
  readonly body?: Uint8Array;
  /** File type and permissions of Unix. */
  readonly mode?: number;
  /** The name in the entry's own header; by default the same. */
  readonly localName?: string;
  /** Where the directory says that the entry begins; by default where it does. */
  readonly offset?: number;
  /** Whether sizes and offset stand in the fields of zip64. */
  readonly zip64?: boolean;
}

/** What the end of a zip says. */
export interface RawEnd {
  readonly entries?: number;
  readonly comment?: Uint8Array;
}

const SMALL = 0xffffffff;

/** Writes a zip byte by byte, so that any of them can be wrong. */
export function rawZip(entries: readonly RawEntry[], end: RawEnd = {}): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = rawEntry(entry, offset);
    locals.push(local);
    centrals.push(central);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  return Buffer.concat([
    ...locals,
    directory,
    endRecord(end, { count: entries.length, size: directory.length, offset }),
  ]);
}

function rawEntry(entry: RawEntry, at: number): { local: Buffer; central: Buffer } {
  const name = Buffer.from(entry.name as string);
  const data = Buffer.from((entry.data ?? "") as string);
  const { method = 8, flags = 0, crc = crc32(data), zip64 = false } = entry;
  const body = Buffer.from(entry.body ?? (method === 8 ? deflateRawSync(data) : data));
  const { inflated = data.length, compressed = body.length, offset = at } = entry;
  const localName = Buffer.from(entry.localName ?? name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(flags, 6);
  local.writeUInt16LE(method, 8);
  local.writeUInt32LE(crc, 14);
  local.writeUInt32LE(Math.min(compressed, SMALL), 18);
  local.writeUInt32LE(Math.min(inflated, SMALL), 22);
  local.writeUInt16LE(localName.length, 26);
  const extra = zip64 ? zip64Extra([inflated, compressed, offset]) : Buffer.alloc(0);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(0x031e, 4);
  central.writeUInt16LE(flags, 8);
  central.writeUInt16LE(method, 10);
  central.writeUInt32LE(crc, 16);
  central.writeUInt32LE(zip64 ? SMALL : compressed, 20);
  central.writeUInt32LE(zip64 ? SMALL : inflated, 24);
  central.writeUInt16LE(name.length, 28);
  central.writeUInt16LE(extra.length, 30);
  central.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 38);
  central.writeUInt32LE(zip64 ? SMALL : offset, 42);
  return { local: Buffer.concat([local, localName, body]), central: Buffer.concat([central, name, extra]) };
}

function zip64Extra(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  for (const [index, value] of values.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  return extra;
}

function endRecord(end: RawEnd, facts: { count: number; size: number; offset: number }): Buffer {
  const { entries = facts.count, comment = new Uint8Array() } = end;
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(entries, 8);
  record.writeUInt16LE(entries, 10);
  record.writeUInt32LE(facts.size, 12);
  record.writeUInt32LE(facts.offset, 16);
  record.writeUInt16LE(comment.length, 20);
  return Buffer.concat([record, comment]);
}
