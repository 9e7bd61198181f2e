/** A real vault on a real store, whose network and whose death the year decides. */

import { cpSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { fail, toHex } from "@alcove/bytes";
import { type CryptoPort, sealingPublicKeyOf } from "@alcove/crypto";
import { openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { createVault, type Store, type Transport, type Vault } from "@alcove/vault";
import { openDisk } from "../../../packages/vault/src/disk.ts";
import { readNextKeys } from "../../../packages/vault/src/features/own-keys/next-keys.ts";
import { unlockDevice } from "../../../packages/vault/src/features/unlock.ts";
import { readProfile } from "../../../packages/vault/src/profile.ts";
import { DeviceClock, type YearTime } from "./clock.ts";
import { type Look, withLooks } from "./looks.ts";
import { type Factor, withFactor } from "./second-factor.ts";

/**
 * What becomes of one of the next requests. "cut": it never arrives. "lost": the server acted, the answer is lost. "dies-first",
 * "dies-after": the device dies before it arrives, or after the server acted. "meanwhile": somebody else is faster.
 */
export type Fault = {
  readonly what: "cut" | "lost" | "dies-first" | "dies-after" | "meanwhile";
  /** Of the requests that count: how many pass before. */
  readonly after: number;
  readonly meanwhile?: () => Promise<unknown>;
};

const never = new Promise<never>(() => {});

export type Ground = {
  /** What goes to the server as it travels. */
  readonly appends: (body: Uint8Array) => void;
  readonly hasNote: (record: string) => boolean;
  readonly time: YearTime;
  readonly folder: string;
  readonly crypto: CryptoPort;
};
/** Sealing seed of an identity, and its public key in hex. */
export type Identity = { readonly seed: Uint8Array<ArrayBuffer>; readonly sealKey: string };

export class YearDevice {
  readonly name: string;
  readonly of: string;
  readonly #ground: Ground;
  readonly #factor: Factor;
  #folder: string;
  #store: Store;
  readonly #opened: Store[] = [];
  #transport: Transport;
  #died: () => void = () => {};
  #known: { readonly version: string; readonly identities: Identity[] } = { version: "", identities: [] };
  clock: DeviceClock;
  vault: Vault;
  network: "up" | "down" = "up";
  /** Not any more in the hands of its person, or no device of the practice any more. */
  isGone = false;
  /** Recovery cards gave its person another identity since. */
  isBeforeCards = false;
  /** What its person has to give it before it syncs again. */
  needs: "passphrase" | "kit" | undefined;
  isLocked = false;
  fault: Fault | undefined;
  /** What its appends would take away is looked at before each of them. */
  beforeAppend: (() => Promise<void>) | undefined;
  passphrase = "";
  /** Sets of cards that were put together here open what they opened, until all of it is sealed anew. */
  readonly cardsUsed: string[] = [];
  id = "";
  /** What it was asked to show. */
  readonly looks: Look[] = [];
  /** Paths of requests that have no answer yet. */
  readonly asking = new Set<string>();

  constructor(ground: Ground, name: string, of: string, factor: Factor) {
    this.#ground = ground;
    this.#factor = factor;
    this.name = name;
    this.of = of;
    this.#folder = mkdtempSync(join(ground.folder, "device-"));
    this.clock = new DeviceClock(ground.time);
    this.#store = this.#openStore();
    this.#transport = createHttpTransport();
    this.vault = this.#open();
  }

  /** Can be asked and can sync. */
  get isHere(): boolean {
    return !this.isGone && this.network === "up" && this.needs === undefined;
  }

  #openStore() {
    const store = openNodeStore(this.#folder);
    this.#opened.push(store);
    return store;
  }

  #open(): Vault {
    const { crypto } = this.#ground;
    const ports = { crypto, store: this.#store, transport: this.#steered(), clock: this.clock, log: () => {} };
    const asked = withFactor(createVault(ports, { indexing: "when-searched" }), this.#factor, this.#ground.time);
    const vault = withLooks(asked, this.#ground.time.now, (look) => {
      const wasThere = look.record === undefined || this.#ground.hasNote(look.record);
      this.looks.push({ ...look, wasThere });
    });
    return {
      ...vault,
      sync: async () => {
        const outcome = await vault.sync();
        if (!outcome.ok && outcome.error.code === "device-revoked") await this.#locksByItself(vault);
        return outcome;
      },
    };
  }

  /** Told that it is out, one that was in step locks (PAIR-14): until it has, it is neither open nor locked. */
  async #locksByItself(vault: Vault): Promise<void> {
    for (let i = 0; i < 20 && !this.isLocked; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      this.isLocked = (await vault.status()).phase === "locked";
    }
  }

  #steered(): Transport {
    const unreachable = fail({ code: "server-unreachable" as const });
    const mine = this.clock;
    return {
      request: async (origin, request) => {
        if (mine !== this.clock) return never;
        if (this.network === "down") return unreachable;
        const ask = async () => {
          if (request.path === "/v1/append") await this.beforeAppend?.();
          this.asking.add(request.path);
          if (request.path === "/v1/append" && request.body) this.#ground.appends(request.body);
          try {
            return await this.#transport.request(origin, request);
          } finally {
            this.asking.delete(request.path);
          }
        };
        const { fault } = this;
        const counts = fault?.what !== "meanwhile" || request.path === "/v1/append";
        if (!fault || !counts) return ask();
        if (fault.after > 0) {
          this.fault = { ...fault, after: fault.after - 1 };
          return ask();
        }
        this.fault = undefined;
        await fault.meanwhile?.();
        if (fault.what === "cut") return unreachable;
        if (fault.what !== "dies-first") {
          const answer = await ask();
          if (fault.what === "meanwhile") return answer;
          if (fault.what === "lost") return unreachable;
        }
        this.#died();
        return never;
      },
      events: () => ({ stop() {} }),
    };
  }

  /** What the work gives, or that the device died over it. */
  async unlessItDies<T>(work: () => Promise<T>): Promise<T | "died"> {
    const died = new Promise<"died">((resolve) => {
      this.#died = () => resolve("died");
    });
    return Promise.race([work(), died]);
  }

  /** What is in memory is gone; what was on its disk at that moment is found by the next one who turns it on. */
  async turnOnAgain(): Promise<void> {
    this.clock.stop();
    this.fault = undefined;
    const folder = mkdtempSync(join(this.#ground.folder, "device-"));
    cpSync(this.#folder, folder, { recursive: true });
    this.#folder = folder;
    this.clock = new DeviceClock(this.#ground.time);
    this.#store = this.#openStore();
    this.vault = this.#open();
    this.isLocked = true;
  }

  /** The year is over. What died with a file open holds its pages, though the file is gone, until this program ends. */
  close(): void {
    this.stopForGood();
    for (const { close } of this.#opened) close();
  }

  /** Nothing that it still does reaches anybody. */
  stopForGood(): void {
    this.clock.stop();
    this.clock = new DeviceClock(this.#ground.time);
  }

  async unlock(): Promise<void> {
    if (!this.isLocked) return;
    const unlocked = await this.vault.unlock(this.passphrase);
    if (!unlocked.ok) throw new Error(`${this.name} does not unlock: ${unlocked.error.code}`);
    this.isLocked = false;
  }

  async lock(): Promise<void> {
    await this.vault.lock("person");
    this.isLocked = true;
  }

  /** Every identity in the keyring on its disk, as whoever has device and passphrase gets at it. */
  async identities(): Promise<Identity[]> {
    const disk = openDisk(this.#store.disk);
    const profile = readProfile(disk);
    if (!profile) return [];
    const stored = readNextKeys(disk);
    const version = `${toHex(profile.keyring)}${stored ? toHex(stored.keyring) : ""}`;
    if (version === this.#known.version) return this.#known.identities;
    const unlocked = await unlockDevice(this.#ground.crypto, profile, stored, this.passphrase);
    if (!unlocked.ok) throw new Error(`${this.name}'s keyring does not open: ${unlocked.error.code}`);
    const { keys, next } = unlocked.value;
    const keyrings = [keys.keyring, ...(next ? [next.keyring] : [])];
    const identities = await Promise.all(
      keyrings
        .flatMap((keyring) => keyring.identities)
        .map(async ({ seal }) => ({ seed: seal.slice(), sealKey: toHex(await sealingPublicKeyOf(seal)) })),
    );
    this.#known = { version, identities };
    return identities;
  }
}
