import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Where this process and those it started listen, sorted: `127.0.0.1:49152`. Linux alone says so, in `/proc`. */
export function listeningAddresses(): readonly string[] {
  const sockets = new Set(familyOf(process.pid).flatMap(socketsOf));
  const listening = ["tcp", "tcp6"].flatMap((table) => listeners(readFileSync(`/proc/net/${table}`, "latin1")));
  return listening.filter(({ socket }) => sockets.has(socket)).map(({ address }) => address);
}

/** A process and all its descendants. */
function familyOf(ancestor: number): readonly number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(name)] as const);
  const family = [ancestor];
  for (const member of family) family.push(...parents.filter(([, parent]) => parent === member).map(([pid]) => pid));
  return family;
}

/** The parent's id; 0 for a process that has ended meanwhile. */
function parentOf(pid: string): number {
  return Number(ifThere(() => /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1]) ?? 0);
}

/** The inodes of a process's sockets. */
function socketsOf(pid: number): readonly string[] {
  const files = ifThere(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
  return files.flatMap(
    (file) => ifThere(() => /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${file}`))?.[1]) ?? [],
  );
}

function listeners(table: string): readonly { readonly address: string; readonly socket: string }[] {
  const LISTEN = "0A";
  const rows = table.split("\n").map((line) => line.trim().split(/\s+/));
  return rows.flatMap(([, local = "", , state, , , , , , socket = ""]) =>
    state === LISTEN ? [{ address: addressOf(local), socket }] : [],
  );
}

/** `0100007F:1F90` is `127.0.0.1:8080`: words of four bytes, the lowest first. */
function addressOf(local: string): string {
  const [words = "", port = ""] = local.split(":");
  const bytes = (words.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, "hex")].reverse());
  const host = bytes.length === 4 ? bytes.join(".") : Buffer.from(bytes).toString("hex");
  return `${host}:${Number.parseInt(port, 16)}`;
}

function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
