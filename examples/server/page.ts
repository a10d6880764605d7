import type { PageOptions } from "vasculum/page";

/** The page, at `/`: where it finds projects, what filters may name, and the users of a trial. */
export const PAGE: PageOptions = {
  api: "/api/v2/",
  projects: "projects/",
  choices: {
    collection_id: "captures/collections/?project_id={project}",
    deployment_id: "deployments/?project_id={project}",
  },
  login: "token",
  users: "/demo-users.json",
};
