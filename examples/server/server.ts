/**
 * A server of exports for an Antenna database, and a page to try it with. `npm start`, or `npm start -- --koa`; set up by the environment:
 *
 * - `HOST` (127.0.0.1), `PORT` (3000; 0 for any that is free), `PUBLIC_URL` (what clients see behind a proxy: `https://example.org`);
 * - `DATABASE_URL`: Antenna's PostgreSQL, which is only read; without it a generated season in memory, of `DEMO_OCCURRENCES` (5000);
 * - `STORE_URL`: the PostgreSQL in whose schema `vasculum` exports are recorded; without it `DATABASE_URL`, else memory;
 * - `STORAGE_URL`: `file:///dir` (./exports), or `s3://bucket/prefix?endpoint=…&region=…` with credentials from the AWS environment;
 * - `MEDIA_URL`: Antenna's media root;
 * - `RUNNER`: `inline`, or `pg-boss`, or `bullmq` with `REDIS_URL`, for which `npm run worker` runs the exports;
 * - `LINK_SECRET`: signs the addresses of files, so that a browser can follow them; two with a comma between them while one is changed;
 *   without it a random one for each start;
 * - `TOKENS_FILE`: JSON, token -> { id, name, email, superuser, roles: { projectId: role } }; without it tokens for a trial.
 */
import { randomBytes } from "node:crypto";
import { createExpressListener } from "./express-listener.js";
import { createKoaListener } from "./koa-listener.js";
import { listen } from "./listen.js";
import { runProgram } from "./run-program.js";
import { createSite } from "./site.js";
import { withHost } from "./with-host.js";

const LISTENERS = { express: createExpressListener, koa: createKoaListener };

await runProgram((settings, stopped) =>
  withHost(settings, async ({ service, users, authorizer, catalogue, choices }) => {
    await using _reaper = service.startReaper({ everyMs: settings.REAPER_MS });
    await using _worker = settings.RUNNER === "inline" ? service.startWorker() : null;
    const baseUrl = settings.PUBLIC_URL === undefined ? {} : { baseUrl: `${settings.PUBLIC_URL}/api/v2` };
    const options = {
      service,
      authenticate: ({ headers }: Request) => users.find(headers.get("authorization")),
      // Links of one start end with it, and other servers of the same exports do not know them.
      linkSecrets: settings.LINK_SECRET ?? [randomBytes(32).toString("base64url")],
      challenge: "Bearer, Token",
      eventIntervalMs: 500,
      onError: (error: unknown) => console.error(String(error)),
      ...baseUrl,
    };
    const site = createSite({ users, authorizer, catalogue, demo: settings.TOKENS_FILE === undefined });
    await using server = await listen(LISTENERS[settings.framework](options, site), settings);
    for (const choice of [...choices, `web: ${settings.framework}`]) console.log(choice);
    console.log(`listening on ${server.url}`);
    await stopped;
  }),
);
