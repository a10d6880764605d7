import { describe, expect, test } from "vitest";
import { projectRoles } from "../../src/authorizers/project-roles.js";
import { createTestHost } from "../support/test-host.js";
import { signLink } from "../../src/links/signed-link.js";
import { rawAnswer, requestText } from "./raw-exchange.js";
import { serve, serveFace, WEB_HOSTS } from "./web-hosts.js";

const CREATOR = 5;
const authorizer = projectRoles({
  roleOf: async (userId) => (userId === CREATOR ? "Researcher" : null),
  isDraft: async () => true,
  memberProjects: async (userId) => (userId === CREATOR ? [1] : []),
});

const REQUESTS = [
  ["GET", ""],
  ["HEAD", ""],
  ["PUT", ""],
  ["PATCH", ""],
  ["DELETE", ""],
  ["POST", "cancel/"],
  ["POST", "retry/"],
  ["GET", "download/"],
  ["HEAD", "download/"],
  ["GET", "events/"],
] as const;

describe.each(Object.entries(WEB_HOSTS))("%s", (_name, { host }) => {
  test.each(["10", null])("what user %s may not know of answers, byte for byte, as what never was", async (user) => {
    const { service, createAndRun, create } = await createTestHost({ authorizer });
    const [there, gone] = [await createAndRun(), await create()];
    await service.delete(gone.id, { user: { id: CREATOR, name: "Ada" } });
    const url = await serve(host({ service }));
    for (const [method, command] of REQUESTS) {
      const answers = await Promise.all(
        [there.id, gone.id, 4711, "abc"].map((id) =>
          rawAnswer(`${url}/exports/${id}/${command}`, { method, headers: user === null ? {} : { "X-User": user } }),
        ),
      );
      expect(answers[0]).toMatch(user === null ? /^HTTP\/1.1 401/ : /^HTTP\/1.1 404/);
      expect(new Set(answers).size, `${method} ${command}: ${answers.join("\n---\n")}`).toBe(1);
    }
  });
});

const SECRET = "a secret of thirty-two characters";

describe.each(Object.entries(WEB_HOSTS))("%s", (_name, { host }) => {
  test.each(["10", null])("a project that user %s may not know of answers as one that never was", async (user) => {
    const { service, createAndRun } = await createTestHost({ authorizer });
    await createAndRun();
    const url = await serve(host({ service, linkSecrets: [SECRET] }));
    const headers = user === null ? {} : { "X-User": user };
    const send = (method: string, path: string, body?: object) => {
      const text = body === undefined ? "" : JSON.stringify(body);
      const content = { "Content-Type": "application/json", "Content-Length": `${text.length}` };
      const sent = { ...headers, ...(body === undefined ? {} : content) };
      return rawAnswer(url, { raw: requestText(`${url}/exports/${path}`, { method, headers: sent }) + text });
    };
    const both = async (ask: (project: number) => Promise<string>, status: number) => {
      const [hidden, none] = [await ask(1), await ask(4711)];
      expect(hidden).toBe(none);
      expect(hidden).toMatch(new RegExp(`^HTTP/1.1 ${status}`));
    };
    const refused = user === null ? 401 : 404;
    const bodies = [{}, { format: "nightly" }, { format: "none" }, { format: "nightly", filters: { more: 1 } }];
    for (const path of ["", "preview/"])
      for (const body of bodies) await both((project) => send("POST", path, { project, ...body }), refused);
    await both((project) => send("GET", `?project_id=${project}`), refused);
    const sign = (exportId: number) => signLink({ exportId, version: 3, userId: 10 }, [SECRET], Date.now());
    await both((id) => send("GET", `${id}/download/?signature=${sign(id)}`), 404);
  });
});

test("a list holds nothing of what a user may not know of", async () => {
  const { service, createAndRun } = await createTestHost({ authorizer });
  await createAndRun();
  const url = await serveFace({ service });
  const list = async (user: string) => (await fetch(`${url}/exports/`, { headers: { "x-user": user } })).json();
  expect(await list("10")).toEqual({ count: 0, next: null, previous: null, results: [], user_permissions: [] });
  expect(await list("5")).toMatchObject({ count: 1 });
});
