import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "./free-port.js";
import { endServer } from "./server-process.js";

const run = promisify(execFile);
const PROGRAMS = ["radosgw", "radosgw-admin", "ceph", "ceph-mon", "ceph-osd", "monmaptool", "setpriv"];
const START_MS = 60_000;

/** A running Ceph object gateway, which checks signatures; both keys of its one user are `vasculum`. */
export interface Radosgw extends AsyncDisposable {
  readonly port: number;
}

/** The programs that a gateway needs and this machine has not: Debian's packages radosgw, ceph-mon, ceph-osd. */
export function missingPrograms(): readonly string[] {
  return PROGRAMS.filter((program) => {
    try {
      execFileSync("which", [program], { stdio: "ignore" });
      return false;
    } catch {
      return true;
    }
  });
}

/** Starts a monitor, one storage daemon that keeps everything in memory, and a gateway; takes about 14 seconds. */
export async function startRadosgw(): Promise<Radosgw> {
  const folder = await mkdtemp(join(tmpdir(), "vasculum-radosgw-"));
  const daemons: ChildProcess[] = [];
  const dispose = async (): Promise<void> => {
    await Promise.all(daemons.reverse().map((daemon) => endServer(daemon, "SIGKILL")));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    await startCluster(folder, { port, start: (program, ...args) => daemons.push(startDaemon(program, args, folder)) });
    return { port, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function startCluster(
  folder: string,
  { port, start }: { readonly port: number; readonly start: (program: string, ...args: string[]) => void },
): Promise<void> {
  const [fsid, osd, monitorPort] = [randomUUID(), randomUUID(), await freePort()];
  const config = join(folder, "ceph.conf");
  const ceph = (program: string, ...args: string[]) => run(program, ["-c", config, ...args], { timeout: START_MS });
  for (const name of ["mon", "osd", "rgw"]) await mkdir(join(folder, name));
  await writeFile(config, configText({ folder, fsid, monitorPort, port }));
  const map = join(folder, "monmap");
  await run("monmaptool", ["--create", "--addv", "a", `[v2:127.0.0.1:${monitorPort}]`, "--fsid", fsid, map]);
  await ceph("ceph-mon", "--mkfs", "-i", "a", "--monmap", map);
  start("ceph-mon", "-i", "a");
  await ceph("ceph", "osd", "new", osd);
  await ceph("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", osd);
  start("ceph-osd", "-i", "0");
  const keys = ["--access-key", "vasculum", "--secret-key", "vasculum"];
  await ceph("radosgw-admin", "user", "create", "--uid", "vasculum", "--display-name", "vasculum", ...keys);
  start("radosgw", "-n", "client.rgw");
  await listening(port);
}

interface ClusterSettings {
  readonly folder: string;
  readonly fsid: string;
  readonly monitorPort: number;
  readonly port: number;
}

/** The gateway insists on a secure connection to the monitor unless told otherwise, and there is none without keys. */
function configText({ folder, fsid, monitorPort, port }: ClusterSettings): string {
  return `[global]
fsid = ${fsid}
mon host = [v2:127.0.0.1:${monitorPort}]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
run dir = ${folder}
admin socket =
log file =
mon cluster log file =
log to stderr = false
mon data = ${folder}/mon
mon data avail crit = 0
mon allow pool size one = true
osd data = ${folder}/osd
osd objectstore = memstore
memstore device bytes = 2147483648
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
rgw data = ${folder}/rgw
rgw frontends = beast endpoint=127.0.0.1:${port}
rgw gc max objs = 1
rgw lc max objs = 1
rgw data log num shards = 1
rgw md log max shards = 1
rgw reshard num logs = 1
rgw usage max shards = 1
`;
}

/** A daemon dies with the process that started it. */
function startDaemon(program: string, args: readonly string[], folder: string): ChildProcess {
  const command = ["--pdeathsig", "KILL", program, "-f", "-c", join(folder, "ceph.conf"), ...args];
  return spawn("setpriv", command, { cwd: folder, stdio: "ignore" });
}

async function listening(port: number): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (!(await accepts(port))) {
    if (Date.now() > deadline) throw new TypeError("The gateway did not start.");
    await delay(50);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => (socket.destroy(), resolve(true))).once("error", () => resolve(false));
  });
}
