import type { NoticeOutbox } from "./export-notice.js";
import type { ExportStore } from "./export-store.js";

/** Returns a store each of whose calls goes through `call`, which may wrap its errors or limit its time. */
export function aroundStore(store: ExportStore, call: <T>(use: () => Promise<T>) => Promise<T>): ExportStore {
  const { notices } = store;
  const stats = store.stats?.bind(store);
  const reachedLimit = store.reachedLimit?.bind(store);
  return {
    ...(reachedLimit === undefined
      ? {}
      : { reachedLimit: (subject, conditions) => call(() => reachedLimit(subject, conditions)) }),
    create: (newExport, options) => call(() => store.create(newExport, options)),
    get: (id) => call(() => store.get(id)),
    list: (options) => call(() => store.list(options)),
    update: (id, guard, patch) => call(() => store.update(id, guard, patch)),
    claim: (id, token, leaseMs) => call(() => store.claim(id, token, leaseMs)),
    renew: (id, token, renewal) => call(() => store.renew(id, token, renewal)),
    due: (limit) => call(() => store.due(limit)),
    remove: (id, guard) => call(() => store.remove(id, guard)),
    ...(notices === undefined ? {} : { notices: aroundNotices(notices, call) }),
    ...(stats === undefined ? {} : { stats: () => call(stats) }),
  };
}

function aroundNotices(notices: NoticeOutbox, call: <T>(use: () => Promise<T>) => Promise<T>): NoticeOutbox {
  return {
    take: (limit, leaseMs) => call(() => notices.take(limit, leaseMs)),
    settle: (exportId, settled) => call(() => notices.settle(exportId, settled)),
  };
}
