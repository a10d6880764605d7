/** The tables that the demonstration itself looks into; the exports read theirs through `vasculum/antenna`. */
export interface AntennaTables {
  readonly main_project: { readonly id: number; readonly name: string };
  readonly main_sourceimagecollection: { readonly id: number; readonly name: string; readonly project_id: number };
}
