import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { generateSeason } from "../../examples/season/generate-season.js";
import { antennaOnPostgres } from "../sources/antenna/antenna-database.js";
import { campaign } from "../support/campaign.js";
import { clientOf } from "./server-client.js";
import { createFolder, startProcess } from "./server-process.js";

const POLLERS = 200;
const { polls: POLLS, occurrences: OCCURRENCES } = campaign({
  small: { polls: 2, occurrences: 40_000 },
  large: { polls: 5, occurrences: 100_000 },
});
/** What a client waits between its polls: what Retry-After tells it. */
const PAUSE_MS = 2_000;
/** Far more than is ever seen on a machine with nothing else to do. */
const P99_MS = 15_000;

/** Copies of project 1's first occurrence, each with a detection and a classification of its own. */
const MORE = [
  `insert into main_occurrence (determination_id, determination_score, project_id, deployment_id, event_id)
   select o.determination_id, 0.9, 1, o.deployment_id, o.event_id from generate_series(1, ${OCCURRENCES}),
     (select * from main_occurrence where project_id = 1 and event_id is not null and determination_id is not null order by id limit 1) o`,
  `insert into main_detection (source_image_id, occurrence_id, bbox, "timestamp")
   select i.id, o.id, '[1, 2, 3, 4]', now() from main_occurrence o, (select min(id) as id from main_sourceimage) i
   where not exists (select from main_detection d where d.occurrence_id = o.id)`,
  `insert into main_classification (detection_id, taxon_id, algorithm_id, score, terminal, "timestamp")
   select d.id, o.determination_id, 3, 0.9, true, now() from main_detection d join main_occurrence o on o.id = d.occurrence_id
   where not exists (select from main_classification c where c.detection_id = d.id)`,
  "analyze",
];

test(`${POLLERS} pollers at once are answered while an export of ${OCCURRENCES} rows runs`, async () => {
  await using antenna = await antennaOnPostgres();
  await antenna.load(generateSeason({ occurrences: 400 }));
  for (const statement of MORE) await antenna.pool.query(statement);
  await using folder = await createFolder();
  await using server = await startProcess({ env: { DATABASE_URL: antenna.database.url, STORAGE_URL: folder.url } });
  const researcher = clientOf(server.url, "demo-researcher");
  const earlier = await researcher.create({ project: 1, format: "dwca", filters: { collection_id: 3 } });
  await researcher.file(earlier.id);
  // Clients that poll are connected already.
  await Promise.all(Array.from({ length: POLLERS }, () => researcher.get(earlier.id)));
  const { id } = await researcher.create({ project: 1, format: "occurrences_simple_csv" });
  await researcher.until(id, ({ status }) => status === "running");
  const times: number[] = [];
  let whileRunning = 0;
  const poll = async (): Promise<void> => {
    for (let polled = 0; polled < POLLS; polled += 1) {
      const asked = performance.now();
      const { status } = await researcher.get(id);
      times.push(performance.now() - asked);
      if (status === "running") whileRunning += 1;
      await delay(PAUSE_MS);
    }
  };
  await Promise.all(Array.from({ length: POLLERS }, poll));
  const { record } = await researcher.file(id);
  expect(record.record_count).toBeGreaterThanOrEqual(OCCURRENCES);
  console.log(
    `${POLLERS} pollers, ${whileRunning} polls while it ran: median ${quantile(times, 0.5)} ms, p99 ${quantile(times, 0.99)} ms`,
  );
  expect(whileRunning).toBeGreaterThanOrEqual(POLLERS);
  expect(quantile(times, 0.99)).toBeLessThan(P99_MS);
  expect(await server.stop()).toEqual({ code: 0, errors: "" });
}, 180_000);

function quantile(times: readonly number[], share: number): number {
  return Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? Infinity);
}
