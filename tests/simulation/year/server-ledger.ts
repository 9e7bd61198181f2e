/**
 * What the server has on its disk, read by the second reader (`tests/reader`), which imports nothing of Alcove: it judges
 * each statement, key-log entry and batch again, and gives the facts of the model for those that stand. Every sealed key is
 * tried with every private sealing key that ever was, whoever it says it is for.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { Bytes } from "@alcove/bytes";
import type { CryptoPort, SealingSeed } from "@alcove/crypto";
import { parseBody } from "../../../apps/server/src/store/stored-body.ts";
import { applyBatch, type Author, newAuthor, readBatch, type Revision } from "../../reader/batches.ts";
import { type Cbor, read } from "../../reader/cbor.ts";
import { applyEntry, type KeyLog, type ReleaseParts } from "../../reader/key-log.ts";
import { kinds, readCheckpoint, rootOf } from "../../reader/ledger.ts";
import { bound, context, H, hex, hkdf, same, u64, unhex } from "../../reader/primitives.ts";
import { applyOpening, applyRelease, type Openings } from "../../reader/openings.ts";
import { checkHeartbeat } from "../../reader/read-practice.ts";
import { applyStatement, type Roster } from "../../reader/roster.ts";
import type { Fact, Kind, Right } from "../people/facts.ts";
import { after, cardsOf, type Holder, identityOf, noPractice, type Practice } from "../people/practice.ts";
import type { Identity } from "./device.ts";
import { seesClients } from "./administrative.ts";
import { type Names, placeName } from "./names.ts";
import { ServerDisk } from "./server-disk.ts";

const bodyPageBytes = 16_300;
/** In every text and name of a year, and nowhere else. */
export const markers = ["Zimtstern", "Quittenkern"];

type Hpke = CryptoPort["hpke"];
type Sealed = {
  readonly place: string;
  readonly epoch: number;
  /** What readers of a guarded epoch are given is not its key. */
  readonly isPart: boolean;
  /** Hash of the sealing key that it says it is for. */
  readonly keyHash: string;
  readonly info: Uint8Array;
  readonly sealed: Uint8Array;
};
/** An entry of an access log, or beside an author's own notes: by whose device, and of which note. */
export type Looked = {
  readonly device: string;
  readonly place: string;
  readonly act: string;
  readonly at: number;
  readonly record?: string;
  /** The place of the psychotherapy notes that it is about. */
  readonly apart?: string;
};
/** By whose device; days as yyyy-mm-dd. */
export type Presence = {
  readonly by: string;
  readonly member: string;
  readonly workdays: readonly number[];
  readonly away?: { readonly from: string; readonly until: string };
};
/** A device asked to open a guarded place; or it was let in. */
export type Guarded = { readonly place: string; readonly device: string; readonly letInBy?: string };
/** A revision of a request in an emergency: what it asks for, or nothing, which is a no. */
export type AskedOrNo = {
  readonly device: string;
  /** A device that was found again has its name, and another id. */
  readonly deviceId: string;
  readonly at: number;
  /** As the model names what a device shows. */
  readonly envelope: string;
  readonly chart?: string;
};
type Row = { readonly ledger_index: number; readonly leaf: Uint8Array; readonly body_offset: number };

