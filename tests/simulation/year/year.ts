/** The people of a year, their devices and the server, and what they said that they did. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CryptoPort } from "@alcove/crypto";
import type { RecoveryCardText, Role, VaultStatus } from "@alcove/vault";
import { existsSync } from "node:fs";
import type { Fact } from "../people/facts.ts";
import { type Holder, identityOf, reads } from "../people/practice.ts";
import { openCards } from "./cards.ts";
import { Chance } from "./chance.ts";
import { dayMs, YearTime } from "./clock.ts";
import { type Identity, YearDevice } from "./device.ts";
import { Names } from "./names.ts";
import { Factor } from "./second-factor.ts";
import { YearServer } from "./server.ts";
import { type Guarded, ServerLedger } from "./server-ledger.ts";

export type Person = {
  readonly name: string;
  role: Role;
  account: string;
  passphrase: string;
  kit: string;
  readonly devices: YearDevice[];
  readonly factor: Factor;
  /** By name: those that open, and those that did once. */
  readonly passkeys: Set<string>;
  readonly pastPasskeys: Set<string>;
  isGone: boolean;
};
/** `maker`: who made it as a chart, whatever their role; nobody of an enquiry. */
export type Chart = { readonly id: string; readonly name: string; readonly maker?: string };
/** A text that a vault said it saved. */
export type Saved = { readonly text: string; readonly on: YearDevice; readonly chart?: string };

const words =
  "walnut ferry quilt amber gravel willow anchor cedar lantern mint orbit copper meadow violin harbor pencil silver falcon drizzle thistle".split(
    " ",
  );

export class Year {
  readonly chance: Chance;
  readonly time = new YearTime();
  readonly folder: string;
  readonly server: YearServer;
  readonly names = new Names();
  readonly ledger: ServerLedger;
  readonly people: Person[] = [];
  readonly charts: Chart[] = [];
  readonly saved: Saved[] = [];
  /** Names of persons that one device changed: there, what stood before is shown no more. */
  readonly replaced: Saved[] = [];
  /** What a statement would destroy that waits for another owner, by who proposed it and chart. */
  readonly endings = new Map<string, string[][]>();
  /** By executor. The newest alone is shown. */
  readonly wills: Saved[] = [];
  /** What somebody said they gave, by the record of the request. */
  readonly given: { readonly record: string; readonly texts: readonly string[]; readonly on: YearDevice }[] = [];
  /** In people's hands, by the name of their set: of the practice's, of those before, and of what was only proposed. */
  readonly cardTexts = new Map<string, readonly RecoveryCardText[]>();
  /** What acts must have brought into the ledger, and what they may have. */
  expected: Fact[] = [];
  perhaps: Fact[] = [];
  /** Guarded places that a device asked to open, and where it was let in: what must come into the ledger. */
  opened: Guarded[] = [];
  letIn: Guarded[] = [];
  /** In words, for who has to understand a failing seed. */
  readonly told: string[] = [];
  readonly counts = new Map<string, number>();
  /** While two act at once, what may be done is not what stood before. */
  isAtOnce = false;
  /** Of every set of cards that there ever was. */
  readonly cardIdentities: Identity[] = [];
  readonly #crypto: CryptoPort;
  #drawn = 0;

