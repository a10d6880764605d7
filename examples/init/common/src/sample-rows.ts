/** Inserts rows to try with: `npm run sample`. Remove this file once your own rows are there. */
import { connect } from "./database.js";

const db = connect();
try {
  await db
    .insertInto("sighting")
    .values([
      { id: 1, project_id: 1, seen_on: "2024-06-18", species: "Noctua pronuba", individuals: 3 },
      { id: 2, project_id: 1, seen_on: "2024-06-19", species: "Autographa gamma", individuals: null },
      { id: 3, project_id: 2, seen_on: "2024-06-19", species: "Hoplodrina ambigua", individuals: 1 },
    ])
    .execute();
  console.log("Three rows were inserted, two of project 1.");
} finally {
  await db.destroy();
}
