import type { ProjectRole } from "vasculum";
import type { HostUser, Tokens } from "./host-users.js";

/** For a first look: everybody knows these tokens. Roles are those on project 1 of the generated season; project 3 is a draft. */
export const DEMO_TOKENS: Tokens = {
  "demo-researcher": member(101, "Rita, a researcher", "Researcher"),
  "demo-researcher-2": member(102, "Ravi, another researcher", "Researcher"),
  "demo-manager": member(103, "Mona, the project manager", "ProjectManager"),
  "demo-admin": { ...member(104, "Ada, an administrator", null), superuser: true },
  "demo-basic": member(105, "Ben, a basic member", "BasicMember"),
  "demo-identifier": member(106, "Iris, an identifier", "Identifier"),
  "demo-mldata": member(107, "Milo, the ML data manager", "MLDataManager"),
  "demo-outsider": member(108, "Otto, an outsider", null),
};

function member(id: number, name: string, role: ProjectRole | null): HostUser {
  return { id, name, email: `user-${id}@example.org`, superuser: false, roles: role === null ? {} : { "1": role } };
}
