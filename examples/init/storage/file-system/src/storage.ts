import { createFileSystemStorage, type StorageAdapter } from "vasculum";
import { setting } from "./settings.js";

/** Keeps finished files in a directory. Every process must see the same one. */
export function createStorage(): StorageAdapter {
  return createFileSystemStorage({ root: setting("EXPORTS_DIRECTORY") });
}
