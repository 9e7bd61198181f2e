/** This device's records: opening the folder, unlocking, and sending what was written before the command ends. */

import { setTimeout as sleep } from "node:timers/promises";
import { ok, type Result } from "@alcove/bytes";
import type { Failure } from "@alcove/protocol/errors";
import { sentenceOf } from "@alcove/protocol/sentences";
import { nodeClock, nodeCryptoPort, openNodeStore } from "@alcove/store-node";
import { createHttpTransport, defaultHttpOptions } from "@alcove/transport-http";
import { createVault, type Store, StoreFault, type Vault } from "@alcove/vault";
import type { Context } from "./context.ts";
import { counted } from "./counted.ts";
import { countSaves } from "./held.ts";
import { readPassphrase } from "./passphrase.ts";
import { refuse, type Refusal, refused } from "./refusal.ts";
import { steppingUp } from "./stepping-up.ts";

const atWorkMs = 30_000;
/** What other devices wrote since the last sync is not here; over so short a time nobody expects it. */
const behindAfterMs = 5 * 60_000;

/**
 * The vault, locked or empty, for as long as `use` works with it. Failures: `device-in-use`, `store-damaged`,
 * `disk-full`, `file-unwritable`, and those of `use`.
 */
export async function withVault<T>(
  context: Context,
  use: (vault: Vault) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> {
  const opened = await openVault(context.globals.profile);
  if (!opened.ok) return opened;
  const vault = opened.value;
  // A command is somebody at work: no idle lock in the middle, and no end of the process while only the vault's own
  // timers, which don't keep it alive, have something to do.
  const atWork = setInterval(() => void vault.touch(), atWorkMs);
  try {
    return await use(vault);
  } finally {
    await vault.close();
    clearInterval(atWork);
  }
}

/** The vault unlocked. Failures: those of `withVault`, `not-set-up`, `passphrase-wrong`, and `locked` where nobody can be asked. */
export async function withOpenVault<T>(
  context: Context,
  use: (vault: Vault) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> {
  return withVault(context, async (vault) => {
    const unlocked = await unlock(context, vault);
    return unlocked.ok ? use(steppingUp(context, vault)) : unlocked;
  });
}

/** The same by a passphrase that the command needs itself. */
export async function withUnlocked<T>(
  context: Context,
  passphrase: string,
  use: (vault: Vault) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> {
  return withVault(context, async (vault) => {
    const there = await holdsPractice(vault);
    if (!there.ok) return there;
    const unlocked = await vault.unlock(passphrase);
    return unlocked.ok ? use(vault) : refused(unlocked.error);
  });
}

export async function unlock(context: Context, vault: Vault): Promise<Result<undefined, Refusal>> {
  const there = await holdsPractice(vault);
  if (!there.ok) return there;
  const passphrase = await readPassphrase(context, "Passphrase: ");
  if (!passphrase.ok) return passphrase;
  const unlocked = await vault.unlock(passphrase.value);
  return unlocked.ok ? ok() : refused(unlocked.error);
}

/** Failures: `not-set-up`, `store-newer`. */
export async function holdsPractice(vault: Vault): Promise<Result<undefined, Refusal>> {
  if ((await vault.status()).phase !== "empty") return ok();
  const kit = await vault.kit();
  if (!kit.ok && kit.error.code !== "not-set-up") return refused(kit.error);
  const hint =
    "alcove practice create founds one; alcove member join joins one; alcove device enrol and alcove device pair make this device one of yours.";
  return refuse("not-set-up", undefined, hint);
}

async function openVault(folder: string): Promise<Result<Vault, Refusal>> {
  let store: Store;
  try {
    store = openNodeStore(folder);
  } catch (error) {
    if (error instanceof StoreFault) return refuse(error.code);
    if (isSystemError(error)) return refuse("file-unwritable", { path: folder, reason: error.code });
    throw error;
  }
  try {
    const ports = {
      crypto: await nodeCryptoPort(),
      store,
      transport: createHttpTransport(defaultHttpOptions),
      clock: nodeClock,
      log: () => {},
    };
    return ok(createVault(ports));
  } catch (error) {
    store.close();
    if (error instanceof StoreFault) return refuse(error.code);
    throw error;
  }
}

export function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string" && "syscall" in error;
}

/** What became of something written: it is durable on this device either way. */
export type Sent = {
  /** Saves that the server does not have yet, but for those that are held. */
  readonly waiting: number;
  /** Saves that wait for a right or a key; they hold nothing else up. */
  readonly held: number;
  /** Why they wait, where something went wrong. */
  readonly why?: Failure;
  /** They wait until a person has confirmed this device. */
  readonly provisional: boolean;
};

/** Tries to bring what was written to the server, for as long as the person wants to wait; files, for as long as they move. */
export async function send(context: Context, vault: Vault): Promise<Sent> {
  const { waitMs } = context.globals;
  let movedAt = performance.now();
  const unsubscribe = vault.subscribe((event) => {
    if (event.kind !== "progress" || event.task !== "files") return;
    movedAt = performance.now();
    context.output.progress(event);
  });
  const tried = waitMs === 0 ? ok() : await within(() => movedAt + waitMs, vault.sync());
  unsubscribe();
  const status = await vault.status();
  const held = countSaves(await vault.heldSaves());
  const waiting = status.phase === "empty" ? 0 : status.waiting - held;
  const provisional = status.phase === "open" && status.provisional !== undefined;
  const why = tried === "late" ? ({ code: "server-slow" } as const) : tried.ok ? undefined : tried.error;
  return { waiting, held, provisional, ...(why ? { why } : {}) };
}

/** How new the records are that a command reads without asking the server. `text` stands below an answer; empty while it is minutes. */
export type AsOf = { readonly facts: { readonly syncedAt?: number }; readonly text: string };

export async function asOfLastSync(vault: Vault): Promise<AsOf> {
  const status = await vault.status();
  const syncedAt = status.phase === "open" ? status.syncedAt : undefined;
  if (syncedAt === undefined) return { facts: {}, text: "\n\nThis may be behind: alcove sync fetches what is new." };
  const age = Date.now() - syncedAt;
  const text =
    age < behindAfterMs ? "" : `\n\nAs of the last sync, ${inWords(age)} ago: alcove sync fetches what is new.`;
  return { facts: { syncedAt }, text };
}

/** "7 minutes", "3 hours", "2 days": whole ones. */
function inWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return counted(minutes, "minute");
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? counted(hours, "hour") : counted(Math.floor(hours / 24), "day");
}

/** `until`: asked again when it has come. */
async function within<T>(until: () => number, work: Promise<T>): Promise<T | "late"> {
  const enough = new AbortController();
  const late = (async () => {
    for (let ms = until() - performance.now(); ms > 0 && !enough.signal.aborted; ms = until() - performance.now())
      await sleep(ms, undefined, { signal: enough.signal }).catch(() => {});
    return "late" as const;
  })();
  try {
    return await Promise.race([work, late]);
  } finally {
    enough.abort();
  }
}

/** For `facts` of an answer. */
export function sentFacts({ waiting, held, why }: Sent): Record<string, unknown> {
  return { waiting, held, ...(why ? { why: { code: why.code, sentence: sentenceOf(why) } } : {}) };
}

/** For `text` of an answer: empty when all is on the server. */
export function sentText({ waiting, held, why, provisional }: Sent): string {
  const what = waiting === 0 ? "" : `${counted(waiting, "save waits", "saves wait")} on this device. `;
  const next = provisional ? "Confirm it first: alcove device confirm." : "alcove sync sends it.";
  const kept = waiting === 0 && !why ? "" : `\nKept here. ${what}${why ? sentenceOf(why) : next}`;
  return held === 0 ? kept : `${kept}\n${counted(held, "save is", "saves are")} held here: alcove held list says why.`;
}