export class ServerLedger {
  readonly #names: Names;
  readonly #hpke: Hpke;
  readonly #disk = new ServerDisk();
  /** By compartment, in the order in which they were begun. */
  readonly #places = new Map<string, string>();
  roster: Roster | undefined;
  readonly logs = new Map<string, KeyLog>();
  readonly #authors = new Map<string, Author>();
  readonly #leaves: Uint8Array[] = [];
  /** Of statements, and all of them. */
  readonly facts: Fact[] = [];
  model: Practice = noPractice;
  /** By envelope hash. */
  readonly revisions = new Map<string, Revision & { readonly place: string }>();
  /** Charts whose first name is here, by record: whether its writer could begin notes by the roster it was sealed over, and whose there were. */
  readonly named = new Map<string, { readonly couldBegin: boolean; readonly notesOf: string | undefined }>();
  /** Accounts that can begin a chart's notes, by the roster's heads. */
  readonly #beginners = new Map<string, ReadonlySet<string>>();
  /** Place of each note, by its record. */
  readonly notes = new Map<string, string>();
  readonly entries: Looked[] = [];
  /** Requests in an emergency by their records, each with its revisions in the ledger's order. */
  readonly requests = new Map<string, AskedOrNo[]>();
  /** What was given: by its envelope as the model names it, the texts of the copies. */
  readonly copies = new Map<string, readonly string[]>();
  /** What stands of openings and of who was let in, in the ledger's order. */
  readonly guards: Guarded[] = [];
  readonly #newest: Openings = new Map();
  /** Release parts of guarded epochs, as devices sent them to the server or to who lets in. */
  readonly releaseParts: Uint8Array[] = [];
  /** What was said of when people are to be expected, in the ledger's order. */
  readonly presences: Presence[] = [];
  /** The newest day that a heartbeat of each device names. */
  readonly seen = new Map<string, number>();
  readonly #heartbeats = new Map<string, number>();
  /** Who has a private sealing key, by its public key. */
  readonly holders = new Map<string, { readonly holder: Holder; readonly seed: Uint8Array<ArrayBuffer> }>();
  readonly #sealKeys = new Map<string, Holder>();
  /** Sealed to a key that nobody is known to have, or to nothing. */
  readonly #unopened: Sealed[] = [];
  /** Ledger indexes of entries, by place, as long as the server is to have their bodies. */
  readonly #bodiesOf = new Map<string, number[]>();
  /** The newest epoch that each holder's key opened, by place and holder. */
  readonly opened = new Map<string, number>();

  /** `hpke`: the platform's, seven times as fast as the second reader's own, which opens one of each rotation. */
  constructor(names: Names, hpke: Hpke) {
    this.#names = names;
    this.#hpke = hpke;
  }

  get size(): number {
    return this.#leaves.length;
  }

