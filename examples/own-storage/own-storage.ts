/** A storage of one's own, proved by the suite that every storage must pass. */
import { test } from "node:test";
import { storageSuite } from "vasculum/testing";
import { createShelfStorage, type Shelf } from "./shelf-storage.js";

// #region suite
storageSuite({
  test,
  create: () => {
    const shelf: Shelf = { files: new Map(), uploads: new Set() };
    const unfinishedUploads = async (key: string) => [...shelf.uploads].filter((upload) => upload.key === key).length;
    return { storage: createShelfStorage(shelf), unfinishedUploads };
  },
  without: ["link"],
});
// #endregion
