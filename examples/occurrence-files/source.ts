import { createMemoryOccurrenceSource } from "vasculum/occurrences";
import { OCCURRENCE_FIXTURE } from "vasculum/testing";

export const source = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE, { mediaUrl: "https://media.example.org/" });
