/** Puts a server together: keys, database, checked ledgers, commit queue, routes. */

import { asId, type PracticeId, toHex } from "@alcove/bytes";
import { type CryptoPort, importSigningKey, importVerifyKey } from "@alcove/crypto";
import type { FastifyInstance, FastifyServerOptions } from "fastify";
import { BlobFolder } from "./blobs/blob-folder.ts";
import { type Clock, systemClock } from "./clock.ts";
import { createAppendQueue } from "./commit/append-queue.ts";
import { createCryptoPort } from "./crypto-port.ts";
import { createApp } from "./http/app.ts";
import { Bundle } from "./http/bundle.ts";
import { Nudges } from "./http/events.ts";
import { pageHeaders } from "./http/security-headers.ts";
import type { ServerParts } from "./http/server-parts.ts";
import { readServerKeys } from "./keys/server-keys.ts";
import { Metrics } from "./metrics.ts";
import type { Ledger } from "./practice/ledger.ts";
import { LedgerDamaged, loadLedger, type LoadPort } from "./practice/load.ts";
import { PracticeShelf } from "./practice/shelf.ts";
import { rosterOf } from "./practice/state.ts";
import { HelloDesk } from "./session/hello.ts";
import { createLoginDesk } from "./session/login.ts";
import { Knocks } from "./session/knocks.ts";
import { createPortalDesk } from "./session/portal.ts";
import { createRecoverDesk } from "./session/recover.ts";
import { Sessions } from "./session/sessions.ts";
import { SignatureDesk } from "./signatures/signature-desk.ts";
import { StartRefused } from "./start-refused.ts";
import { type Database, openDatabase } from "./store/database.ts";
import { sweepDestroyedBlobs } from "./store/blobs.ts";
import { sweepInvites } from "./store/invites.ts";
import { ServedDesk } from "./store/served.ts";
import { isFailedSync } from "./store/storage-failure.ts";
import { createWitnessAsker } from "./witness/ask-witnesses.ts";
import { createWitnessDesk, type WitnessSettings } from "./witness/witness-desk.ts";

export type ServerOptions = {
  /** Everything the server keeps: database, blobs, keys. Made where it doesn't exist. */
  readonly dataFolder: string;
  /** 0: any free one. */
  readonly port: number;
  /** The API origin that practices pin. Absent: `http://localhost:<port>`. */
  readonly origin?: string;
  /** The built web app; absent: API only. */
  readonly webFolder?: string;
  readonly founding?: "open" | "closed";
  /** Other origins whose pages may call the API. */
  readonly appOrigins?: readonly string[];
  readonly clock?: Clock;
  readonly logger?: NonNullable<FastifyServerOptions["logger"]>;
  readonly maxConnections?: number;
  /** Whose ledgers this server witnesses, as what; absent: nobody's. */
  readonly witness?: WitnessSettings;
  /** Witnesses of this server's practices: where each is asked, without `/add-checkpoint`. */
  readonly witnesses?: readonly string[];
  /** How often it is looked whether a witness is to be asked; a minute by default. */
  readonly askWitnessesEveryMs?: number;
  /** Memory for large request bodies, all together; 256 MiB by default. Beyond it devices are told to wait a second. */
  readonly maxBufferedBytes?: number;
  /** The disk can't be trusted any more: everything is refused from now on, and the process should end. */
  readonly onFatal?: () => void;
};

export type Server = {
  readonly origin: string;
  readonly port: number;
  /** Finishes what was begun, ends streams, closes the database. */
  close(): Promise<void>;
};

const sweepMs = 60_000;
/** What was sent to whom is lost for this long at most, where the process is killed. */
const keepServedMs = 5000;
/** How long a device that waits to be confirmed waits for a witness, at most. */
const askWitnessesMs = 60_000;
/** What was read for the check at the start is kept for the first use, up to 60 MB. */
const keptLeaves = 1_000_000;
/** Requests that are still being answered get this long when the server stops. */
const closeMs = 10_000;

/**
 * Opens the data folder, checks every ledger in it, and listens on this computer only.
 * @throws StartRefused with a sentence for the person who runs it
 */
export async function createServer(options: ServerOptions): Promise<Server> {
  const clock = options.clock ?? systemClock;
  const database = await openDatabase(options.dataFolder);
  const desk = new SignatureDesk();
  const release = async (): Promise<void> => {
    await database.close();
    await desk.close();
  };
  try {
    return await start(options, { clock, port: createCryptoPort(desk), database, release });
  } catch (error) {
    await release();
    throw error;
  }
}

type Held = {
  readonly clock: Clock;
  readonly port: CryptoPort;
  readonly database: Database;
  release(): Promise<void>;
};

