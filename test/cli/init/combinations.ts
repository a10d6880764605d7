import { type Choices, findConflict, QUESTION_NAMES, QUESTIONS } from "../../../src/cli/init/choices.js";

/** Every combination of answers that agree. */
export const COMBINATIONS: readonly Choices[] = QUESTION_NAMES.reduce<readonly Partial<Choices>[]>(
  (made, question) => {
    const names = Object.keys(QUESTIONS[question].choices);
    return made.flatMap((some) => names.map((name) => ({ ...some, [question]: name })));
  },
  [{}],
).filter((choices): choices is Choices => findConflict(choices) === null);

/** What a combination is called: `koa-mysql-s3-bullmq`. */
export const titleOf = (choices: Choices): string => QUESTION_NAMES.map((question) => choices[question]).join("-");

/** The pairs of answers of a combination: `framework koa, queue bullmq`. */
export function pairsOf(choices: Choices): readonly string[] {
  const answers = QUESTION_NAMES.map((question) => `${question} ${choices[question]}`);
  return answers.flatMap((one, index) => answers.slice(index + 1).map((other) => `${one}, ${other}`));
}

/** A few combinations in which every pair occurs: each time the one with most pairs that are missing still. */
export const PAIRWISE: readonly Choices[] = coverPairs();

function coverPairs(): readonly Choices[] {
  const missing = new Set(COMBINATIONS.flatMap(pairsOf));
  const chosen: Choices[] = [];
  while (missing.size > 0) {
    const gain = (choices: Choices): number => pairsOf(choices).filter((pair) => missing.has(pair)).length;
    const best = COMBINATIONS.reduce((one, other) => (gain(other) > gain(one) ? other : one));
    for (const pair of pairsOf(best)) missing.delete(pair);
    chosen.push(best);
  }
  return chosen;
}
