import { ExportService, type Authorizer, type ExportError, type Id } from "vasculum";
import { createAntennaSource } from "vasculum/antenna";
import { createDemoRegistry } from "../demo/demo-service.js";
import { openDatabase } from "../demo/open-database.js";
import { BadSetting, errorCode } from "./bad-setting.js";
import { openCatalogue, type Catalogue } from "./catalogue.js";
import { DEMO_TOKENS } from "./demo-tokens.js";
import { createHostAuthorizer } from "./host-authorizer.js";
import { createHostUsers, readTokens, type HostUsers } from "./host-users.js";
import { openRunner } from "./open-runner.js";
import { openStorage } from "./open-storage.js";
import { openStore } from "./open-store.js";
import type { Settings } from "./settings.js";

const ACTIVE_PER_USER = 10;
/** Less than a stop may take, so that a statement which no cancel has reached cannot hold it up. */
const STATEMENT_TIMEOUT_MS = 20_000;

/** Everything that serves and works stand on. */
export interface Host {
  readonly service: ExportService;
  readonly users: HostUsers;
  readonly authorizer: Authorizer;
  readonly catalogue: Catalogue;
  /** What was chosen, for people: a line each. Holds no secrets. */
  readonly choices: readonly string[];
}

/** Opens what the settings name, lends it, and closes it again in the reverse order. @throws BadSetting */
export async function withHost(settings: Settings, use: (host: Host) => Promise<void>): Promise<void> {
  const { TOKENS_FILE, DATABASE_URL, STORE_URL, STORAGE_URL } = settings;
  const users = createHostUsers(TOKENS_FILE === undefined ? DEMO_TOKENS : await readTokens(TOKENS_FILE));
  await using database = await openDatabase(DATABASE_URL, settings.DEMO_OCCURRENCES);
  const catalogue = await openCatalogue(database);
  await catalogue.projects().catch(noAntenna);
  await using records = await openStore(STORE_URL);
  await using files = await openStorage(STORAGE_URL);
  await using jobs = await openRunner(settings);
  const source = createAntennaSource({
    db: database.db,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    ...(settings.MEDIA_URL === undefined ? {} : { mediaUrl: settings.MEDIA_URL }),
  });
  const authorizer = createHostAuthorizer(users, catalogue);
  const service = new ExportService({
    registry: createDemoRegistry({ source, core: "event", license: null, sensitive: null }),
    store: records.store,
    storage: files.storage,
    runner: jobs.runner,
    authorizer,
    limits: { activePerUser: ACTIVE_PER_USER },
    heartbeatMs: 500,
    leaseMs: settings.LEASE_MS,
    onError: printError,
  });
  const choices = [
    `rows: ${database.title}`,
    `exports: ${records.title}`,
    `files: ${files.title}`,
    `jobs: ${jobs.title}`,
    `users: ${TOKENS_FILE === undefined ? `for a trial, by well-known tokens: ${Object.keys(DEMO_TOKENS).join(", ")}` : "those of TOKENS_FILE"}`,
  ];
  await use({ service, users, authorizer, catalogue, choices });
}

function noAntenna(error: unknown): never {
  throw new BadSetting(`DATABASE_URL: no Antenna database can be read there (${errorCode(error)}).`);
}

function printError({ code, message }: ExportError, { exportId }: { readonly exportId: Id | null }): void {
  console.error(exportId === null ? `${code}: ${message}` : `export ${exportId}: ${code}: ${message}`);
}
