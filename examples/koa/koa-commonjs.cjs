// Exports in a Koa application in plain CommonJS: `npm run build`, then `node examples/koa/koa-commonjs.cjs`.
const assert = require("node:assert/strict");
const { once } = require("node:events");
const Koa = require("koa");
const {
  BaseExporter,
  createInlineRunner,
  createMemorySource,
  createMemoryStorage,
  createMemoryStore,
  csv,
  ExportRegistry,
  ExportService,
} = require("vasculum");
const { createKoaMiddleware } = require("vasculum/koa");

const nights = [
  { id: 1, night: "2023-06-18", moths: 112 },
  { id: 2, night: "2023-06-19", moths: 87 },
];

class NightlyCounts extends BaseExporter {
  getSource() {
    return createMemorySource(nights, { key: ({ id }) => id, inScope: () => true });
  }
  getFormat() {
    return csv([
      { name: "night", value: ({ night }) => night },
      { name: "moths", value: ({ moths }) => moths },
    ]);
  }
}

const registry = new ExportRegistry();
registry.register("nightly_counts")(NightlyCounts);
const service = new ExportService({
  registry,
  store: createMemoryStore(),
  storage: createMemoryStorage(),
  runner: createInlineRunner(),
  authorizer: {
    authorize: async ({ userId }) => (userId === null ? "deny" : "allow"),
    readableProjects: async (userId) => (userId === null ? [] : "all"),
  },
});
const app = new Koa();
app.use(
  createKoaMiddleware({
    service,
    basePath: "/api/v2",
    authenticate: (_request, ctx) => (ctx.get("X-User") ? { id: 1, name: "Ada" } : null),
  }),
);

async function main() {
  const worker = service.startWorker();
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const base = `http://127.0.0.1:${server.address().port}/api/v2/exports/`;
  const headers = { "X-User": "1", "Content-Type": "application/json" };
  const created = await fetch(base, {
    method: "POST",
    headers,
    body: JSON.stringify({ project: 1, format: "nightly_counts" }),
  });
  assert.equal(created.status, 201);
  const events = await fetch(`${created.headers.get("Location")}events/`, { headers });
  assert.match(await events.text(), /event: end\n/);
  const file = await fetch(`${created.headers.get("Location")}download/`, { headers });
  assert.equal(await file.text(), "night,moths\r\n2023-06-18,112\r\n2023-06-19,87\r\n");
  assert.equal((await fetch(base)).status, 401);
  server.closeAllConnections();
  server.close();
  await worker[Symbol.asyncDispose]();
}

main();
