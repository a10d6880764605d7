import { createHash, timingSafeEqual } from "node:crypto";
import type { Authorizer, ExportUser } from "vasculum";
import { setting } from "./settings.js";

/** The one user of this start. Replace this file by your own users, sessions and rules. */
export const USER: ExportUser = { id: 1, name: "Ada" };

/** Returns who sent a request; null for a request without the token. */
export function authenticate({ headers }: Request): ExportUser | null {
  const given = digestOf(headers.get("authorization") ?? "");
  return timingSafeEqual(given, digestOf(`Bearer ${setting("API_TOKEN")}`)) ? USER : null;
}

/** Decides by ids alone, since a worker has no request. `hide` conceals that a project exists. */
export const authorizer: Authorizer = {
  authorize: async ({ userId }) => (userId === USER.id ? "allow" : "deny"),
  readableProjects: async (userId) => (userId === USER.id ? "all" : []),
};

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
