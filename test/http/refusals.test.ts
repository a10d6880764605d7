import { describe, expect, test } from "vitest";
import { createExportHandler } from "../../src/http/create-export-handler.js";
import { createTestHost, USER } from "../support/test-host.js";

const keys = (count: number, length: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}${"k".repeat(length)}`, index]));
const MANY = "a&".repeat(200_000);

describe.each(["application/json", "application/problem+json"])("as %s", (accept) => {
  test.each<readonly [what: string, method: string, path: string, body: unknown]>([
    ["40,000 unknown filters", "POST", "", { project: 1, format: "nightly", filters: keys(40_000, 9) }],
    ["900 unknown filters with long names", "POST", "", { project: 1, format: "nightly", filters: keys(900, 1_000) }],
    ["one unknown filter of 900 KB", "POST", "", { project: 1, format: "nightly", filters: keys(1, 900_000) }],
    ["900 unknown members with long names", "POST", "", keys(900, 1_000)],
    ["a format of 900 KB", "POST", "", { project: 1, format: "f".repeat(900_000) }],
    ["a project of 900 KB", "POST", "", { project: "1".repeat(900_000), format: "nightly" }],
    ["a list of 400,000 members", "POST", "", Array.from({ length: 400_000 }, () => 0)],
    ["40,000 unknown members of a change", "PATCH", "1/", keys(40_000, 9)],
    ["900 unknown members of a change", "PATCH", "1/", keys(900, 1_000)],
    ["900 unknown members of another change", "PUT", "1/", keys(900, 1_000)],
    ["a list with 200,000 parameters", "GET", `?${MANY}`, undefined],
    ["a list with parameters of long names", "GET", `?${Object.keys(keys(500, 1_000)).join("&")}`, undefined],
    ["an id of 900 KB", "GET", `${"1".repeat(900_000)}/`, undefined],
  ])("%s: refused within a second and 100 KB", async (_what, method, path, body) => {
    const { service, create } = await createTestHost();
    await create();
    const handler = createExportHandler({ service, authenticate: () => USER });
    const init = { method, headers: { "content-type": "application/json", accept } };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const before = process.cpuUsage();
    const response = await handler(new Request(`http://example.org/exports/${path}`, { ...init, ...content }));
    const text = await response.text();
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000, "milliseconds of a processor").toBeLessThan(1_000);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(Buffer.byteLength(text)).toBeLessThan(100_000);
  });
});

test("problems that an answer has no room for are counted", async () => {
  const { service } = await createTestHost();
  const handler = createExportHandler({ service, authenticate: () => USER });
  const headers = { "content-type": "application/json", accept: "application/problem+json" };
  const init = { method: "POST", headers };
  const body = JSON.stringify({ project: 1, format: "nightly", filters: keys(900, 1_000) });
  const { issues } = (await (await handler(new Request("http://example.org/exports/", { ...init, body }))).json()) as {
    readonly issues: readonly { readonly message: string }[];
  };
  expect(issues.at(-1)!.message).toBe(`And ${900 - (issues.length - 1)} more.`);
});
