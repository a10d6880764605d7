import { expect, test } from "vitest";
import { projectRoles, type ProjectRole, type ProjectRolesOptions } from "../../src/authorizers/project-roles.js";
import type { Decision, ExportAction } from "../../src/contracts/authorizer.js";
import type { ExportUser } from "../../src/contracts/job-record.js";
import { authorizerSuite, type AuthorizerCase } from "../../src/testing/authorizer-suite/authorizer-suite.js";
import { allowAll, createTestHost } from "../support/test-host.js";

const PUBLIC = 1;
const DRAFT = 2;
const NOWHERE = 99;

/** Everybody there is. The creator has made exports in both projects and is a BasicMember now; the ex-member had made some and has left. */
const PEOPLE = {
  anonymous: null,
  outsider: 10,
  "ex-member": 11,
  creator: 12,
  BasicMember: 13,
  Identifier: 14,
  Researcher: 15,
  MLDataManager: 16,
  ProjectManager: 17,
  superuser: 18,
} as const;
type Person = keyof typeof PEOPLE;

const ROLES = new Map<number | string, ProjectRole>([
  [PEOPLE.creator, "BasicMember"],
  [PEOPLE.BasicMember, "BasicMember"],
  [PEOPLE.Identifier, "Identifier"],
  [PEOPLE.Researcher, "Researcher"],
  [PEOPLE.MLDataManager, "MLDataManager"],
  [PEOPLE.ProjectManager, "ProjectManager"],
]);

const host: ProjectRolesOptions = {
  roleOf: async (userId, projectId) => (projectId === NOWHERE ? null : (ROLES.get(userId) ?? null)),
  isDraft: async (projectId) => (projectId === NOWHERE ? null : projectId === DRAFT),
  memberProjects: async (userId) => (ROLES.has(userId) ? [PUBLIC, DRAFT] : []),
  isSuperuser: async (userId) => userId === PEOPLE.superuser,
};
const openHost = { ...host, publicRead: { projects: async () => [PUBLIC] } };

/** The whole matrix, in the words of the reference system's rules: a letter for each action, A allow, d deny, h hide. */
const ACTIONS: readonly ExportAction[] = ["read", "download", "create", "run", "delete", "cancel", "retry", "update"];
const MATRIX: Readonly<Record<Person, { readonly public: string; readonly draft: string }>> = {
  anonymous: { public: "dddddddd", draft: "hhhhhhhh" },
  outsider: { public: "dddddddd", draft: "hhhhhhhh" },
  "ex-member": { public: "dddddddd", draft: "hhhhhhhh" },
  creator: { public: "AAdddddd", draft: "AAdddddd" },
  BasicMember: { public: "AAdddddd", draft: "AAdddddd" },
  Identifier: { public: "AAdddddd", draft: "AAdddddd" },
  Researcher: { public: "AAAAAAAd", draft: "AAAAAAAd" },
  MLDataManager: { public: "AAdddAAd", draft: "AAdddAAd" },
  ProjectManager: { public: "AAAAAAAd", draft: "AAAAAAAd" },
  superuser: { public: "AAAAAAAA", draft: "AAAAAAAA" },
};
const DECISIONS: Readonly<Record<string, Decision>> = { A: "allow", d: "deny", h: "hide" };

function casesOf(person: Person, projectId: number, letters: string): readonly AuthorizerCase[] {
  return ACTIONS.map((action, index) => ({
    action,
    userId: PEOPLE[person],
    projectId,
    expected: DECISIONS[letters[index]!]!,
  }));
}

const PERSONS = Object.keys(MATRIX) as Person[];
const matrix = PERSONS.flatMap((person) => [
  ...casesOf(person, PUBLIC, MATRIX[person].public),
  ...casesOf(person, DRAFT, MATRIX[person].draft),
]);

authorizerSuite({ test, cases: matrix, create: () => ({ authorizer: projectRoles(host) }) });

const readable = PERSONS.flatMap((person) => casesOf(person, PUBLIC, MATRIX[person].public.replace(/^dd/, "AA")));
authorizerSuite({
  test: (name, body) => test(`with publicRead, ${name}`, body),
  cases: [...readable, ...PERSONS.flatMap((person) => casesOf(person, DRAFT, MATRIX[person].draft))],
  create: () => ({ authorizer: projectRoles(openHost) }),
});

test("a project that does not exist is hidden from everybody, superusers included", async () => {
  for (const userId of Object.values(PEOPLE)) {
    for (const action of ACTIONS)
      expect(await projectRoles(openHost).authorize({ action, userId, projectId: NOWHERE })).toBe("hide");
  }
});

test("a role that the host misspells may do nothing", async () => {
  const authorizer = projectRoles({ ...host, roleOf: async () => "researcher" as ProjectRole });
  expect(await authorizer.authorize({ action: "create", userId: 15, projectId: PUBLIC })).toBe("deny");
});

test("a missing option is named at construction", () => {
  expect(() => projectRoles({ ...host, isDraft: undefined } as unknown as ProjectRolesOptions)).toThrow('"isDraft"');
});

const user = (person: Exclude<Person, "anonymous">): ExportUser => ({ id: PEOPLE[person], name: person });

test("a job of a user who has left the project publishes nothing", async () => {
  let member = true;
  const roleOf = async (): Promise<ProjectRole | null> => (member ? "Researcher" : null);
  const { service, stored, keys } = await createTestHost({ authorizer: projectRoles({ ...host, roleOf }) });
  const { id } = await service.create({ project: PUBLIC, format: "nightly" }, { user: user("Researcher") });
  member = false;
  await service.run(id);
  expect(await stored(id)).toMatchObject({ status: "failed", error: { code: "PERMISSION_REVOKED" }, fileKey: null });
  expect(await keys()).toEqual([]);
});

test("an MLDataManager has a Researcher's export run again", async () => {
  const { service, another, stored } = await createTestHost({ authorizer: allowAll });
  const { id } = await service.create({ project: PUBLIC, format: "nightly" }, { user: user("Researcher") });
  const strict = another({ authorizer: projectRoles(host) });
  await strict.cancel(id, { user: user("MLDataManager") });
  await strict.retry(id, { user: user("MLDataManager") });
  await strict.run(id);
  expect((await stored(id)).status).toBe("succeeded");
});

// cspell:ignore Addd Adddddd
