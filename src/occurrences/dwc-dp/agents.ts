import type { PackageContributor } from "../../data-package/package-metadata.js";
import { agentKey } from "./context-maps.js";
import type { DwcDpFacts } from "./dwc-dp-facts.js";
import type { AgentRow, DwcDpDataset, RoleRow } from "./dwc-dp-rows.js";

/** Addresses that name one person or organisation for good. */
const WORLDWIDE = /^https?:\/\/(?:orcid\.org|ror\.org)\/./i;

/** The parts of contributors in the project. One who is named twice with a role has it once. */
export function projectRoles(contributors: readonly PackageContributor[]): readonly RoleRow<null>[] {
  const roles: RoleRow<null>[] = [];
  for (const { title, path, role = "contributor" } of contributors) {
    const address = path !== undefined && WORLDWIDE.test(path) ? path : undefined;
    const agent: AgentRow = { kind: "contributor", id: title, name: title, address };
    const same = roles.filter((other) => other.role === role);
    const isKnown = same.some((other) => (other.agent.address ?? other.agent.id) === (address ?? title));
    if (!isKnown) roles.push({ target: null, agent, role, order: same.length + 1 });
  }
  return roles;
}

/** The recorders that the host names, separated by bars. */
export function recordersOf({ recordedBy = "" }: DwcDpFacts): readonly AgentRow[] {
  const names = recordedBy.split("|").map((name) => name.trim());
  return [...new Set(names)]
    .filter((name) => name !== "")
    .map((name): AgentRow => ({ kind: "recorder", id: name, name }));
}

/** The keys of the recorders, as a list; null for none. */
export function recorderKeys(dataset: DwcDpDataset): string | null {
  const keys = recordersOf(dataset.facts).map((agent) => agentKey(agent, dataset));
  return keys.length === 0 ? null : keys.join(" | ");
}
