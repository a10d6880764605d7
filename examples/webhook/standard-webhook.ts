import { createHmac } from "node:crypto";
import type { ExportOutcome, ExportRecord, NoticeContext } from "vasculum";

/** The address of a webhook, and the secret that its receiver knows: `whsec_` and at least 24 bytes in base64. */
export interface WebhookOptions {
  readonly url: string;
  readonly secret: string;
}

// #region webhook
/** Posts the end of an export, signed as Standard Webhooks has it. */
export function createWebhook({ url, secret }: WebhookOptions) {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return async (record: ExportRecord, outcome: ExportOutcome, { id, at, signal }: NoticeContext): Promise<void> => {
    const { projectId, format } = record;
    const data = { export: record.id, project: projectId, format, ...outcome };
    const body = JSON.stringify({ type: `export.${outcome.status}`, timestamp: at, data });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
    const headers = {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${signature}`,
    };
    const response = await fetch(url, { method: "POST", headers, body, signal, redirect: "error" });
    // What is not 2xx is sent again later.
    if (!response.ok) throw new Error(`The receiver of webhooks answered ${response.status}.`);
  };
}
// #endregion
