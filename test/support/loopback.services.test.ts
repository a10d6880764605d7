import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { absent } from "./absent.js";
import { startFauxqs } from "./fauxqs.js";
import { listeningAddresses } from "./listening-addresses.js";
import { MARIADB_ABSENT, startMariadb } from "./mariadb.js";
import { startPostgresServer } from "./postgres-server.js";
import { missingPrograms, startRadosgw } from "./radosgw.js";
import { noRedis, startRedisServer } from "./redis.js";

const ROOT = resolve(import.meta.dirname, "../..");
const noProc = absent("Linux's /proc", process.platform === "linux");
const missing = missingPrograms();

const SERVERS: readonly {
  readonly name: string;
  readonly absent: string | null;
  readonly start: () => Promise<AsyncDisposable & ({ readonly port: number } | { readonly url: string })>;
}[] = [
  { name: "fauxqs", absent: null, start: startFauxqs },
  { name: "PostgreSQL", absent: null, start: startPostgresServer },
  { name: "MariaDB", absent: MARIADB_ABSENT, start: startMariadb },
  { name: "Redis", absent: noRedis, start: startRedisServer },
  { name: "Ceph", absent: absent(`Ceph's ${missing.join(", ")}`, missing.length === 0), start: startRadosgw },
];

for (const { name, absent: reason, start } of SERVERS) {
  test.skipIf(noProc !== null || reason !== null)(
    `${name} listens on the loopback interface alone`,
    async () => {
      await using server = await start();
      const port = "port" in server ? server.port : Number(new URL(server.url).port);
      const addresses = listeningAddresses();
      expect(addresses).toContain(`127.0.0.1:${port}`);
      expect(addresses.filter((address) => !address.startsWith("127.0.0.1:"))).toEqual([]);
    },
    120_000,
  );
}

test.skipIf(noProc !== null)("a server on another address is seen", async () => {
  const server = createServer().listen(0, "127.0.0.2");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  expect(listeningAddresses()).toContain(`127.0.0.2:${port}`);
  server.close();
  await once(server, "close");
  expect(listeningAddresses()).not.toContain(`127.0.0.2:${port}`);
});

test("no test, example or benchmark listens without saying where", () => {
  const calls = ["test", "examples", "bench"].flatMap((folder) => codeBelow(join(ROOT, folder)).flatMap(listenCalls));
  expect(calls.length).toBeGreaterThan(5);
  expect(calls.filter((call) => !/"127\.0\.0\.\d"|\bHOST\b|\bhost\b/.test(call))).toEqual([]);
});

test("fauxqs is not started by its own function, which listens on every interface", () => {
  const files = ["test", "examples", "bench"].flatMap((folder) => codeBelow(join(ROOT, folder)));
  const fromPackage = /import \{[^}]*\bstartFauxqs\b[^}]*\} from "fauxqs"/;
  expect(files.filter((file) => fromPackage.test(readFileSync(file, "utf8")))).toEqual([]);
});

function codeBelow(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /\.[cm]?[jt]s$/.test(file) && !file.includes("node_modules"))
    .map((file) => join(folder, file));
}

function listenCalls(file: string): readonly string[] {
  return [...readFileSync(file, "utf8").matchAll(/\.listen\(([^;]*)/g)].map(([, args]) => `${file}: ${args}`);
}
