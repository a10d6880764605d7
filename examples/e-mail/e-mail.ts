/** Writes an e-mail to who asked for an export, when it has ended. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { createTransport } from "nodemailer";
import { SMTPServer } from "smtp-server";
import { createMemorySource, createRowExporter, csv, ExportRegistry, type Id, type NoticeListeners } from "vasculum";
import { createTestService } from "../test-service.js";

// A mail server on this machine.
const inbox: string[] = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData: (stream, _session, done) => void text(stream).then((mail) => (inbox.push(mail), done())),
});
const listening = server.listen(0, "127.0.0.1");
await once(listening, "listening");
const address = listening.address();
assert.ok(typeof address === "object" && address !== null);

const moths = createMemorySource([{ id: 1, species: "Noctua pronuba" }], { key: ({ id }) => id, inScope: () => true });
const registry = new ExportRegistry();
registry.register("moths")(
  createRowExporter({ source: moths, format: csv([{ name: "species", value: ({ species }) => species }]) }),
);

// #region e-mail
const mailer = createTransport({ host: "127.0.0.1", port: address.port, socketTimeout: 5_000 });
const addresses = new Map<Id, string>([[1, "ada@example.org"]]);

const onFinished: NoticeListeners["onFinished"] = async (record, { status, error, recordCount }, { id }) => {
  const to = addresses.get(record.user.id);
  // A user who deletes an export, or has no address, wants no e-mail.
  if (record.deleted || to === undefined) return;
  const said = { succeeded: `It has ${recordCount} rows.`, failed: error?.message ?? "", cancelled: "" }[status];
  await mailer.sendMail({
    from: "exports@example.org",
    to,
    // A repeated notice is the same message, which mail programs show once.
    messageId: `<${id}@example.org>`,
    subject: `Export ${record.id} has ${status}`,
    text: `Your export ${record.id} (${record.job.name}) has ${status}. ${said}\n`,
  });
};
// #endregion

const { record } = await createTestService(registry, { onFinished }).exportText({ project: 1, format: "moths" });
while (inbox.length < 1) await new Promise((resolve) => setTimeout(resolve, 20));
mailer.close();
await new Promise<void>((resolve) => server.close(() => resolve()));

assert.match(inbox[0] ?? "", new RegExp(`^Subject: Export ${record.id} has succeeded\\r$`, "m"));
assert.match(inbox[0] ?? "", /^To: ada@example.org\r$/m);
assert.match(inbox[0] ?? "", /has succeeded\. It has 1 rows\.\r\n/);
