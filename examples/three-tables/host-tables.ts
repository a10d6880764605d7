/** The host's own three tables, as its database driver would give them. */
export const stations = [
  { id: 1, project_id: 1, name: "Orchard", latitude: 51.496, longitude: 4.774 },
  { id: 2, project_id: 1, name: "Ridge", latitude: 51.181, longitude: 5.655 },
] as const;

export const nights = [
  { id: 10, station_id: 1, started_at: "2023-06-18T22:00:00", ended_at: "2023-06-19T04:30:00", images: 1_200 },
  { id: 11, station_id: 2, started_at: "2023-06-18T22:00:00", ended_at: "2023-06-19T04:30:00", images: 1_150 },
] as const;

export const sightings = [
  {
    id: 100,
    night_id: 10,
    species: "Noctua pronuba",
    seen_at: "2023-06-18T22:42:20",
    crop: "100.jpg",
    box: [10, 20, 110, 140],
    score: 0.91,
  },
  {
    id: 101,
    night_id: 10,
    species: "Autographa gamma",
    seen_at: "2023-06-18T23:05:01",
    crop: "101.jpg",
    box: [5, 6, 70, 80],
    score: 0.83,
  },
  {
    id: 102,
    night_id: 11,
    species: "Noctua pronuba",
    seen_at: "2023-06-19T01:10:44",
    crop: "102.jpg",
    box: [0, 0, 64, 64],
    score: 0.77,
  },
] as const;
