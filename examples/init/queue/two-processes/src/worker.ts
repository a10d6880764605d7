/** Runs exports: `npm run worker`. Start as many as you like. */
import { openService } from "./service.js";
import { stopped } from "./stopped.js";

// On SIGTERM these are closed in reverse order: what runs is released for another worker.
const stop = stopped();
await using host = await openService();
await using _reaper = host.service.startReaper();
await using _worker = host.service.startWorker();
console.log("working");
await stop;
