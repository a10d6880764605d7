/** The questions of `vasculum init`, in this order. */
export const QUESTION_NAMES = ["framework", "database", "storage", "queue"] as const;

/** The name of a question, which is also the name of its option. */
export type QuestionName = (typeof QUESTION_NAMES)[number];

/** One answer to every question. */
export type Choices = Readonly<Record<QuestionName, string>>;

/** The parts that an answer adds to the assembly. */
export interface Choice {
  readonly title: string;
  /** Folders of templates, in the order in which they are laid over one another. */
  readonly folders: readonly string[];
  readonly packages: readonly string[];
  readonly devPackages?: readonly string[];
  readonly scripts?: Readonly<Record<string, string>>;
  /** The answers to other questions that it demands. */
  readonly needs?: Partial<Choices>;
}

/** A question, and its answers by name. The first is the default. */
export interface Question {
  readonly title: string;
  readonly choices: Readonly<Record<string, Choice>>;
}

const run = (program: string): string => `node --env-file=.env --import tsx src/${program}.ts`;

/** The parts of every assembly. */
export const COMMON: Choice = {
  title: "common",
  folders: ["common"],
  packages: ["vasculum", "kysely", "tsx", "zod"],
  devPackages: ["@types/node", "typescript"],
  scripts: {
    check: "tsc",
    test: "node --import tsx --test test/exports.test.ts",
    migrate: run("migrate"),
    sample: run("sample-rows"),
    start: run("server"),
  },
};

const WORKER = { worker: run("worker") };

/** All questions with all their answers. Adding an answer is an entry here and a folder of templates. */
export const QUESTIONS: Readonly<Record<QuestionName, Question>> = {
  framework: {
    title: "Which framework serves HTTP?",
    choices: {
      express: {
        title: "Express 5",
        folders: ["framework/express"],
        packages: ["express"],
        devPackages: ["@types/express"],
      },
      koa: { title: "Koa 3", folders: ["framework/koa"], packages: ["koa"], devPackages: ["@types/koa"] },
      fastify: { title: "Fastify 5", folders: ["framework/fastify"], packages: ["fastify"] },
      hono: { title: "Hono 4", folders: ["framework/hono"], packages: ["hono", "@hono/node-server"] },
    },
  },
  database: {
    title: "Which database holds the rows and the records of exports?",
    choices: {
      postgresql: {
        title: "PostgreSQL",
        folders: ["database/postgresql"],
        packages: ["pg"],
        devPackages: ["@types/pg"],
      },
      mysql: { title: "MySQL or MariaDB", folders: ["database/mysql"], packages: ["mysql2"] },
      sqlite: { title: "SQLite, a file", folders: ["database/sqlite"], packages: ["libsql"] },
    },
  },
  storage: {
    title: "Where do finished files rest?",
    choices: {
      "file-system": { title: "in a directory", folders: ["storage/file-system"], packages: [] },
      s3: {
        title: "in a bucket of S3, Ceph or MinIO",
        folders: ["storage/s3"],
        packages: ["@aws-sdk/client-s3", "@aws-sdk/lib-storage", "@aws-sdk/s3-request-presigner"],
      },
    },
  },
  queue: {
    title: "What runs the exports?",
    choices: {
      inline: { title: "the server itself", folders: ["queue/one-process", "queue/inline"], packages: [] },
      "pg-boss": {
        title: "workers, by pg-boss in PostgreSQL",
        folders: ["queue/two-processes", "queue/pg-boss"],
        packages: ["pg-boss"],
        scripts: WORKER,
        needs: { database: "postgresql" },
      },
      bullmq: {
        title: "workers, by BullMQ in Redis",
        folders: ["queue/two-processes", "queue/bullmq"],
        packages: ["bullmq"],
        scripts: WORKER,
      },
    },
  },
};

/** The first demand of these answers that is not met, as an answer and what it demands; null when all agree. */
export function findConflict(chosen: Partial<Choices>): { readonly name: string; readonly needs: string } | null {
  for (const question of QUESTION_NAMES) {
    const needs = QUESTIONS[question].choices[chosen[question] ?? ""]?.needs ?? {};
    for (const other of QUESTION_NAMES) {
      const [demanded, given] = [needs[other], chosen[other]];
      if (demanded !== undefined && given !== undefined && demanded !== given)
        return { name: `--${question} ${chosen[question]}`, needs: `--${other} ${demanded}` };
    }
  }
  return null;
}

/** The answers to a question that agree with the answers given so far. */
export function fittingChoices(question: QuestionName, chosen: Partial<Choices>): readonly string[] {
  const names = Object.keys(QUESTIONS[question].choices);
  return names.filter((name) => findConflict({ ...chosen, [question]: name }) === null);
}
