import pg from "pg";
import { generateSeason } from "../../examples/season/generate-season.js";
import { loadAntenna } from "../../examples/season/load-antenna.js";

/** The project that is exported. */
export const PROJECT = 1;

const NIGHTLY = 150;
const STATIONS = 4;

/**
 * Fills an empty PostgreSQL with one project of so many occurrences in Antenna's schema: 150 a night, two detections each, one
 * classification each, 10 % identified by a person. The database makes the rows, so that a million takes a minute.
 */
export async function loadLargeSeason(url: string, occurrences: number): Promise<void> {
  const pool = new pg.Pool({ connectionString: url });
  try {
    await loadAntenna((statement, values) => pool.query(statement, [...values]), generateSeason({ occurrences: 20 }));
    await pool.query(EMPTY);
    const nights = Math.ceil(occurrences / NIGHTLY);
    for (const [statement, ...values] of statements(occurrences, nights)) await pool.query(statement, values);
    await pool.query("vacuum analyze");
  } finally {
    await pool.end();
  }
}

const EMPTY = `truncate main_identification, main_classification, main_detection, main_occurrence,
  main_sourceimagecollection_images, main_sourceimage, main_event`;

/** Nights are numbered from 1; a capture belongs to a night, an occurrence to a night, a detection to an occurrence. */
function statements(occurrences: number, nights: number): readonly (readonly [string, ...number[]])[] {
  const night = "((n - 1) / $2 + 1)";
  return [
    [
      `insert into main_event (id, group_by, start, "end", project_id, deployment_id, captures_count)
       select n, to_char(date '2015-01-01' + n, 'YYYY-MM-DD'), timestamp '2015-01-01 21:00' + n * interval '1 day',
         timestamp '2015-01-02 04:00' + n * interval '1 day', ${PROJECT}, 1 + n % ${STATIONS}, 50
       from generate_series(1, $1::int) n`,
      nights,
    ],
    [
      `insert into main_sourceimage (id, path, public_base_url, timestamp, width, height, project_id, deployment_id, event_id)
       select n, 'night-' || ${night} || '/capture-' || n || '.jpg', 'https://media.example.org/', e.start + (n % 50) * interval '8 minutes',
         4096, 2160, ${PROJECT}, e.deployment_id, e.id
       from generate_series(1, $1::int * $2::int) n join main_event e on e.id = ${night}`,
      nights,
      50,
    ],
    [
      `insert into main_occurrence (id, determination_id, determination_score, event_id, deployment_id, project_id, created_at, updated_at)
       select n, 1 + n * 7 % (select count(*) from main_taxon), 0.5 + n % 50 / 100.0, e.id, e.deployment_id, ${PROJECT}, e.end, e.end
       from generate_series(1, $1::int) n join main_event e on e.id = ${night}`,
      occurrences,
      NIGHTLY,
    ],
    [
      `insert into main_detection (id, source_image_id, occurrence_id, bbox, timestamp, path, detection_algorithm_id, detection_score)
       select n, s.id, o.id, jsonb_build_array(n % 3000, n % 1500, n % 3000 + 100, n % 1500 + 80), s.timestamp, 'crops/' || n || '.jpg', 1, 0.9
       from generate_series(1, 2 * $1::int) n
       join main_occurrence o on o.id = (n + 1) / 2
       join main_sourceimage s on s.id = (o.event_id - 1) * 50 + 1 + n % 50`,
      occurrences,
    ],
    [
      `insert into main_classification (id, detection_id, taxon_id, algorithm_id, score, terminal, timestamp, created_at)
       select d.id, d.id, o.determination_id, 2, 0.4 + d.id % 60 / 100.0, true, d.timestamp, d.timestamp
       from main_detection d join main_occurrence o on o.id = d.occurrence_id`,
    ],
    [
      `insert into main_identification (id, user_id, taxon_id, occurrence_id, agreed_with_prediction_id, created_at, updated_at)
       select o.id, (select min(id) from users_user), o.determination_id, o.id, 2 * o.id, o.created_at, o.created_at
       from main_occurrence o where o.id % 10 = 0`,
    ],
  ];
}
