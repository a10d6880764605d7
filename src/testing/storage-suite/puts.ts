import assert from "node:assert/strict";
import { ExportError } from "../../contracts/export-error.js";
import type { StorageAdapter } from "../../contracts/storage-adapter.js";
import type { ContractTest } from "../contract/contract-test.js";
import { createFailingBody, createFileBody, createLyingBody, createStalledBody } from "../fakes/file-body.js";
import { soon } from "../contract/soon.js";
import type { StorageFixture } from "./storage-fixture.js";
import { hasCode } from "../contract/has-code.js";
import { listKeys, put, readStored } from "./stored.js";

const KEY = "vasculum-suite/7/12/dGhpcyBpcyBub3QgaXQ/moths_export-12.csv";
/** Every printable ASCII character that core lets into a key, and as long as core lets it be. */
const STRANGE_KEY =
  `vasculum-suite/ !"#$%&'()*+,-.0:;<=>?@A[]^_\`a{|}~%2F/${"long".repeat(50)}/${"key".repeat(60)}`.padEnd(512, "/tail");

interface PutOptions {
  readonly takenKeys: "refused" | "replaced";
  readonly uploadBytes: number;
  readonly patienceMs: number;
}

/** Tests the promises of `put`. */
export function testPuts(test: ContractTest<StorageFixture>, options: PutOptions): void {
  testStoredBytes(test);
  testWholeOrNot(test, options);
  testTakenKeys(test, options);
  testAborts(test, options);
}

function testStoredBytes(test: ContractTest<StorageFixture>): void {
  test("put stores an empty file", async ({ storage }) => {
    await put(storage, KEY, { body: createFileBody("") });
    assert.equal(await readStored(storage, KEY), "");
  });

  test("put stores every byte of a file of many chunks", async ({ storage }) => {
    const bytes = Uint8Array.from({ length: 300_001 }, (_, index) => (index * 31) % 251);
    await put(storage, KEY, { body: createFileBody(bytes) });
    assert.ok(
      (await readStored(storage, KEY)) === Buffer.from(bytes).toString("latin1"),
      "The bytes read are not those stored.",
    );
  });

  test("put takes a key of any characters and the length that core allows", async ({ storage }) => {
    await put(storage, STRANGE_KEY, { body: createFileBody("strange") });
    assert.equal(await readStored(storage, STRANGE_KEY), "strange");
    assert.deepEqual(await listKeys(storage, "vasculum-suite/ "), [STRANGE_KEY]);
  });
}

function testWholeOrNot(test: ContractTest<StorageFixture>, { uploadBytes }: PutOptions): void {
  test("put stores nothing of a body shorter than announced", async ({ storage }) => {
    await assert.rejects(put(storage, KEY, { body: createLyingBody("too short", 1) }));
    await assertNothingAt(storage, KEY);
  });

  test("put stores nothing of a body longer than announced", async ({ storage }) => {
    await assert.rejects(put(storage, KEY, { body: createLyingBody("too long", -1) }));
    await assertNothingAt(storage, KEY);
  });

  test("put stores nothing of a body that fails midway, and the key can be put again", async ({ storage }) => {
    await assert.rejects(put(storage, KEY, { body: createFailingBody("a,b,c", new TypeError("broken")) }));
    await assertNothingAt(storage, KEY);
    await put(storage, KEY, { body: createFileBody("whole") });
    assert.equal(await readStored(storage, KEY), "whole");
  });

  test("put shows nothing of a file before it is whole", async ({ storage }) => {
    const body = createStalledBody(Buffer.alloc(uploadBytes, "x"));
    const pending = put(storage, KEY, { body });
    await Promise.race([body.stalled, pending]);
    try {
      await assertNothingAt(storage, KEY);
    } finally {
      body.release();
      await pending;
    }
    assert.equal((await storage.stat(KEY))?.size, uploadBytes);
  });
}

function testTakenKeys(test: ContractTest<StorageFixture>, { takenKeys }: PutOptions): void {
  test("put of the same bytes to the same key is a success", async ({ storage }) => {
    const body = createFileBody("the same");
    await put(storage, KEY, { body });
    await put(storage, KEY, { body });
    assert.equal(await readStored(storage, KEY), "the same");
  });

  if (takenKeys === "refused") {
    test("put of other bytes to a taken key is refused with STORAGE_KEY_EXISTS, and the first file stays", async ({
      storage,
    }) => {
      await put(storage, KEY, { body: createFileBody("first") });
      for (const other of ["other", "of another length"]) {
        await assert.rejects(put(storage, KEY, { body: createFileBody(other) }), hasCode("STORAGE_KEY_EXISTS"));
      }
      assert.equal(await readStored(storage, KEY), "first");
    });
  }

  test("puts of one key at the same time leave one of the files, whole", async ({ storage }) => {
    const contents = ["a", "b", "c"].map((letter) => letter.repeat(100_000));
    const outcomes = await Promise.allSettled(
      contents.map((content) => put(storage, KEY, { body: createFileBody(content) })),
    );
    const left = contents.indexOf(await readStored(storage, KEY));
    assert.equal(outcomes[left]?.status, "fulfilled");
  });
}

function testAborts(test: ContractTest<StorageFixture>, { uploadBytes, patienceMs }: PutOptions): void {
  test("put with a signal that has aborted already stores nothing", async ({ storage }) => {
    await assert.rejects(put(storage, KEY, { body: createFileBody("late"), signal: AbortSignal.abort() }));
    await assertNothingAt(storage, KEY);
  });

  test("put rejects soon after an abort, even while the body hangs, and stores nothing", async ({ storage }) => {
    const abort = new AbortController();
    const body = createStalledBody(Buffer.alloc(uploadBytes, "x"));
    const pending = put(storage, KEY, { body, signal: abort.signal });
    await Promise.race([body.stalled, pending]);
    abort.abort(new ExportError("CANCELLED"));
    await assert.rejects(soon(pending, { ms: patienceMs, what: "The aborted put" }), isNotAssertion);
    await assertNothingAt(storage, KEY);
  });
}

async function assertNothingAt(storage: StorageAdapter, key: string): Promise<void> {
  assert.equal(await storage.stat(key), null);
  assert.deepEqual(await listKeys(storage, "vasculum-suite/"), []);
  await assert.rejects(readStored(storage, key), hasCode("STORAGE_FILE_MISSING"));
}

function isNotAssertion(error: unknown): boolean {
  return !(error instanceof assert.AssertionError);
}

// cspell:ignore Bpcy Ghpcy
