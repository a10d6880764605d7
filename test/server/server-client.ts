import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import type { ExportJson } from "../../src/http/wire-schemas.js";

interface Named {
  readonly id: number;
  readonly name: string;
}

/** A user who asks the server for things. */
export interface ServerClient {
  send(path: string, init?: { readonly method?: string; readonly body?: unknown }): Promise<Response>;
  /** The results of a list of the server's own. */
  list(path: string): Promise<readonly Named[]>;
  create(body: unknown): Promise<ExportJson>;
  get(id: ExportJson["id"]): Promise<ExportJson>;
  /** Polls until the export is as it should be. */
  until(id: ExportJson["id"], isSo: (wanted: ExportJson) => boolean): Promise<ExportJson>;
  /** Polls until there is a file, downloads it, and expects it to be the record's. */
  file(id: ExportJson["id"]): Promise<{ readonly record: ExportJson; readonly bytes: Buffer }>;
}

/** A client with this token. */
export function clientOf(url: string, token: string | null): ServerClient {
  const send: ServerClient["send"] = async (path, { method = "GET", body } = {}) => {
    const headers = {
      ...(token === null ? {} : { Authorization: `Token ${token}` }),
      "Content-Type": "application/json",
    };
    return await fetch(new URL(path, `${url}/api/v2/`), {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  };
  const get: ServerClient["get"] = async (id) => (await (await send(`exports/${id}/`)).json()) as ExportJson;
  const until: ServerClient["until"] = async (id, isSo) => {
    for (;;) {
      const record = await get(id);
      if (isSo(record)) return record;
      expect(record.status, JSON.stringify(record.error)).not.toBe("failed");
      await delay(50);
    }
  };
  return {
    send,
    get,
    until,
    list: async (path) => ((await (await send(path)).json()) as { readonly results: Named[] }).results,
    create: async (body) => {
      const response = await send("exports/", { method: "POST", body });
      expect(response.status).toBe(201);
      return (await response.json()) as ExportJson;
    },
    file: async (id) => {
      const record = await until(id, ({ file_url: fileUrl }) => fileUrl !== null);
      const bytes = Buffer.from(await (await send(record.file_url ?? "")).arrayBuffer());
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(record.sha256);
      expect(bytes.length).toBe(record.file_size);
      return { record, bytes };
    },
  };
}
