import { createInterface } from "node:readline/promises";
import { type Choices, fittingChoices, QUESTION_NAMES, type QuestionName, QUESTIONS } from "./choices.js";

/** The place where questions go, and where answers come from. */
export interface Dialogue {
  readonly input: NodeJS.ReadableStream;
  readonly say: (text: string) => unknown;
}

/** The first fitting answer to every question that has none. */
export function defaultChoices(given: Partial<Choices>): Choices {
  return QUESTION_NAMES.reduce(withDefault, given) as Choices; // every question has an answer now
}

function withDefault(chosen: Partial<Choices>, question: QuestionName): Partial<Choices> {
  return { ...chosen, [question]: chosen[question] ?? fittingChoices(question, chosen)[0] };
}

/**
 * Asks each question that has no answer yet and more than one that fits. An empty line takes the first. Lines are read one by one, so
 * that answers may also come from a pipe. Returns null when the input ends before the last answer.
 */
export async function askChoices(given: Partial<Choices>, { input, say }: Dialogue): Promise<Choices | null> {
  const reader = createInterface({ input });
  const lines = reader[Symbol.asyncIterator]();
  try {
    let chosen = given;
    for (const question of QUESTION_NAMES) {
      const names = chosen[question] === undefined ? fittingChoices(question, chosen) : [];
      if (names.length > 1) say(describe(question, names));
      while (names.length > 1 && chosen[question] === undefined) {
        say("> ");
        const { value, done } = await lines.next();
        if (done) return null;
        const name = answerOf(value.trim(), names);
        if (name === null) say(`Type a name or a number from 1 to ${names.length}.\n`);
        else chosen = { ...chosen, [question]: name };
      }
      chosen = withDefault(chosen, question);
    }
    return defaultChoices(chosen);
  } finally {
    reader.close();
  }
}

function describe(question: QuestionName, names: readonly string[]): string {
  const { title, choices } = QUESTIONS[question];
  const lines = names.map((name, index) => `  ${index + 1}  ${name.padEnd(12)} ${choices[name]?.title}`);
  return `\n${title} An empty line takes the first.\n${lines.join("\n")}\n`;
}

function answerOf(text: string, names: readonly string[]): string | null {
  if (text === "") return names[0] ?? null;
  return names.find((name, index) => text === name || text === `${index + 1}`) ?? null;
}
