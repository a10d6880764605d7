import { BaseExporter, createMemorySource, csv, ExportRegistry, type MemoryQuery } from "vasculum";

// #region exporter
interface Moth {
  readonly id: number;
  readonly project: number;
  readonly name: string;
}

const moths: readonly Moth[] = [{ id: 1, project: 1, name: "Noctua pronuba" }];
const source = createMemorySource(moths, {
  key: ({ id }) => id,
  inScope: ({ project }, scope) => project === scope.projectId,
});
const columns = csv<Moth>([{ name: "name", value: ({ name }) => name }]);

class Moths extends BaseExporter<Moth, MemoryQuery<Moth>> {
  getSource() {
    return source;
  }
  getFormat() {
    return columns;
  }
}

export const registry = new ExportRegistry();
registry.register("moths")(Moths);
// #endregion
