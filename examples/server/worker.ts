/** Runs the exports that a server with RUNNER=pg-boss or RUNNER=bullmq records. `npm run worker`, with the server's environment. */
import { BadSetting } from "./bad-setting.js";
import { runProgram } from "./run-program.js";
import { withHost } from "./with-host.js";

await runProgram(async (settings, stopped) => {
  if (settings.RUNNER === "inline")
    throw new BadSetting(
      "A worker needs RUNNER=pg-boss or RUNNER=bullmq; with RUNNER=inline the server runs exports itself.",
    );
  await withHost(settings, async ({ service, choices }) => {
    await using _reaper = service.startReaper({ everyMs: settings.REAPER_MS });
    await using _worker = service.startWorker();
    for (const choice of choices) console.log(choice);
    console.log("working");
    await stopped;
  });
});
