import { expect, test } from "vitest";
import { validateArchive } from "../../../src/dwca/validator/validate-archive.js";
import { archiveOf, withCell } from "../archives/sound-archive.js";

/** Values that GBIF reads, by table and column. */
const SOUND: Readonly<Record<string, readonly string[]>> = {
  "event.txt eventDate": [
    "2023",
    "2023-06",
    "2023-06-18T20:00Z",
    "2023-06-18T20:00:00.123+10:00",
    "2023-06-18T20:00:00+1000",
    "2023-06-18T20:00+10",
    "2023-06-18/19",
    "2023-06-18/07-01",
    "2023-06-18T20:00/22:00",
    "2023-06/2023-07",
    "2023-02-28/2024-02-29",
  ],
  "event.txt year": ["", "2023"],
  "event.txt decimalLatitude": ["-33.865143", "+51.5", "90", "-90", "1e1", ".5", "51."],
  "event.txt decimalLongitude": ["-180", "180.0"],
  "event.txt geodeticDatum": ["EPSG:4326", "epsg:4258", "WGS 84", "WGS_1984", "GDA2020", "ETRS89", "NAD83"],
  "event.txt coordinateUncertaintyInMeters": ["0.5", "15691", ""],
  "event.txt coordinatePrecision": ["0", "1", "0.00001"],
  "event.txt countryCode": ["gb", "XK", "ZZ", ""],
  "event.txt continent": ["north america", "North_America", "EUROPE"],
  "event.txt minimumElevationInMeters": ["10 m", "-10", "10.5m"],
  "event.txt references": [
    "https://example.org/a?b=c&d=%20#e",
    "http://127.0.0.1:8080/x",
    "https://müller.example.org/",
  ],
  "occurrence.txt basisOfRecord": ["MACHINE_OBSERVATION", "machine observation", "HumanObservation"],
  "occurrence.txt occurrenceStatus": ["Present", "", "PRESENT"],
  "occurrence.txt individualCount": ["", "1000000", "007"],
  "occurrence.txt dateIdentified": ["1758-01-01", "2023-07"],
  "multimedia.txt created": ["2023", "2023-06-18T22:00:00Z"],
  "multimedia.txt identifier": ["https://media.example.org/50%25%20light.jpg", "ftp://media.example.org/1.jpg"],
};

const values = Object.entries(SOUND).flatMap(([place, list]) => list.map((value) => ({ place, value })));

test.each(values)("$place: $value is fine", async ({ place, value }) => {
  const [file = "", column = ""] = place.split(" ");
  const { issues } = await validateArchive(archiveOf(withCell(file, column, value)), {
    level: "gbif",
    showValues: true,
  });
  expect(issues).toEqual([]);
});

test("a value is judged by its default where the cell is empty, and again in every row that differs", async () => {
  const header =
    "eventID\toccurrenceID\tbasisOfRecord\toccurrenceStatus\tindividualCount\tscientificName\tdateIdentified\tmodified";
  const dates = ["2023-01-01", "2023-01-01", "never", "never", "2023-01-01", "never", ""];
  const rows = dates.map((date, index) => `e1\to${index}\tMachineObservation\tpresent\t1\tx\t${date}\t`);
  const { issues } = await validateArchive(
    archiveOf({ ...withCell("event.txt", "year", "2023"), "occurrence.txt": [header, ...rows, ""].join("\n") }),
    { level: "gbif" },
  );
  expect(issues).toMatchObject([{ code: "IDENTIFIED_DATE_INVALID", line: 4, count: 3 }]);
});
