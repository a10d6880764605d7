/** An ordinary field app: organisations, sites, visits, sightings and photos, with UUIDs, in PostgreSQL (here PGlite). */
import { PGlite } from "@electric-sql/pglite";
import { Kysely } from "kysely";
import { createPgliteDialect } from "vasculum/kysely";

export interface Tables {
  organisation: { id: string; name: string; about: string; licence: string; changed_on: string };
  site: { id: string; organisation_id: string; name: string; latitude: number; longitude: number };
  visit: { id: string; site_id: string; day: string; observer: string };
  sighting: { id: string; visit_id: string; species: string; count: number; sex: string | null; note: string | null };
  photo: { id: string; sighting_id: string; url: string };
}

export const MEADOW = "0b0e7a52-6b62-4c0f-9f0e-0a8b5a6d3c01";

const pglite = await PGlite.create();
await pglite.exec(`
  create table organisation (id uuid primary key, name text, about text, licence text, changed_on date);
  create table site (id uuid primary key, organisation_id uuid, name text, latitude float8, longitude float8);
  create table visit (id uuid primary key, site_id uuid, day date, observer text);
  create table sighting (id uuid primary key, visit_id uuid, species text, count int, sex text, note text);
  create table photo (id uuid primary key, sighting_id uuid, url text);
  insert into organisation values
    ('${MEADOW}', 'Friends of the meadow', 'Butterflies counted on foot by volunteers.', 'CC-BY-4.0', '2024-09-01'),
    ('0b0e7a52-6b62-4c0f-9f0e-0a8b5a6d3c02', 'Another club', 'Not ours.', 'CC0-1.0', '2024-09-01');
  insert into site values
    ('10000000-0000-4000-8000-000000000001', '${MEADOW}', 'Oak meadow', 47.25, 8.5),
    ('10000000-0000-4000-8000-000000000002', '0b0e7a52-6b62-4c0f-9f0e-0a8b5a6d3c02', 'Elsewhere', 1, 1);
  insert into visit values
    ('20000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000001', '2024-06-18', 'Rosalind'),
    ('20000000-0000-4000-8000-000000000002', '10000000-0000-4000-8000-000000000001', '2024-07-02', 'Rosalind'),
    ('20000000-0000-4000-8000-000000000003', '10000000-0000-4000-8000-000000000002', '2024-07-02', 'Maria');
  insert into sighting values
    ('30000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000001', 'Aglais io', 3, null, null),
    ('30000000-0000-4000-8000-000000000002', '20000000-0000-4000-8000-000000000001', 'Vanessa cardui', 1, 'female', 'worn'),
    ('30000000-0000-4000-8000-000000000003', '20000000-0000-4000-8000-000000000002', 'Aglais io', 2, null, null),
    ('30000000-0000-4000-8000-000000000004', '20000000-0000-4000-8000-000000000003', 'Pieris rapae', 9, null, null);
  insert into photo values
    ('40000000-0000-4000-8000-000000000001', '30000000-0000-4000-8000-000000000001', 'https://photos.example.org/1.jpg'),
    ('40000000-0000-4000-8000-000000000002', '30000000-0000-4000-8000-000000000001', 'https://photos.example.org/2.jpg');
`);

export const db = new Kysely<Tables>({ dialect: createPgliteDialect({ pglite }) });
