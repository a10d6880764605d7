/** Serves HTTP: `npm start`. Workers run the exports. */
import { createApp } from "./app.js";
import { listen } from "./listen.js";
import { openService } from "./service.js";
import { setting } from "./settings.js";
import { stopped } from "./stopped.js";

// On SIGTERM these are closed in reverse order.
const stop = stopped();
await using host = await openService();
await using server = await listen(await createApp(host.service), setting("HOST"), Number(setting("PORT")));
console.log(`listening on ${server.url}`);
await stop;
