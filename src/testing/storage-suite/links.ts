import assert from "node:assert/strict";
import { type ContractTest, given } from "../contract/contract-test.js";
import { createFileBody } from "../fakes/file-body.js";
import type { StorageFixture } from "./storage-fixture.js";
import { put } from "./stored.js";

const KEY = "vasculum-suite/7/12/link/moths.csv";

/** Tests the promises of `link`. */
export function testLinks(test: ContractTest<StorageFixture>): void {
  test("link serves the file under the name and type asked for", async ({ storage }) => {
    given(storage.link, "link");
    await put(storage, KEY, { body: createFileBody("linked") });
    const link =
      (await storage.link?.(KEY, { expiresInSeconds: 60, filename: "moths_export-12.csv", contentType: "text/csv" })) ??
      "";
    const response = await fetch(link);
    assert.equal(await response.text(), "linked");
    assert.match(response.headers.get("content-type") ?? "", /^text\/csv/);
    assert.match(response.headers.get("content-disposition") ?? "", /^attachment;.*moths_export-12\.csv/);
  });
}
