import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { ExportError } from "../../src/contracts/export-error.js";
import type { FileBody, StorageAdapter } from "../../src/contracts/storage-adapter.js";
import { createMemoryStorage } from "../../src/storage/memory/memory-storage.js";
import { createFileBody } from "../../src/testing/fakes/file-body.js";
import { storageSuite } from "../../src/testing/storage-suite/storage-suite.js";
import { broken } from "../support/broken.js";
import { failingTests } from "./failing-tests.js";

const RANGE_IN_THE_MIDDLE = "open with a range gives bytes in the middle, both ends included";

interface Defect {
  readonly defect: string;
  readonly breaks: (good: StorageAdapter) => Partial<StorageAdapter>;
  readonly failing: readonly string[];
}

/** Everything of a body that comes, whatever it says of itself. */
async function whatComes(body: FileBody, signal: AbortSignal): Promise<FileBody> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of body.stream()) {
      signal.throwIfAborted();
      chunks.push(chunk);
    }
  } catch {
    signal.throwIfAborted();
  }
  return createFileBody(Buffer.concat(chunks));
}

const DEFECTS: readonly Defect[] = [
  {
    defect: "stores what has come of a body",
    breaks: (good) => ({
      put: async (key, body, options) => good.put(key, await whatComes(body, options.signal), options),
    }),
    failing: [
      "put stores nothing of a body shorter than announced",
      "put stores nothing of a body longer than announced",
      "put stores nothing of a body that fails midway, and the key can be put again",
      "put rejects soon after an abort, even while the body hangs, and stores nothing",
    ],
  },
  {
    defect: "drops the last byte",
    breaks: (good) => ({
      open: async (key, options) => {
        const size = (await good.stat(key))?.size ?? 0;
        return size < 2 || options?.range
          ? good.open(key, options)
          : good.open(key, { ...options, range: { start: 0, end: size - 2 } });
      },
    }),
    failing: [
      "put stores every byte of a file of many chunks",
      "put takes a key of any characters and the length that core allows",
      "put stores nothing of a body that fails midway, and the key can be put again",
      "put of the same bytes to the same key is a success",
      "put of other bytes to a taken key is refused with STORAGE_KEY_EXISTS, and the first file stays",
      "puts of one key at the same time leave one of the files, whole",
      "open gives a file again and again, also after a reader has left early",
    ],
  },
  {
    defect: "refuses an empty file",
    breaks: (good) => ({
      put: async (key, body, options) => {
        if (body.size === 0) throw new ExportError("STORAGE_FAILED");
        await good.put(key, body, options);
      },
    }),
    failing: ["put stores an empty file", "list gives all of many files"],
  },
  {
    defect: "takes the key for an address",
    breaks: (good) => ({
      put: (key, body, options) => good.put(decodeURIComponent(key.replace("%'", "%25'")), body, options),
    }),
    failing: ["put takes a key of any characters and the length that core allows"],
  },
  {
    defect: "shows a file before it is whole",
    breaks: (good) => {
      const begun = new Set<string>();
      return {
        put: async (key, body, options) => {
          if (body.size > 1000 && !options.signal.aborted) begun.add(key);
          await good.put(key, body, options).finally(() => begun.delete(key));
        },
        stat: async (key) => (begun.has(key) ? { key, size: 1, modifiedAt: null } : good.stat(key)),
      };
    },
    failing: ["put shows nothing of a file before it is whole"],
  },
  {
    defect: "refuses a taken key whatever the bytes",
    breaks: (good) => ({
      put: async (key, body, options) => {
        if ((await good.stat(key)) !== null) throw new ExportError("STORAGE_KEY_EXISTS");
        await good.put(key, body, options);
      },
    }),
    failing: ["put of the same bytes to the same key is a success"],
  },
  {
    defect: "replaces what a key holds",
    breaks: (good) => ({
      put: async (key, body, options) => {
        const kept = createMemoryStorage();
        await kept.put(key, body, options);
        await good.delete(key);
        await good.put(key, body, options);
      },
    }),
    failing: ["put of other bytes to a taken key is refused with STORAGE_KEY_EXISTS, and the first file stays"],
  },
  {
    defect: "stores a file and says that it failed",
    breaks: (good) => ({
      put: async (key, body, options) => {
        await good.put(key, body, options);
        if (body.size === 100_000) throw new ExportError("STORAGE_FAILED");
      },
    }),
    failing: ["puts of one key at the same time leave one of the files, whole"],
  },
  {
    defect: "does not listen to the signal",
    breaks: (good) => ({
      put: (key, body, { contentType }) => good.put(key, body, { contentType, signal: new AbortController().signal }),
    }),
    failing: [
      "put with a signal that has aborted already stores nothing",
      "put rejects soon after an abort, even while the body hangs, and stores nothing",
    ],
  },
  {
    defect: "gives nothing for a missing file",
    breaks: (good) => ({
      open: async (key, options) =>
        (await good.stat(key)) === null ? (async function* () {})() : good.open(key, options),
    }),
    failing: [
      "put stores nothing of a body shorter than announced",
      "put stores nothing of a body longer than announced",
      "put stores nothing of a body that fails midway, and the key can be put again",
      "put shows nothing of a file before it is whole",
      "put with a signal that has aborted already stores nothing",
      "put rejects soon after an abort, even while the body hangs, and stores nothing",
      "open of a missing file rejects with STORAGE_FILE_MISSING, before the first byte",
    ],
  },
  {
    defect: "leaves a range's last byte out",
    breaks: (good) => ({
      open: (key, options = {}) => {
        const { start = 0, end } = options.range ?? {};
        return good.open(
          key,
          end === undefined || end === start ? options : { ...options, range: { start, end: end - 1 } },
        );
      },
    }),
    failing: [RANGE_IN_THE_MIDDLE],
  },
  {
    defect: "starts a range one byte late",
    breaks: (good) => ({
      open: (key, options = {}) => {
        const { range } = options;
        return good.open(
          key,
          range === undefined || range.start === 0
            ? options
            : { ...options, range: { ...range, start: range.start + 1 } },
        );
      },
    }),
    failing: [
      RANGE_IN_THE_MIDDLE,
      "open with a range gives everything from a byte on",
      "open with a range gives no more than there is when the end lies beyond it",
    ],
  },
  {
    defect: "gives the whole file for a range from the start",
    breaks: (good) => ({
      open: (key, options) => (options?.range?.start === 0 ? good.open(key) : good.open(key, options)),
    }),
    failing: ["open with a range gives its first byte"],
  },
  {
    defect: "refuses a range that ends beyond the file",
    breaks: (good) => ({
      open: async (key, options) => {
        if ((options?.range?.end ?? 0) > 50) throw new ExportError("RANGE_NOT_SATISFIABLE");
        return good.open(key, options);
      },
    }),
    failing: ["open with a range gives no more than there is when the end lies beyond it"],
  },
  {
    defect: "can be read once",
    breaks: (good) => {
      const read = new Set<string>();
      return {
        open: async (key, options) => {
          if (read.size === read.add(key).size) throw new ExportError("STORAGE_FAILED");
          return good.open(key, options).catch((error: unknown) => (read.delete(key), Promise.reject(error)));
        },
      };
    },
    failing: ["open gives a file again and again, also after a reader has left early"],
  },
  {
    defect: "opens though aborted",
    breaks: (good) => ({
      open: (key, options) => good.open(key, options?.range === undefined ? {} : { range: options.range }),
    }),
    failing: ["open with a signal that has aborted rejects"],
  },
  {
    defect: "tells a local time",
    breaks: (good) => ({
      stat: async (key) => {
        const file = await good.stat(key);
        return file === null ? null : { ...file, modifiedAt: "2026-01-01 12:00:00" };
      },
    }),
    failing: [
      "stat tells a file's key, size and, where it is kept, time",
      "list gives the facts of each file that stat gives",
    ],
  },
  {
    defect: "has a directory for a file",
    breaks: (good) => ({
      stat: async (key) => {
        for await (const _ of good.list(`${key}/`)) return { key, size: 0, modifiedAt: null };
        return good.stat(key);
      },
    }),
    failing: ["stat of a missing file is null, and so is stat of what other keys begin with"],
  },
  {
    defect: "deletes every key that begins so",
    breaks: (good) => ({
      delete: async (key) => {
        for await (const file of good.list(key)) await good.delete(file.key);
      },
    }),
    failing: ["delete removes the file of this key alone"],
  },
  {
    defect: "deletes nothing",
    breaks: () => ({ delete: async () => undefined }),
    failing: ["delete removes the file of this key alone", "a deleted key can be put again"],
  },
  {
    defect: "refuses to delete what does not exist",
    breaks: (good) => ({
      delete: async (key) => {
        if ((await good.stat(key)) === null) throw new ExportError("STORAGE_FILE_MISSING");
        await good.delete(key);
      },
    }),
    failing: ["delete of a file that does not exist is a success"],
  },
  {
    defect: "takes a prefix for a directory",
    breaks: (good) => ({ list: (prefix) => good.list(prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`) }),
    failing: [
      "put takes a key of any characters and the length that core allows",
      "list gives every file whose key begins with the prefix, which need not end at a slash",
    ],
  },
  {
    defect: "takes the prefix for any part of a key",
    breaks: (good) => ({
      async *list(prefix) {
        for await (const file of good.list("")) if (prefix.endsWith("csv/") || file.key.includes(prefix)) yield file;
      },
    }),
    failing: ["list of a prefix that no key has is empty"],
  },
  {
    defect: "lists the first page alone",
    breaks: (good) => ({
      async *list(prefix) {
        let left = 20;
        for await (const file of good.list(prefix)) if (left-- > 0) yield file;
      },
    }),
    failing: ["list gives all of many files"],
  },
  {
    defect: "lists other sizes",
    breaks: (good) => ({
      async *list(prefix) {
        for await (const file of good.list(prefix)) yield { ...file, size: file.size + 1 };
      },
    }),
    failing: ["list gives the facts of each file that stat gives"],
  },
  {
    defect: "links to nothing",
    breaks: () => ({ link: async () => "data:text/plain,other" }),
    failing: ["link serves the file under the name and type asked for"],
  },
];

test.each(DEFECTS)("a storage that $defect fails the tests that say so, and no other", async ({ breaks, failing }) => {
  const failed = await failingTests((register) =>
    storageSuite({
      test: register,
      uploadBytes: 200_000,
      patienceMs: 50,
      without: ["unfinishedUploads", ...("link" in breaks(createMemoryStorage()) ? [] : (["link"] as const))],
      create: () => {
        const good = createMemoryStorage();
        return { storage: broken(good, breaks(good)) };
      },
    }),
  );
  expect(failed).toEqual(failing);
});

test("every test of the suite has a defect that it is failed by", () => {
  const names: string[] = [];
  storageSuite({ test: (name) => names.push(name), create: () => ({ storage: createMemoryStorage() }) });
  const failed = new Set([...DEFECTS.flatMap(({ failing }) => failing), "delete ends an unfinished upload of the key"]);
  expect(names.filter((name) => !failed.has(name))).toEqual([]);
});

test("a storage that leaves unfinished uploads to a deleted key fails the test that says so, and no other", async () => {
  const failed = await failingTests((register) =>
    storageSuite({
      test: register,
      uploadBytes: 200_000,
      patienceMs: 50,
      create: () => {
        const good = createMemoryStorage();
        const storage = broken(good, {
          delete: async (key) => ((await good.stat(key)) === null ? delay(1) : good.delete(key)),
        });
        return { storage, unfinishedUploads: async () => 1 };
      },
      without: ["link"],
    }),
  );
  expect(failed).toEqual(["delete ends an unfinished upload of the key"]);
});

test("a storage that cannot tell a taken key passes when it says so", async () => {
  const replaced = (good: StorageAdapter): Partial<StorageAdapter> => ({
    put: async (key, body, options) => {
      await createMemoryStorage().put(key, body, options);
      await good.delete(key);
      await good.put(key, body, options);
    },
  });
  const failed = await failingTests((register) =>
    storageSuite({
      test: register,
      takenKeys: "replaced",
      create: () => {
        const good = createMemoryStorage();
        return { storage: broken(good, replaced(good)) };
      },
      without: ["link", "unfinishedUploads"],
    }),
  );
  expect(failed).toEqual([]);
});

test("a missing part of a fixture fails its tests, or is named not tested", async () => {
  const create = () => ({ storage: createMemoryStorage() });
  const hooks = [
    "delete ends an unfinished upload of the key",
    "link serves the file under the name and type asked for",
  ];
  expect(await failingTests((register) => storageSuite({ test: register, create }))).toEqual(hooks);
  const names: string[] = [];
  storageSuite({ test: (name) => names.push(name), create, without: ["link", "unfinishedUploads"] });
  expect(names.filter((name) => name.startsWith("not tested: "))).toEqual(hooks.map((name) => `not tested: ${name}`));
  expect(names).not.toEqual(expect.arrayContaining(hooks));
});