  constructor(seed: string, crypto: CryptoPort) {
    this.chance = new Chance(seed);
    // Everything is synced to disk again and again: where there is a disk in memory, there.
    this.folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "alcove-year-"));
    this.server = new YearServer(this.folder, this.time);
    const ids = new Chance(`ids of ${seed}`);
    this.#crypto = { ...crypto, random: (length) => ids.bytes(length) };
    this.ledger = new ServerLedger(this.names, crypto.hpke);
  }

  async end(): Promise<void> {
    await this.server.stop();
    for (const device of this.devices) device.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  tell(line: string): void {
    this.told.push(`day ${this.day - this.firstDay}: ${line}`);
  }
  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  readonly firstDay = Math.floor(Date.UTC(2026, 0, 5) / dayMs);
  get day(): number {
    return Math.floor(this.time.now() / dayMs);
  }

  /** Each time another one. */
  newPassphrase(): string {
    const five = Array.from({ length: 5 }, (_, i) => words[(this.#drawn * 3 + i * 7) % words.length]);
    return `${five.join(" ")} ${this.#drawn++}`;
  }
  newText(): string {
    return `Zimtstern ${this.#drawn++}`;
  }

  newDevice(of: Person): YearDevice {
    const hasNote = (record: string) => this.ledger.notes.has(record);
    const appends = (body: Uint8Array) => this.ledger.sees(body);
    const ground = { appends, hasNote, time: this.time, folder: this.folder, crypto: this.#crypto };
    const device = new YearDevice(ground, `${of.name}'s ${of.devices.length + 1}.`, of.name, of.factor);
    device.passphrase = of.passphrase;
    of.devices.push(device);
    return device;
  }

  newPerson(name: string, role: Role): Person {
    const person = this.#somebody(name, role);
    this.people.push(person);
    this.takesRole(person, role);
    return person;
  }

  /** An empty device of somebody who does not come in with it. */
  strangersDevice(): YearDevice {
    return this.newDevice(this.#somebody("nobody", "clinician"));
  }

  #somebody(name: string, role: Role): Person {
    return {
      name,
      role,
      account: "",
      passphrase: this.newPassphrase(),
      kit: "",
      devices: [],
      factor: new Factor(this.time),
      passkeys: new Set<string>(),
      pastPasskeys: new Set<string>(),
      isGone: false,
    };
  }

  readonly everOwners = new Set<string>();
  takesRole(person: Person, role: Role): void {
    person.role = role;
    if (role === "owner") this.everOwners.add(person.name);
  }

  get present(): Person[] {
    return this.people.filter(({ isGone }) => !isGone);
  }
  get devices(): YearDevice[] {
    return this.people.flatMap(({ devices }) => devices);
  }
  get owners(): Person[] {
    return this.present.filter(({ role }) => role === "owner");
  }
  personOf({ of }: YearDevice): Person {
    return this.people.find(({ name }) => name === of) as Person;
  }
  /** Closed to them between two acts. What others guard apart closes nobody's chart but theirs, while they read it and so may end it (GRD-10). */
  isGuarded(chart: string, { of }: Pick<YearDevice, "of">): boolean {
    return [...this.ledger.model.compartments].some(
      ([place, { isGuarded, kind, author, rights }]) =>
        isGuarded &&
        place.startsWith(`${chart}/`) &&
        (kind === "clinical" || (author === of && reads(rights.get(of)?.right))),
    );
  }
  /** Of this person, in their hands, able to sync. */
  live(person: Person | undefined): YearDevice[] {
    return person?.devices.filter(({ isHere }) => isHere) ?? [];
  }
  isSuspended({ name }: Person): boolean {
    return this.ledger.model.members.get(name)?.isSuspended === true;
  }

  /** Every identity that its person ever had. */
  holdersOf({ of }: YearDevice): Holder[] {
    const newest = this.ledger.model.members.get(of)?.identity ?? 0;
    return Array.from({ length: newest }, (_, i) => identityOf(of, i + 1));
  }

  /** The set that the practice goes by, if they have it. */
  get cards(): { readonly set: string; readonly texts: readonly RecoveryCardText[] } | undefined {
    const set = this.ledger.model.cards;
    const texts = set === undefined ? undefined : this.cardTexts.get(set);
    return set === undefined || texts === undefined ? undefined : { set, texts };
  }

  /** Cards in people's hands from now on; by which name they go. */
  async keepCards(texts: readonly RecoveryCardText[]): Promise<string> {
    const { practice } = this.ledger.roster ?? {};
    if (!practice) throw new Error("no practice yet");
    const { set, identity } = await openCards(practice, texts);
    const name = `cards ${this.cardIdentities.push(identity)}`;
    this.names.sets.set(set, name);
    this.cardTexts.set(name, texts);
    return name;
  }

  async identities(): Promise<Identity[]> {
    const found = await Promise.all(this.devices.map((device) => device.identities()));
    return found.flat();
  }

  /** After something was said: who is who. */
  async learn(device: YearDevice): Promise<void> {
    const person = this.personOf(device);
    const me = (await device.vault.members()).find(({ isYou }) => isYou);
    if (me) {
      person.account = me.id;
      this.names.members.set(me.id, person.name);
    }
    device.id = (await openStatus(device)).deviceId;
    this.names.devices.set(device.id, device.name);
  }

  /** The next time that this device is asked for something. */
  async wake(device: YearDevice): Promise<void> {
    await device.unlock();
  }

  pass(ms: number): void {
    this.time.pass(ms);
  }
}

export async function openStatus({ vault, name }: YearDevice): Promise<Extract<VaultStatus, { phase: "open" }>> {
  const status = await vault.status();
  if (status.phase !== "open") throw new Error(`${name} is ${status.phase}`);
  return status;
}
