/** Serves HTTP and runs the exports: `npm start`. */
import { createApp } from "./app.js";
import { listen } from "./listen.js";
import { openService } from "./service.js";
import { setting } from "./settings.js";
import { stopped } from "./stopped.js";

// On SIGTERM these are closed in reverse order: what runs is released, and goes on after the next start.
const stop = stopped();
await using host = await openService();
await using _reaper = host.service.startReaper();
await using _worker = host.service.startWorker();
await using server = await listen(await createApp(host.service), setting("HOST"), Number(setting("PORT")));
console.log(`listening on ${server.url}`);
await stop;