async function start(options: ServerOptions, { clock, port, database, release }: Held): Promise<Server> {
  const { db } = database;
  const founded = await db.selectFrom("practice").select("practice").execute();
  const keys = readServerKeys(options.dataFolder, founded.length === 0);
  const ledgerKey = await importSigningKey(port, keys.ledgerSeed);
  const verifyKey = await importVerifyKey(port, ledgerKey.publicKey);
  if (!verifyKey) throw new Error("bug: a key made from a seed is a strict point");
  const from: LoadPort = { db, port, ledgerKey: verifyKey };
  const checked = await checkLedgers(
    from,
    founded.map(({ practice }) => asId<PracticeId>(practice)),
  );

  const witness =
    options.witness && (await createWitnessDesk({ db, port, clock, seed: keys.witnessSeed }, options.witness));
  const life = { origin: options.origin ?? "", stopping: false };
  const pages = () => [life.origin, ...(options.appOrigins ?? [])];
  const metrics = new Metrics();
  const shelf = new PracticeShelf(from, clock, checked);
  const sessions = new Sessions(clock);
  const nudges = new Nudges();
  const served = new ServedDesk(db);
  const hellos = new HelloDesk({ port, clock, ledgerKey });
  const logins = createLoginDesk({ db, port, clock, keys, shelf, hellos, sessions, pages });
  const recoveries = createRecoverDesk({ port, clock, shelf, hellos });
  const portals = createPortalDesk({ port, clock, shelf, hellos });
  const knocks = new Knocks({ port, clock, shelf });
  const blobs = new BlobFolder(options.dataFolder);
  /** What was destroyed leaves the write-ahead log and the folder of blobs; what fails is done at the next start. */
  const wipe = async (): Promise<void> => {
    try {
      await database.foldLog();
      await sweepDestroyedBlobs(db, blobs);
    } catch (error) {
      app.log.error({ err: error }, "what was destroyed could not be wiped");
    }
  };
  const queue = createAppendQueue({
    wipe,
    db,
    port,
    ledgerKey,
    shelf,
    now: () => clock.wallMs(),
    onCommitted(state) {
      sessions.endRevoked(state.practice, rosterOf(state), state.keyLogs);
      nudges.nudge(state.practice, state.ledger.size);
    },
    onFailed(error) {
      metrics.countFailedCommit();
      app.log.error({ err: error }, "a commit failed");
      if (!isFailedSync(error)) return;
      // What the disk holds is known only after a restart.
      life.stopping = true;
      options.onFatal?.();
    },
    onMeasured: (commit) => metrics.countCommit(commit),
  });
  const parts: ServerParts = {
    clock,
    port,
    keys,
    ledgerKey,
    database,
    shelf,
    queue,
    sessions,
    hellos,
    logins,
    portals,
    knocks,
    recoveries,
    nudges,
    served,
    witness,
    blobs,
    metrics,
    founding: options.founding ?? "open",
    pages,
    get origin() {
      return life.origin;
    },
    get stopping() {
      return life.stopping;
    },
  };
  const app = createApp(parts, {
    logger: options.logger ?? false,
    maxConnections: options.maxConnections ?? 4096,
    maxBufferedBytes: options.maxBufferedBytes ?? 256 * 1024 * 1024,
    appOrigins: options.appOrigins ?? [],
    bundle: options.webFolder === undefined ? undefined : openBundle(options.webFolder, life),
  });
  app.addHook("onListen", (done) => {
    life.origin ||= `http://localhost:${portOf(app)}`;
    done();
  });
  await sweepInvites(db, clock.wallMs());
  await wipe();
  await listen(app, options.port);
  const sweep = setInterval(() => {
    sessions.sweep();
    shelf.forgetIdle();
    sweepInvites(db, clock.wallMs()).catch((error: unknown) => app.log.error({ err: error }, "a sweep failed"));
  }, sweepMs);
  sweep.unref();
  const keepServed = () =>
    served.flush().catch((error: unknown) => app.log.error({ err: error }, "what was sent could not be kept"));
  const keeping = setInterval(() => void keepServed(), keepServedMs);
  keeping.unref();
  const asker = createWitnessAsker(
    { db, port, shelf, clock, warn: (facts) => app.log.warn(facts, "a witness did not cosign") },
    options.witnesses ?? [],
  );
  const asking = setInterval(() => void asker.askDue(), options.askWitnessesEveryMs ?? askWitnessesMs);
  asking.unref();

  return {
    origin: life.origin,
    port: portOf(app),
    async close() {
      life.stopping = true;
      clearInterval(sweep);
      clearInterval(asking);
      await queue.stop();
      sessions.endAll();
      const late = setTimeout(() => app.server.closeAllConnections(), closeMs);
      await app.close();
      clearTimeout(late);
      await asker.stop();
      clearInterval(keeping);
      await keepServed();
      await release();
    },
  };
}

async function listen(app: FastifyInstance, port: number): Promise<void> {
  try {
    await app.listen({ host: "localhost", port });
  } catch (error) {
    await app.close();
    const { code } = error as { readonly code?: unknown };
    if (code === "EADDRINUSE")
      throw new StartRefused(`Port ${port} is taken. Stop what uses it, or set PORT to another.`);
    if (code === "EACCES") throw new StartRefused(`This user may not open port ${port}. Set PORT to one above 1023.`);
    throw error;
  }
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  if (address === null || typeof address === "string") throw new Error("bug: a server that listens has a port");
  return address.port;
}

function openBundle(folder: string, life: { readonly origin: string }): Bundle {
  try {
    return new Bundle(folder, () => pageHeaders(life.origin.startsWith("https:")));
  } catch {
    throw new StartRefused(`The web app is not at ${folder}. Build it, or start the server without ALCOVE_WEB.`);
  }
}

/** Gives the ledgers it read, as far as they are to be kept. */
async function checkLedgers(from: LoadPort, practices: readonly PracticeId[]): Promise<ReadonlyMap<string, Ledger>> {
  const kept = new Map<string, Ledger>();
  let leaves = 0;
  for (const practice of practices) {
    try {
      const ledger = await loadLedger(from, practice);
      leaves += ledger?.size ?? 0;
      if (ledger && leaves <= keptLeaves) kept.set(toHex(practice), ledger);
    } catch (error) {
      if (!(error instanceof LedgerDamaged)) throw error;
      throw new StartRefused(
        `${error.message} The database was damaged or changed while the server was off. Nothing was written. ` +
          "Put back the newest backup; devices bring what it lacks.",
      );
    }
  }
  return kept;
}