  /** `looksForWords`: also through every byte. @throws Error with a sentence for whatever should not stand there */
  async read(dataFolder: string, identities: readonly Identity[], looksForWords = true): Promise<void> {
    if (looksForWords)
      for (const name of ["alcove.db", "alcove.db-wal"]) findWords(name, readFileSync(join(dataFolder, name)));
    if (this.#disk.catchUp(dataFolder)) await this.#readDatabase(identities);
    else await this.#tryNewKeys(identities);
  }

  async #readDatabase(identities: readonly Identity[]): Promise<void> {
    const database = this.#disk.open();
    try {
      const [practice] = database.prepare("SELECT body_bytes, checkpoint FROM practice").all();
      if (!practice) return;
      const rows = database
        .prepare("SELECT ledger_index, leaf, body_offset FROM leaf WHERE ledger_index >= ? ORDER BY ledger_index")
        .all(this.size) as unknown as Row[];
      const begin = rows[0]?.body_offset ?? 0;
      const page = Math.floor(begin / bodyPageBytes);
      const pages = database.prepare("SELECT bytes FROM body_page WHERE page >= ? ORDER BY page").all(page);
      const bytes = Buffer.concat(pages.map((each) => each["bytes"] as Uint8Array));
      const bodies = rows.map(({ leaf, body_offset: from }, i) => {
        const to = rows[i + 1]?.body_offset ?? (practice["body_bytes"] as number);
        return { leaf, ...parseBody(bytes.subarray(from - page * bodyPageBytes, to - page * bodyPageBytes)) };
      });
      await this.#tryNewKeys(identities);
      for (const { leaf, entry, payload } of bodies) {
        if (!same(H(entry), leaf.subarray(17))) throw new Error(`leaf ${this.size} names another body`);
        await this.#take(leaf, entry, payload, identities);
        this.#leaves.push(leaf);
      }
      this.#areGone(database);
      if (this.roster) {
        const signed = readCheckpoint(String(practice["checkpoint"]), this.roster.practice, this.roster.checkpointKey);
        if (signed.size !== this.size || (bodies.length > 0 && !same(signed.root, rootOf(this.#leaves))))
          throw new Error("the server's checkpoint is not over its leaves");
      }
    } finally {
      database.close();
    }
  }

  async #take(
    leaf: Uint8Array,
    entry: Uint8Array,
    payload: readonly Uint8Array[],
    identities: readonly Identity[],
  ): Promise<void> {
    const at = this.size;
    const [kind] = leaf;
    if (kind === kinds.roster) {
      this.roster = applyStatement(this.roster, entry, at);
      const begin = [...this.roster.members].filter(([, { role, suspended }]) => seesClients(role) && !suspended);
      this.#beginners.set(hex(this.roster.head), new Set(begin.map(([account]) => account)));
      const [body] = read(entry) as [Uint8Array];
      const [, , , account, , , , operations] = read(body) as unknown as [
        number,
        number,
        Uint8Array,
        Uint8Array,
        Uint8Array,
        number,
        Uint8Array,
        Cbor[][],
      ];
      for (const operation of operations) {
        for (const fact of this.#factsOf(operation, this.#names.member(hex(account)))) this.stand(fact);
      }
      await this.#nameSealKeys(identities);
    } else if (kind === kinds.keyLog) await this.#keyLog(entry, payload, at);
    else if (kind === kinds.batch) this.#batch(entry, payload, at);
    else if (kind === kinds.heartbeat) this.#heartbeat(leaf, entry, at);
    else if (kind === kinds.server) this.#server(leaf, entry, payload, at);
  }

  /** Where bodies of what was destroyed lay there is nothing any more (DES-1). */
  #areGone(database: DatabaseSync): void {
    const gone = [...this.#bodiesOf].filter(([place]) => this.model.compartments.get(place)?.isDestroyed);
    if (gone.length === 0) return;
    const pages = database.prepare("SELECT bytes FROM body_page ORDER BY page").all();
    const bytes = Buffer.concat(pages.map((each) => each["bytes"] as Uint8Array));
    const next = database.prepare("SELECT min(body_offset) AS at FROM leaf WHERE body_offset > ?");
    const begins = database.prepare("SELECT body_offset FROM leaf WHERE ledger_index = ?");
    for (const [place, indexes] of gone) {
      for (const index of indexes) {
        const from = begins.get(index)?.["body_offset"] as number;
        const to = (next.get(from)?.["at"] as number | null) ?? bytes.length;
        if (bytes.subarray(from, to).some((byte) => byte !== 0))
          throw new Error(`${place} was destroyed, and the server still has leaf ${index} of it`);
      }
      this.#bodiesOf.delete(place);
    }
  }

  stand(fact: Fact): void {
    this.facts.push(fact);
    this.model = after(this.model, fact);
  }

  #lies(place: string, at: number): void {
    this.#bodiesOf.set(place, [...(this.#bodiesOf.get(place) ?? []), at]);
  }

  /** An append on its way: the part that the server is to keep travels in it (LOG-13). */
  sees(append: Uint8Array): void {
    const { releaseParts } = read(append) as unknown as { readonly releaseParts?: readonly Uint8Array[] };
    this.releaseParts.push(...(releaseParts ?? []));
  }

  placeOf(compartment: string): string {
    const known = this.#places.get(compartment);
    if (known !== undefined) return known;
    const found = this.roster?.compartments.get(compartment);
    if (!found) throw new Error(`no compartment ${compartment}`);
    const chart = found.chart === null ? undefined : this.#names.chart(hex(found.chart));
    const name = this.nextName(placeName(found.kind, chart, this.#names.member(hex(found.author))));
    this.#places.set(compartment, name);
    return name;
  }

  /** After recovery an author begins psychotherapy notes of the same chart anew. */
  nextName(name: string): string {
    const taken = [...this.#places.values()].filter((each) => each === name || each.startsWith(`${name} `));
    return taken.length === 0 ? name : `${name} ${taken.length + 1}`;
  }

  /** What a share of this chart's notes is about: as the model has it, or what is begun for it. */
  placesFor(kind: "progress" | "psychotherapy" | "administrative", chart: string, by: string): string[] {
    const name = placeName(kind === "progress" ? "clinical" : kind, chart, by);
    const there = [...this.model.compartments].filter(([place, one]) => {
      const isOfChart = place === name || place.startsWith(`${name} `);
      return isOfChart && !one.isDestroyed && (kind !== "psychotherapy" || one.author === by);
    });
    return there.length > 0 ? there.map(([place]) => place) : [this.nextName(name)];
  }

  #factsOf(operation: readonly Cbor[], by: string): Fact[] {
    const [what, ...fields] = operation as [string, ...Cbor[]];
    const id = (n: number) => hex(fields[n] as Uint8Array);
    const { members, devices } = { members: this.#names.member, devices: this.#names.device };
    const places = (n: number) => (fields[n] as Uint8Array[]).map((one) => this.placeOf(hex(one)));
    switch (what) {
      case "practice.create":
        return [{ what: "founded", member: members(id(3)), device: devices(id(6)) }];
      case "member.add":
        return [{ what: "joined", member: members(id(0)), device: devices(id(4)) }];
      case "member.remove":
        return [{ what: "left", member: members(id(0)) }];
      case "device.enrol":
        return [{ what: "enrolled", device: devices(id(1)), of: members(id(0)) }];
      case "device.revoke":
        return [{ what: "revoked", device: devices(id(1)), why: fields[2] as "lost", by }];
      case "member.rekey":
        return [{ what: "rekeyed", member: members(id(0)) }];
      case "compartment.create":
        return [{ what: "created", compartment: this.placeOf(id(0)), kind: fields[1] as Kind, by }];
      case "emergency.give": {
        const given = { compartment: this.placeOf(id(0)), to: members(id(2)), untilDay: fields[3] as number };
        return [{ what: "given in emergency", ...given, by }];
      }
      case "entitle": {
        const until = fields[2] === null ? {} : { untilDay: fields[2] as number };
        const right = fields[1] as Right;
        return [{ what: "entitled", member: members(id(0)), right, ...until, compartments: places(3), by }];
      }
      case "disentitle":
        return [{ what: "disentitled", member: members(id(0)), compartments: places(1), by }];
      case "compartment.destroy":
        return [{ what: "destroyed", compartment: this.placeOf(id(0)), by }];
      case "guard.set":
      case "guard.unset":
        return [{ what: what === "guard.set" ? "guarded" : "unguarded", compartments: places(0), by }];
      case "successor.set": {
        const successor = fields[0] === null ? {} : { successor: members(id(0)) };
        return [{ what: "own cards made", by, set: this.#names.set(id(1)), ...successor }];
      }
      case "successor.end":
        return [{ what: "own cards ended", by }];
      case "successor.use":
        return [{ what: "own cards used", by, set: this.#names.set(id(0)) }];
      case "recovery.set":
        return [{ what: "cards made", set: this.#names.set(id(0)) }];
      case "recovery.use": {
        const named = { member: members(id(1)), device: devices(id(4)), set: this.#names.set(id(8)) };
        return [{ what: "cards used", ...named }];
      }
      default:
        return [];
    }
  }

  /** Whose the sealing keys are that the roster names now. */
  async #nameSealKeys(identities: readonly Identity[]): Promise<void> {
    for (const [account, { sealKey }] of this.roster?.members ?? []) {
      const name = this.#names.member(account);
      this.#sealKeys.set(hex(sealKey), identityOf(name, this.model.members.get(name)?.identity ?? 0));
    }
    const set = this.roster?.set;
    for (const { id, sealKey } of [...(set ? [set] : []), ...(this.roster?.successors ?? [])])
      this.#sealKeys.set(hex(sealKey), cardsOf(this.#names.set(hex(id))));
    await this.#tryNewKeys(identities);
  }

  async #tryNewKeys(identities: readonly Identity[]): Promise<void> {
    for (const { seed, sealKey } of identities) {
      const holder = this.#sealKeys.get(sealKey);
      if (!holder || this.holders.has(sealKey)) continue;
      this.holders.set(sealKey, { holder, seed });
      const waiting = this.#unopened.splice(0);
      for (const one of waiting) if (!(await this.#opens(one, holder, seed))) this.#unopened.push(one);
    }
  }

  /** With the key that it says it is for, and where that is not so with each there is: what one key opens no other one does. */
  async #try(one: Sealed): Promise<void> {
    const all = [...this.holders].map(([sealKey, each]) => ({
      ...each,
      isNamed: hex(H(unhex(sealKey))) === one.keyHash,
    }));
    for (const { holder, seed } of all.sort((a, b) => Number(b.isNamed) - Number(a.isNamed)))
      if (await this.#opens(one, holder, seed)) return;
    this.#unopened.push(one);
  }

  async #opens({ place, epoch, isPart, info, sealed }: Sealed, holder: Holder, seed: Uint8Array): Promise<boolean> {
    const key = await this.#hpke.open(seed as SealingSeed, info as Bytes, sealed);
    if (!key) return false;
    const log = this.logs.get(this.#compartmentOf(place));
    const found = log?.epochs[epoch - 1];
    const right = isPart ? found?.guard?.memberPart : found?.key;
    if (!right || !same(right, key)) throw new Error(`${holder} was given another key than epoch ${epoch} of ${place}`);
    const name = `${place}|${holder}`;
    this.opened.set(name, Math.max(epoch, this.opened.get(name) ?? 0));
    return true;
  }

  #compartmentOf(place: string): string {
    for (const [id, name] of this.#places) if (name === place) return id;
    throw new Error(`no compartment ${place}`);
  }

  async #keyLog(entry: Uint8Array, payload: readonly Uint8Array[], at: number): Promise<void> {
    const { roster } = this;
    if (!roster) throw new Error("a key log before the practice");
    const [body] = read(entry) as [Uint8Array];
    const [, compartmentId, , , rosterHead, account, , operation] = read(body) as unknown as [
      number,
      Uint8Array,
      number,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Cbor[],
    ];
    const id = hex(compartmentId);
    const place = this.placeOf(id);
    this.#lies(place, at);
    const isGuarded = operation[0] === "rotate.guarded";
    const isRotation = operation[0] === "rotate" || isGuarded;
    const epoch = operation[1] as number;
    const deliveries = (isRotation ? operation[5] : operation[2]) as [Uint8Array, Uint8Array, Uint8Array][];
    const isKeeper = (recipient: Uint8Array) =>
      isGuarded && roster.compartments.get(id)?.rights.get(hex(recipient))?.release === true;
    const commitmentOf = isRotation ? (operation[2] as Uint8Array) : this.logs.get(id)?.epochs[epoch - 1]?.commitment;
    const infoOf = (label: string, [recipient, keyHash]: readonly Uint8Array[]) =>
      bound(label, roster.practice, [
        compartmentId,
        epoch,
        commitmentOf ?? "",
        recipient,
        keyHash,
        account,
        rosterHead,
      ] as Cbor[]);
    for (const [i, delivery] of deliveries.entries()) {
      if (!isKeeper(delivery[0])) continue;
      const seed = [...this.holders].find(([sealKey]) => same(H(unhex(sealKey)), delivery[1]))?.[1].seed;
      const info = infoOf("release-part", delivery) as Bytes;
      const part = seed && (await this.#hpke.open(seed as SealingSeed, info, payload[i] as Bytes));
      if (!part)
        throw new Error(`the other part of ${place} does not open to ${this.#names.recipient(hex(delivery[0]))}`);
      this.releaseParts.push(part);
    }
    const members = deliveries.filter(([recipient]) => !isKeeper(recipient) && roster.members.has(hex(recipient)));
    const person = this.#readerOf(roster, isGuarded ? members : deliveries);
    const log = await applyEntry(roster, this.logs.get(id), person, entry, payload, at, this.#partOf);
    this.logs.set(id, log);
    const { guard } = log.epochs[epoch - 1] as KeyLog["epochs"][number];
    const named = (of: typeof deliveries) => of.map(([recipient]) => this.#names.recipient(hex(recipient)));
    const given = deliveries.filter(([recipient]) => !isKeeper(recipient));
    const to = named(given);
    const keepers = guard ? { keepers: named(deliveries.filter(([recipient]) => isKeeper(recipient))) } : {};
    this.stand(
      isRotation
        ? { what: "rotated", compartment: place, to, ...keepers }
        : { what: "delivered", compartment: place, epoch, to },
    );
    for (const [i, delivery] of deliveries.entries()) {
      if (isKeeper(delivery[0])) continue;
      const isPart = guard !== undefined && roster.members.has(hex(delivery[0]));
      const info = infoOf(isPart ? "member-part" : "epoch-key", delivery);
      await this.#try({ place, epoch, isPart, keyHash: hex(delivery[1]), info, sealed: payload[i] as Uint8Array });
    }
  }

  /** Somebody whom it was sealed to and whose keys are known, to check the rest with. */
  #readerOf(roster: Roster, deliveries: readonly (readonly Uint8Array[])[]) {
    for (const [account, keyHash] of deliveries as [Uint8Array, Uint8Array][]) {
      for (const [sealKey, { seed }] of this.holders) {
        if (!same(H(unhex(sealKey)), keyHash)) continue;
        const identity = { signSeed: new Uint8Array(32), sealSeed: seed, sealKey: unhex(sealKey) };
        return { practice: roster.practice, account, identities: [identity] };
      }
    }
    return { practice: roster.practice, account: new Uint8Array(16), identities: [] };
  }

  /** An opening has one signature, a release a list of them. */
  #server(leaf: Uint8Array, entry: Uint8Array, payload: readonly Uint8Array[], at: number): void {
    if (!this.roster) throw new Error("an opening before the practice");
    const [, signed] = read(entry) as Cbor[];
    const [tag, known] = [leaf.slice(1, 17), [this.roster, this.logs, this.#newest] as const];
    const opening = Array.isArray(signed)
      ? applyRelease(...known, tag, entry, payload, at)
      : applyOpening(...known, tag, entry, at);
    const place = this.placeOf(opening.compartment);
    const by = opening.letInBy === undefined ? {} : { letInBy: this.#names.member(opening.letInBy) };
    this.guards.push({ place, device: this.#names.device(opening.device), ...by });
  }

  /** The part of a guarded epoch that is not its readers': as it went to the server, or to who lets in. */
  readonly #partOf: ReleaseParts = (commitment, compartment, epoch) => {
    const practice = this.roster?.practice ?? new Uint8Array(16);
    const info = context("commit-release", practice, compartment, u64(epoch));
    return this.releaseParts.find((part) => same(hkdf(part, info), commitment));
  };

  #heartbeat(leaf: Uint8Array, entry: Uint8Array, at: number): void {
    if (!this.roster) throw new Error("a heartbeat before the practice");
    const { device, day } = checkHeartbeat(this.roster, this.#heartbeats, leaf.slice(1, 17), entry, at);
    const name = this.#names.device(hex(device));
    this.seen.set(name, Math.max(day, this.seen.get(name) ?? 0));
  }

  #batch(entry: Uint8Array, payload: readonly Uint8Array[], at: number): void {
    const batch = readBatch(entry);
    const id = hex(batch.compartment);
    const log = this.logs.get(id);
    if (!this.roster || !log) throw new Error("a batch before its compartment's key");
    const device = hex(batch.device);
    const author = this.#authors.get(device) ?? newAuthor();
    this.#authors.set(device, author);
    const place = this.placeOf(id);
    this.#lies(place, at);
    for (const revision of applyBatch(this.roster, log, author, batch, entry, payload, at)) {
      this.revisions.set(revision.envelope, { ...revision, place });
      if (revision.content["type"] === "chart" && !this.named.has(revision.record)) {
        const account = hex(this.roster.devices.get(device)?.account ?? new Uint8Array());
        const place = placeName("clinical", this.#names.chart(revision.record));
        this.named.set(revision.record, {
          couldBegin: this.#beginners.get(hex(batch.rosterHead))?.has(account) === true,
          notesOf: this.model.compartments.get(place)?.created.by,
        });
      }
      if (revision.content["type"] === "note") this.notes.set(revision.record, place);
      if (revision.content["type"] === "presence") this.presences.push(this.#presenceIn(revision, device));
      if (revision.content["type"] === "access") this.entries.push(this.#lookedIn(revision, place, device));
      this.#takeEmergency(revision, place, device);
      const facts = { envelope: revision.envelope, compartment: place, epoch: batch.epoch };
      this.stand({ what: "wrote", ...facts, device: this.#names.device(device) });
    }
  }

  #takeEmergency({ content, record, envelope }: Revision, place: string, device: string): void {
    const { type, asks, notes, writtenAt } = content as unknown as {
      readonly type: string;
      readonly asks?: { readonly chart: Uint8Array } | null;
      readonly notes?: readonly { readonly text: string }[];
      readonly writtenAt: number;
    };
    const name = `${place}/${envelope}`;
    if (type === "given")
      this.copies.set(
        name,
        (notes ?? []).map(({ text }) => text),
      );
    if (type !== "emergency") return;
    const chart = asks ? { chart: this.#names.chart(hex(asks.chart)) } : {};
    const said = { device: this.#names.device(device), deviceId: device, at: writtenAt, envelope: name, ...chart };
    this.requests.set(record, [...(this.requests.get(record) ?? []), said]);
  }

  #presenceIn({ content }: Revision, device: string): Presence {
    const { member, workdays, away } = content as unknown as {
      readonly member: Uint8Array;
      readonly workdays: readonly number[];
      readonly away?: { readonly from: string; readonly until: string };
    };
    const by = this.#names.device(device);
    return { by, member: this.#names.member(hex(member)), workdays, ...(away ? { away } : {}) };
  }

  #lookedIn({ content }: Revision, place: string, device: string): Looked {
    const { act, record, apart, writtenAt } = content as unknown as {
      readonly act: string;
      readonly record?: Uint8Array;
      readonly apart?: Uint8Array;
      readonly writtenAt: number;
    };
    return {
      device: this.#names.device(device),
      place,
      act,
      at: writtenAt,
      ...(record ? { record: hex(record) } : {}),
      ...(apart ? { apart: this.placeOf(hex(apart)) } : {}),
    };
  }
}

function findWords(file: string, bytes: Buffer): void {
  const text = bytes.toString("latin1");
  const found = anyMarker.exec(text);
  if (found) throw new Error(`the server's ${file} holds the word ${found[0]}`);
}

function encodingsOf(marker: string): Buffer[] {
  const plain = Buffer.from(marker);
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), plain])
      .toString("base64")
      .slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + plain.length) * 8) / 6)),
  );
  return [
    plain,
    Buffer.from(marker, "utf16le"),
    Buffer.from(plain.toString("hex")),
    ...base64.map((b) => Buffer.from(b)),
  ];
}

const anyMarker = new RegExp(
  markers
    .flatMap(encodingsOf)
    .map((encoded) =>
      encoded
        .toString("latin1")
        .replace(/[^A-Za-z0-9]/g, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`),
    )
    .join("|"),
);
