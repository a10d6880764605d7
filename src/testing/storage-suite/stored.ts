import type { FileBody, OpenFileOptions, StorageAdapter, StoredFile } from "../../contracts/storage-adapter.js";

/** Puts a body as core would. */
export function put(
  storage: StorageAdapter,
  key: string,
  { body, signal }: { readonly body: FileBody; readonly signal?: AbortSignal },
): Promise<void> {
  return storage.put(key, body, { contentType: "text/csv", signal: signal ?? new AbortController().signal });
}

/** All bytes of a stored file, or of a range of it, as text of one character a byte. */
export async function readStored(storage: StorageAdapter, key: string, options?: OpenFileOptions): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await storage.open(key, options)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("latin1");
}

/** Returns the files of a list, sorted by key. */
export async function listStored(storage: StorageAdapter, prefix: string): Promise<readonly StoredFile[]> {
  const files: StoredFile[] = [];
  for await (const file of storage.list(prefix)) files.push(file);
  return files.sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** The keys that a list gives, sorted. */
export async function listKeys(storage: StorageAdapter, prefix: string): Promise<readonly string[]> {
  return (await listStored(storage, prefix)).map(({ key }) => key);
}
