import assert from "node:assert/strict";
import type { AuthorizationRequest, Authorizer, Decision } from "../../contracts/authorizer.js";
import type { Id } from "../../contracts/id.js";
import { contractTest, type SuiteOptions } from "../contract/contract-test.js";

/** The parts that one test of the authorizer suite works with. */
export interface AuthorizerFixture {
  readonly authorizer: Authorizer;
}

/** One cell of the host's matrix of rights. */
export interface AuthorizerCase extends AuthorizationRequest {
  readonly expected: Decision;
}

/** The options of the authorizer suite. */
export interface AuthorizerSuiteOptions extends SuiteOptions<AuthorizerFixture> {
  /** The host's rules, by example. */
  readonly cases: readonly AuthorizerCase[];
}

/**
 * One test for every case, and for what must hold among the answers of any {@link Authorizer}.
 *
 * @example
 * ```ts
 * authorizerSuite({
 *   test,
 *   create: () => ({ authorizer }),
 *   cases: [
 *     { userId: 1, projectId: 1, action: "create", expected: "allow" },
 *     { userId: 1, projectId: 1, action: "update", expected: "deny" },
 *     { userId: 2, projectId: 1, action: "read", expected: "hide" },
 *     { userId: null, projectId: 1, action: "read", expected: "hide" },
 *   ],
 * });
 * ```
 */
export function authorizerSuite({ cases, ...options }: AuthorizerSuiteOptions): void {
  const test = contractTest(options);

  for (const { expected, ...request } of cases) {
    test(`user ${request.userId} may ${request.action} in project ${request.projectId}: ${expected}`, async ({
      authorizer,
    }) => {
      assert.equal(await authorizer.authorize(request), expected);
    });
  }

  test("a list without a project shows the projects that may be read, and no other", async ({ authorizer }) => {
    for (const { userId, projectId } of distinctPairs(cases)) {
      const projects = await authorizer.readableProjects(userId);
      const listed = projects === "all" || projects.includes(projectId);
      const read = await authorizer.authorize({ action: "read", userId, projectId });
      assert.equal(
        listed,
        read === "allow",
        `user ${userId} in project ${projectId}: read is "${read}", listed is ${listed}`,
      );
    }
  });

  test("a project that is hidden from a user is hidden for every action", async ({ authorizer }) => {
    for (const { userId, projectId } of distinctPairs(cases)) {
      const decisions = new Set<Decision>();
      for (const action of ACTIONS) decisions.add(await authorizer.authorize({ action, userId, projectId }));
      const consistent = !decisions.has("hide") || decisions.size === 1;
      assert.ok(consistent, `user ${userId} in project ${projectId}: hidden for some actions, not for all`);
    }
  });

  test("who may create an export may have it run", async ({ authorizer }) => {
    for (const { userId, projectId } of distinctPairs(cases)) {
      const create = await authorizer.authorize({ action: "create", userId, projectId });
      if (create !== "allow") continue;
      assert.equal(
        await authorizer.authorize({ action: "run", userId, projectId }),
        "allow",
        `user ${userId} in project ${projectId}`,
      );
    }
  });
}

const ACTIONS = ["create", "read", "update", "delete", "cancel", "retry", "download", "run"] as const;

function distinctPairs(
  cases: readonly AuthorizerCase[],
): readonly { readonly userId: Id | null; readonly projectId: Id }[] {
  const pairs = cases.map(
    ({ userId, projectId }) => [JSON.stringify([userId, projectId]), { userId, projectId }] as const,
  );
  return [...new Map(pairs).values()];
}
