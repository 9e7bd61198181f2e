/**
 * A hostile server and a client's device (docs/spec, PTL), and a hostile client (CL-01). The device has no roster and sees no other leaf:
 * what it believes it believes by proofs, and by the staff whom the list names.
 */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Bytes, type CompartmentId, encodeCbor, type Hash, toHex } from "@alcove/bytes";
import {
  deriveWalletKey,
  hash,
  importSigningKey,
  parseBatch,
  publicKeyOf,
  sealingPublicKeyOf,
  type SealingSeed,
  type SigningSeed,
} from "@alcove/crypto";
import { openEpochKey } from "@alcove/crypto/open";
import { deliveriesOf, type Messages, parseKeyLogEntry, parseKnock, signKnock } from "@alcove/protocol";
import type { PairingStep } from "@alcove/vault";
import type { PortalKeys } from "@alcove/vault/portal";
import { afterEach, beforeAll, expect, test } from "vitest";
import { type Client, clientPairing, knock, admitClient, namesIn, startClientPairing } from "../client.ts";
import { rotate } from "../../packages/vault/src/engine/seal.ts";
import { inviteKeys, parseInvitationQr, parseM1 } from "../../packages/vault/src/features/pairing/transcript.ts";
import { parseWalletCard } from "../../packages/vault/src/portal/wallet-card.ts";
import { alarmsOf, honestWorkGoesOn, must, settled } from "./layer/devices.ts";
import { codeOf, readReply, replyWith, type Tamper } from "./layer/hostile-layer.ts";
import { makeGhost } from "./layer/craft-entries.ts";
import { forgeFounding } from "./layer/forged-founding.ts";
import { deviceIdOf } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { portalPlaces, showPortal } from "./layer/portal-view.ts";
import { craftBatch, craftEnvelope, type Thief, withThief } from "./layer/thief.ts";
import { entryFor, hide, readView, type View } from "./layer/view.ts";

const stage = setPractice();
let client: Client;
let portal: CompartmentId;
beforeAll(async () => {
  client = await admitClient(stage.ada.vault, stage.ada.chart);
  portal = client.keys.portal;
  await settled(stage.ada.vault);
  must(await client.portal.sync());
});
afterEach(async () => {
  const { vault } = stage.ada;
  await vault.cancelPairing();
  // A list has room for eight: those of one test make room for the next one's.
  const own = toHex(client.keys.device);
  const { devices } = (await vault.portals()).find(({ id }) => id === toHex(portal)) ?? { devices: [] };
  for (const { id: device } of devices)
    if (device !== own) must(await vault.endPortal({ portal: toHex(portal), device }));
});

const adasView = (): Promise<View> => readView(stage.layer, stage.layer.sessionOf(stage.isAdas));
/** The client's device with what it had when it was let in, so that it reads all of the ledger again. */
const again = async (keys: PortalKeys = client.keys) => (await clientPairing("")).open(keys);
/** The same, and what it kept then. */
async function startsKeeping() {
  const phone = await clientPairing("");
  const opened = phone.open(client.keys);
  return { portal: Promise.resolve(opened), kept: () => phone.kept() as PortalKeys };
}
async function reads(view: View, also: readonly number[] = [], portalDevice = again()): Promise<string> {
  const { layer, practice } = stage;
  layer.tamper = showPortal(layer, practice, portal, view, also);
  const outcome = await (await portalDevice).sync();
  layer.tamper = undefined;
  return outcome.ok ? "read" : outcome.error.code;
}
const names = async (thief: Thief, text: string) =>
  craftEnvelope(thief, portal, {
    type: "practice",
    revision: thief.crypto.random(16),
    writtenAt: 1_772_000_000_000,
    name: text,
  });

/** What changes in answers to who holds an invitation to a portal. */
function tamperPortal(change: (answer: Messages["PortalAnswer"]) => Partial<Messages["PortalAnswer"]>): Tamper {
  return async (exchange, forward) => {
    const reply = await forward();
    if (!/^\/v1\/invites\/[0-9a-f]{32}\/portal/.test(exchange.path) || reply.status !== 200) return reply;
    const answer = readReply("PortalAnswer", reply);
    const shown = Object.entries({ ...answer, ...change(answer) }).filter(([, value]) => value !== undefined);
    return replyWith(Object.fromEntries(shown) as never);
  };
}
function tamperState(change: (state: Messages["InviteState"]) => Partial<Messages["InviteState"]>): Tamper {
  return async (exchange, forward) => {
    const reply = await forward();
    if (exchange.method !== "GET" || !/^\/v1\/invites\/[0-9a-f]{32}$/.test(exchange.path) || reply.status !== 200)
      return reply;
    const state = readReply("InviteState", reply);
    return replyWith({ ...state, ...change(state) });
  };
}
const flipAt = <B extends Bytes>(bytes: B, place: number): B =>
  bytes.map((byte, at) => (at === place ? byte ^ 1 : byte)) as B;
const flipLast = (bytes: Bytes | null) => bytes && flipAt(bytes, bytes.length - 1);
const codeIn = (step: PairingStep): string => (step.step === "failed" ? step.error.code : step.step);

test("HS-19 PTL-10 an honest pairing of a client works, so that the attacks below are on what works", async () => {
  const { ada } = stage;
  must(await client.portal.sync());
  expect(namesIn(client.portal)).toEqual(["Quiet Room"]);
  expect(await reads(await adasView())).toBe("read");
  expect(await alarmsOf(ada.vault)).toEqual([]);
});

test("HS-19 the server exchanges or changes a message of a client's pairing: it stops before anybody compares words", async () => {
  const { layer, ada } = stage;
  const attacks: Readonly<Record<string, readonly [Parameters<typeof tamperState>[0], "inviter" | "client", string]>> =
    {
      "another device key in m1": [({ m1 }) => ({ m1: m1 && flipAt(m1, 60) }), "inviter", "invitation-dead"],
      "another sealing key in m1": [({ m1 }) => ({ m1: m1 && flipAt(m1, 600) }), "inviter", "invitation-dead"],
      "another rN": [({ rN }) => ({ rN: flipLast(rN) }), "inviter", "invitation-dead"],
      "another nonce in m2": [({ m2 }) => ({ m2: m2 && flipAt(m2, 50) }), "client", "invitation-dead"],
      "another signature on m2": [({ m2 }) => ({ m2: flipLast(m2) }), "client", "signature-wrong"],
    };
  for (const [name, [change, side, code]] of Object.entries(attacks)) {
    layer.tamper = tamperState(change);
    const { phone, ended } = await startClientPairing(ada.vault, ada.chart);
    expect(codeIn(await (side === "client" ? phone.shows("failed", "compare") : ended)), name).toBe(code);
    layer.tamper = undefined;
    await ada.vault.cancelPairing();
    await ended;
    await phone.shows("failed");
    expect(phone.kept(), name).toBeUndefined();
  }
});

test("HS-19 PTL-10 the server shows the bearer of an invitation another past than the one that it pins", async () => {
  const { layer, ada, practice } = stage;
  const view = await adasView();
  const entries = portalPlaces(view, portal, "keyLog");
  const forged = (await forgeFounding(layer, practice, view[0])).body.entry;
  const elsewhere = view.findIndex(
    ({ body }, i) => body && i > 0 && !entries.includes(i) && parseKeyLogEntry(body.entry),
  );
  const attacks: Readonly<Record<string, readonly [Tamper, string]>> = {
    "without the newest entry": [tamperPortal(({ bodies }) => ({ bodies: bodies.slice(0, -1) })), "alarm-rolled-back"],
    "without the first entry": [tamperPortal(({ bodies }) => ({ bodies: bodies.slice(1) })), "alarm-key-log-invalid"],
    "no entry": [tamperPortal(() => ({ bodies: [] })), "alarm-rolled-back"],
    "an entry without its keys": [
      tamperPortal(({ bodies }) => ({ bodies: bodies.map((body) => ({ ...body, payload: [] })) })),
      "alarm-key-log-invalid",
    ],
    "a proof of another place": [
      tamperPortal(({ bodies }) => ({ bodies: bodies.map((body) => ({ ...body, index: body.index + 1 })) })),
      "alarm-body-forged",
    ],
    "another founding": [
      tamperPortal(({ founding, bodies }) => ({
        founding: founding && { ...founding, entry: bodies[0]?.entry as Bytes },
      })),
      "alarm-statement-invalid",
    ],
    "a founding of its own making": [
      tamperPortal(({ founding }) => ({ founding: founding && { ...founding, entry: forged } })),
      "alarm-statement-invalid",
    ],
    "no founding": [tamperPortal(() => ({ founding: undefined as never })), "alarm-statement-invalid"],
    "a founding that stands elsewhere": [
      tamperPortal(({ founding }) => ({ founding: founding && { ...founding, proof: founding.proof.slice(1) } })),
      "alarm-statement-invalid",
    ],
    "a checkpoint of another key": [
      tamperPortal(({ checkpoint }) => ({ checkpoint: checkpoint.replace(/.{12}\n$/, `${"A".repeat(12)}\n`) })),
      "alarm-checkpoint-forged",
    ],
    "a ledger that parted before": [showPortal(layer, practice, portal, hide(view, elsewhere)), "alarm-ledger-forked"],
    "a shorter ledger": [showPortal(layer, practice, portal, view.slice(0, -1)), "alarm-ledger-shorter"],
    "an entry of another compartment": [
      showPortal(layer, practice, portal, view, [elsewhere]),
      "alarm-key-log-invalid",
    ],
  };
  // Without tampering the invitation pins the newest ledger, as it stands now.
  for (const [name, [tamper, code]] of Object.entries(attacks)) {
    const { phone, ended } = await startClientPairing(ada.vault, ada.chart, {
      invited: () => {
        layer.tamper = tamper;
      },
    });
    expect(codeIn(await phone.shows("failed", "compare")), name).toBe(code);
    layer.tamper = undefined;
    await ada.vault.cancelPairing();
    await ended;
    expect(phone.kept(), name).toBeUndefined();
  }
});

test("HS-19 PTL-10 a client keeps nothing until the key log names exactly its device and this pairing", async () => {
  const { layer, ada } = stage;
  const { phone, inviter, ended } = await startClientPairing(ada.vault, ada.chart);
  const shown = await phone.shows("compare");
  const choices = await inviter;
  if (shown.side !== "newcomer" || choices.step !== "compare") throw new Error("both compare");
  // The server says that it is done, and keeps back the entry that lets the device in.
  layer.tamper = async (exchange, forward) => {
    const reply = await forward();
    if (exchange.path !== "/v1/portal" || reply.status !== 200) return reply;
    const answer = readReply("PortalAnswer", reply);
    return replyWith({ ...answer, bodies: answer.bodies.filter((_, i, all) => i < all.length - 1) } as never);
  };
  must(await ada.vault.choosePairingWords(shown.words));
  must(phone.pairing).answer(shown.words.join(" "));
  expect(codeIn(await phone.shows("failed", "done"))).toBe("alarm-leaf-missing");
  expect(phone.kept()).toBeUndefined();
  expect(codeIn(await ended)).toBe("done");
});

test("HS-19 PTL-10 a list that names a client's device with another pairing is not its own", async () => {
  const { layer, ada, practice } = stage;
  const { qr, phone, inviter, ended } = await startClientPairing(ada.vault, ada.chart);
  const shown = await phone.shows("compare");
  await inviter;
  const secret = parseInvitationQr(qr)?.secret;
  if (shown.side !== "newcomer" || !secret) throw new Error("it compares");
  const keys = await inviteKeys(layer.crypto, secret);
  const answer = await fetch(`${layer.server.address}/v1/invites/${toHex(keys.id)}`);
  const body = new Uint8Array(await answer.arrayBuffer());
  const { m1 } = readReply("InviteState", { status: answer.status, body, type: "application/cbor" });
  const newcomer = m1 && parseM1(keys, "portal", m1)?.newcomer;
  if (newcomer?.kind !== "portal") throw new Error("a client has answered");
  await withThief(ada.device, async (thief) => {
    const { roster } = thief.state;
    const log = thief.state.keyLogs.get(toHex(portal));
    const before = thief.state.epochKeys.get(toHex(portal))?.at(-1);
    if (!roster || !log?.readers || !before) throw new Error("the thief has it open");
    const [staff, set, clients, card] = log.readers;
    const { device, deviceKey, sealingKey } = newcomer;
    const line = [device, deviceKey, sealingKey, layer.crypto.random(32)];
    const recipients = staff.map(([account]) => account);
    const facts = { compartment: portal, recipients, rosterHead: roster.head, log, before };
    const list = [staff, set, [...clients, line], card] as never;
    const entry = await rotate(layer.crypto, thief.keys, roster, { ...facts, portal: list });
    layer.tamper = showPortal(layer, practice, portal, [...(await adasView()), entryFor(entry)]);
  });
  must(await ada.vault.choosePairingWords(shown.words));
  must(phone.pairing).answer(shown.words.join(" "));
  expect(codeIn(await phone.shows("failed", "done"))).toBe("alarm-leaf-missing");
  expect(codeIn(await ended)).toBe("done");
});

test("PTL-14 HS-19 a server shows its members no knock but what the newest card has signed", async () => {
  const { layer, ada } = stage;
  const { card } = await admitClient(ada.vault, ada.chart, { pin: "135790" });
  const own = await importSigningKey(layer.crypto, layer.crypto.random(32) as SigningSeed);
  const sealingKey = await sealingPublicKeyOf(layer.crypto.random(32) as SealingSeed);
  const view = await adasView();
  const newest = view[portalPlaces(view, portal, "keyLog").at(-1) as number]?.body?.entry as Bytes;
  const head = hash(newest) as Hash;
  const asks = { portal, head, device: layer.crypto.random(16) as never, sealingKey };
  const forged = await signKnock(layer.crypto, stage.practice, asks, { card: own, device: own });
  layer.tamper = async (exchange, forward) =>
    exchange.path === "/v1/knocks" ? replyWith({ knocks: [forged] }) : forward();
  expect(await ada.vault.knocks()).toEqual([]);
  const device = toHex(asks.device);
  const answered = await ada.vault.answerKnock({ portal: toHex(portal), device, admit: true });
  expect(answered.ok ? "admitted" : answered.error.code).toBe("invitation-unknown");
  layer.tamper = undefined;
  expect((await knock(card, "135790")).code).toBe("asked");
  const fays = layer.sessionOf(stage.fay.isTheirs);
  const seen = readReply("Knocks", await layer.ask(fays, "GET", "/v1/knocks"));
  expect(seen.knocks, "the front desk reads no portal").toEqual([]);
  expect(codeOf(await layer.ask(fays, "DELETE", `/v1/knocks/${toHex(portal)}`))).toBe("not-entitled");
  expect(await ada.vault.knocks()).toHaveLength(1);
});

test("PTL-14 HS-19 a knock of before the next entry is none, at server and members, and neither is one of a device that was listed", async () => {
  const { layer, ada } = stage;
  const first = await admitClient(ada.vault, ada.chart, { pin: "246813" });
  expect((await knock(first.card, "246813")).code).toBe("asked");
  const adas = () => layer.sessionOf(stage.isAdas);
  const waiting = async () => readReply("Knocks", await layer.ask(adas(), "GET", "/v1/knocks")).knocks;
  const [old] = await waiting();
  if (!old) throw new Error("it was asked");
  await admitClient(ada.vault, ada.chart);
  expect(await waiting()).toEqual([]);
  expect(await ada.vault.knocks()).toEqual([]);
  layer.tamper = async (exchange, forward) =>
    exchange.path === "/v1/knocks" ? replyWith({ knocks: [old] }) : forward();
  expect(await ada.vault.knocks(), "kept by the server for later").toEqual([]);
  const device = toHex(parseKnock(old)?.device as Bytes);
  const answered = await ada.vault.answerKnock({ portal: toHex(portal), device, admit: true });
  expect(answered.ok ? "admitted" : answered.error.code).toBe("invitation-unknown");
  layer.tamper = undefined;
  // Sent again it is told the newest head, and stays outside; under that head the card takes in nobody who was ever in.
  const send = async (body: Bytes) => {
    const request = { method: "POST", body: encodeCbor({ practice: stage.practice, knock: body }) };
    const headers = { "content-type": "application/cbor" };
    const answer = await fetch(`${layer.server.address}/v1/portal/knock`, { ...request, headers } as never);
    return { status: answer.status, body: new Uint8Array(await answer.arrayBuffer()), type: "application/cbor" };
  };
  const { head } = readReply("KnockAnswer", await send(old));
  expect(await waiting()).toEqual([]);
  const parsed = parseWalletCard(first.card);
  if (!parsed) throw new Error("it was just made");
  const card = await importSigningKey(layer.crypto, await deriveWalletKey(layer.crypto, { ...parsed, pin: "246813" }));
  const asked = async (keys: Pick<PortalKeys, "device" | "deviceSeed" | "sealingSeed">) => {
    const sealingKey = await sealingPublicKeyOf(keys.sealingSeed);
    const own = await importSigningKey(layer.crypto, keys.deviceSeed);
    const asks = { portal, head, device: keys.device, sealingKey };
    return send(await signKnock(layer.crypto, stage.practice, asks, { card, device: own }));
  };
  expect(codeOf(await asked(first.keys))).toBe("login-refused");
  const [deviceSeed, sealingSeed] = [layer.crypto.random(32), layer.crypto.random(32)];
  const unknown = { device: layer.crypto.random(16), deviceSeed, sealingSeed } as never;
  expect((await asked(unknown)).status).toBe(200);
  const [now] = await waiting();
  expect(parseKnock(now as Bytes)?.head).toEqual(head);
  expect((await send(old)).status).toBe(200);
  expect(await waiting(), "and does not take its place").toEqual([now]);
});

test("CL-01 PAIR-16 an invitation that let a client in shows nobody the key log any more", async () => {
  const { layer, ada } = stage;
  const asked: string[] = [];
  layer.tamper = async (exchange, forward) => {
    if (/^\/v1\/invites\/[0-9a-f]{32}\/portal/.test(exchange.path)) asked.push(exchange.path);
    return forward();
  };
  await admitClient(ada.vault, ada.chart);
  layer.tamper = undefined;
  const [path] = asked;
  const answer = await fetch(`${layer.server.address}${path}`);
  const reply = { status: answer.status, body: new Uint8Array(await answer.arrayBuffer()), type: "application/cbor" };
  expect(codeOf(reply)).toBe("invitation-unknown");
});

test("HS-19 other words from either person end it, and no device is admitted", async () => {
  const { ada } = stage;
  const devices = async () => (await ada.vault.portals())[0]?.devices.length;
  const before = await devices();
  const first = await startClientPairing(ada.vault, ada.chart);
  await first.phone.shows("compare");
  await first.inviter;
  must(await ada.vault.choosePairingWords(["none", "of", "these", "five", "words"]));
  expect(codeIn(await first.ended)).toBe("pairing-words-differ");
  expect(codeIn(await first.phone.shows("failed", "done"))).toBe("pairing-stopped");
  const second = await startClientPairing(ada.vault, ada.chart);
  await second.phone.shows("compare");
  must(second.phone.pairing).answer("not the words there");
  expect(codeIn(await second.phone.shows("failed", "done"))).toBe("pairing-words-differ");
  await ada.vault.cancelPairing();
  await second.ended;
  expect(await devices()).toBe(before);
});

test("PTL-8 HS-05 a server that leaves out, moves or forks what lies in a portal is found by its client", async () => {
  const { ada } = stage;
  await admitClient(ada.vault, ada.chart);
  const view = await adasView();
  const [first, second] = portalPlaces(view, portal, "keyLog") as [number, number];
  const without = (index: number): View => view.with(index, { leaf: view[index]?.leaf as Bytes });
  expect(await reads(without(first))).toBe("alarm-key-log-invalid");
  expect(await reads(without(second))).toBe("alarm-key-log-invalid");
  // A device that was admitted by the newest entry knows that there is one.
  const late = await admitClient(ada.vault, ada.chart);
  const then = await adasView();
  const newest = portalPlaces(then, portal, "keyLog").at(-1) as number;
  const heldBack = then.with(newest, { leaf: then[newest]?.leaf as Bytes });
  expect(await reads(heldBack, [], again(late.keys))).toBe("alarm-rolled-back");
  const reading = again();
  expect(await reads(view, [], reading)).toBe("read");
  expect(await reads(view.slice(0, -1), [], reading)).toBe("alarm-ledger-shorter");
  expect(await reads([...hide(view, view.length - 1), ...view.slice(-1)], [], reading)).toBe("alarm-ledger-forked");
});

test("PTL-18 PTL-10 HS-05 a client's device that starts anew takes nothing that goes back behind what it kept", async () => {
  const { layer, ada } = stage;
  await withThief(ada.device, async (thief) => {
    const view = await adasView();
    const batch = await craftBatch(thief, portal, [await names(thief, "seen")]);
    const { roster } = thief.state;
    const log = thief.state.keyLogs.get(toHex(portal));
    const before = thief.state.epochKeys.get(toHex(portal))?.at(-1);
    if (!roster || !log?.readers || !before) throw new Error("the thief has it open");
    const set = log.readers[1];
    const recipients = [...log.readers[0].map(([account]) => account), ...(set ? [set] : [])];
    const facts = { compartment: portal, recipients, rosterHead: roster.head, log, before, portal: log.readers };
    const rotation = await rotate(layer.crypto, thief.keys, roster, facts);
    const longer = [...view, entryFor(batch), entryFor(rotation)];
    const seen = await startsKeeping();
    expect(await reads(longer, [], seen.portal)).toBe("read");
    const kept = seen.kept();
    const without = (place: number): View => longer.with(place, { leaf: longer[place]?.leaf as Bytes });
    // As it was let in it has nothing against any of these, apart from what is missing in between.
    expect(await reads(without(longer.length - 1))).toBe("read");
    expect(await reads(longer, [], again(kept))).toBe("read");
    expect(await reads(without(longer.length - 1), [], again(kept)), "its newest entry").toBe("alarm-rolled-back");
    expect(await reads(without(longer.length - 2), [], again(kept)), "a batch").toBe("alarm-rolled-back");
    expect(await reads(view, [], again(kept)), "both").toBe("alarm-ledger-shorter");
    const other = [...view, { leaf: longer[0]?.leaf as Bytes }, ...longer.slice(-1)];
    expect(await reads(other, [], again(kept)), "another ledger").toBe("alarm-ledger-forked");
  });
});

test("PTL-7 PTL-8 HS-01 past what it pinned a client's device follows nobody who begins the list again", async () => {
  const { layer, ada } = stage;
  await withThief(ada.device, async (thief) => {
    const view = await adasView();
    const { roster } = thief.state;
    const log = thief.state.keyLogs.get(toHex(portal));
    const before = thief.state.epochKeys.get(toHex(portal))?.at(-1);
    if (!roster || !log?.readers || !before) throw new Error("the thief has it open");
    const ghost = await makeGhost({ crypto: layer.crypto });
    const { account, identity, device, deviceKey } = ghost;
    const seal = log.readers[0][0]?.[2];
    const line = [account, identity.publicKey, seal, [[device, deviceKey.publicKey]]];
    const facts = { compartment: portal, rosterHead: roster.head, recipients: log.readers[0].map(([one]) => one) };
    const list = [[...log.readers[0], line], log.readers[1], [], null] as never;
    const asGhost = { ...thief.keys, account, identity, device, deviceKey };
    const anew = await rotate(layer.crypto, asGhost, roster, { ...facts, log, before, portal: list });
    expect(await reads([...view, entryFor(anew)])).toBe("alarm-key-log-invalid");
    // In the place of what was pinned it is another chain, whatever stands in it.
    const late = await admitClient(ada.vault, ada.chart);
    const then = await adasView();
    const newest = portalPlaces(then, portal, "keyLog").at(-1) as number;
    const heldBack = then.with(newest, { leaf: then[newest]?.leaf as Bytes });
    expect(await reads([...heldBack, entryFor(anew)], [], again(late.keys))).toBe("alarm-rolled-back");
  });
});

test("PTL-9 HS-05 a batch that is left out is missed by the next one; one of a stranger's, or of another place, is no word of the practice's", async () => {
  const { layer, ada, ben } = stage;
  await withThief(ada.device, async (thief) => {
    const view = await adasView();
    const one = await craftBatch(thief, portal, [await names(thief, "one")]);
    const body = parseBatch(one.entry)?.body;
    if (!body) throw new Error("it was just made");
    const next = { deviceCounter: body.deviceCounter + 1, compartmentCounter: body.compartmentCounter + 1 };
    const two = await craftBatch(thief, portal, [await names(thief, "two")], next);
    const both = again();
    expect(await reads([...view, entryFor(one), entryFor(two)], [], both)).toBe("read");
    expect(namesIn(await both)).toEqual(["Quiet Room", "one", "two"]);
    expect(await reads([...view, { leaf: entryFor(one).leaf }, entryFor(two)])).toBe("alarm-batch-invalid");
    const ghost = await makeGhost({ crypto: layer.crypto });
    const stranger = { ...thief, keys: { ...thief.keys, device: ghost.device, deviceKey: ghost.deviceKey } };
    const ghosts = await craftBatch(stranger, portal, [await names(stranger, "boo")], { compartmentCounter: 1 });
    expect(await reads([...view, entryFor(ghosts)]), "a device that no list names").toBe("alarm-batch-invalid");
    const inHerName = { ...thief, keys: { ...thief.keys, deviceKey: ghost.deviceKey } };
    const forged = await craftBatch(inHerName, portal, [await names(thief, "boo")]);
    expect(await reads([...view, entryFor(forged)]), "not signed by it").toBe("alarm-batch-invalid");
    const mistagged = await craftBatch(thief, portal, [await names(thief, "boo")], {
      tag: layer.crypto.random(16) as never,
    });
    expect(await reads([...view, entryFor(mistagged)]), "under a tag that is not the author's").toBe(
      "alarm-batch-invalid",
    );
    const exchanged = { ...one, payload: two.payload };
    expect(await reads([...view, entryFor(exchanged)]), "with another envelope").toBe("alarm-batch-invalid");
    const unreadable = await craftBatch(thief, portal, [flipLast(await names(thief, "boo")) as Bytes]);
    expect(await reads([...view, entryFor(unreadable)]), "changed after it was sealed").toBe(
      "alarm-envelope-unopenable",
    );
    const place = { compartment: layer.crypto.random(16) as never };
    const moved = await craftEnvelope(
      thief,
      portal,
      { type: "practice", revision: layer.crypto.random(16), writtenAt: 1, name: "x" },
      place,
    );
    const otherPlace = await craftBatch(thief, portal, [moved], place);
    expect(await reads([...view, entryFor(otherPlace)], [view.length]), "of another place, under this one's tag").toBe(
      "alarm-batch-invalid",
    );
    const elsewhere = view.findIndex(
      (each) => each.body && parseBatch(each.body.entry) && !portalPlaces([each], portal)[0],
    );
    expect(await reads(view, [elsewhere]), "a batch of another compartment").toBe("alarm-batch-invalid");
  });
  await honestWorkGoesOn(ada.chart, ada.vault, ben.vault);
});

test("PTL-8 HS-01 a list of the server's own making takes in nobody: an entry is signed by staff whom the list before names", async () => {
  const { layer, ada } = stage;
  await withThief(ada.device, async (thief) => {
    const view = await adasView();
    const { roster } = thief.state;
    const log = thief.state.keyLogs.get(toHex(portal));
    if (!roster || !log?.readers) throw new Error("the thief has it open");
    const [staff, set, clients, card] = log.readers;
    const before = thief.state.epochKeys.get(toHex(portal))?.at(-1);
    const ghost = await makeGhost({ crypto: layer.crypto });
    const facts = { compartment: portal, recipients: [thief.keys.account], rosterHead: roster.head, log };
    const line = [ghost.account, ghost.identity.publicKey, staff[0]?.[2], [[ghost.device, ghost.deviceKey.publicKey]]];
    const withGhost = {
      ...facts,
      ...(before ? { before } : {}),
      portal: [[...staff, line], set, clients, card] as never,
    };
    // By the ghost, in its own name and in hers, over what the thief of a session, without identity, could know.
    const asGhost = {
      ...thief.keys,
      account: ghost.account,
      identity: ghost.identity,
      device: ghost.device,
      deviceKey: ghost.deviceKey,
    };
    const inHerName = { ...thief.keys, identity: ghost.identity };
    for (const keys of [asGhost, inHerName]) {
      const entry = await rotate(layer.crypto, keys, roster, withGhost);
      expect(await reads([...view, entryFor(entry)])).toBe("alarm-key-log-invalid");
    }
    // By herself: a client believes the staff. No member and no honest server do.
    const hers = await rotate(layer.crypto, thief.keys, roster, withGhost);
    const answer = await thief.inSession((session) => thief.sync.send(session, [hers]));
    expect(answer.ok ? "taken" : answer.error.code).toBe("not-entitled");
  });
});

test("PTL-12 EX-01 a client's device that was ended opens nothing that comes after, whatever the server gives it", async () => {
  const { layer, ada } = stage;
  const lost = await admitClient(ada.vault, ada.chart);
  must(await lost.portal.sync());
  const device = toHex(lost.keys.device);
  must(await ada.vault.endPortal({ portal: toHex(portal), device }));
  const refused = await lost.portal.sync();
  expect(refused.ok ? "read" : refused.error.code).toBe("login-refused");
  const view = await adasView();
  const { entry, payload } = view[portalPlaces(view, portal, "keyLog").at(-1) as number]?.body ?? { payload: [] };
  const body = entry && parseKeyLogEntry(entry)?.body;
  if (body?.operation[0] !== "rotate.portal") throw new Error("it was ended by a rotation");
  for (const [i, sealed] of payload.entries()) {
    const recipient = deliveriesOf(body.operation)[i]?.[0];
    const place = {
      practice: stage.practice,
      compartment: portal,
      epoch: body.operation[1],
      commitment: body.operation[2],
      recipient: recipient ?? lost.keys.device,
      recipientKey: await sealingPublicKeyOf(lost.keys.sealingSeed),
      deliverer: body.account,
      rosterHead: body.rosterHead,
    };
    expect(
      await openEpochKey(layer.crypto, lost.keys.sealingSeed, place, sealed).catch(() => undefined),
    ).toBeUndefined();
  }
  must(await client.portal.sync());
});

test("CL-01 a client's session is refused by every route but its own, which is written down, and hears of no other person", async () => {
  const { layer, ben, fay } = stage;
  // By a session of its own that is open now.
  must(await (await again()).sync());
  const session = [...layer.server.sessions.values()].findLast(({ scope }) => scope === "portal");
  if (!session) throw new Error("the client has signed in");
  const spec = readFileSync(fileURLToPath(import.meta.resolve("../../docs/spec/09-api.md")), "utf8");
  const rows = [...spec.matchAll(/^\| (GET|POST|PUT|DELETE) (\S+) \| ([^|]+) \|/gm)];
  expect(rows.length).toBeGreaterThan(35);
  const writtenDown = () => readFileSync(layer.server.logFile, "utf8").split("a portal asked for").length - 1;
  const refusedBefore = writtenDown();
  let asked = 0;
  for (const [, method, path, who] of rows as unknown as [string, string, string, string][]) {
    if (!/session/.test(who) || path === "/v1/logout" || path === "/v1/portal") continue;
    const real = path
      .replace(/\/C\//, `/${toHex(portal)}/`)
      .replace(/\/(ID|SLOT|SET|B|PORTAL)(?=\/|$)/g, `/${ben.id}`)
      .replace(/\/I(\?|$)/, "/0$1")
      .replace("chunks=N", "chunks=1");
    const sync = { leavesFrom: 0, bodiesFrom: 0, maxBytes: 100_000 };
    const bytes = path === "/v1/sync" ? replyWith(sync).body : replyWith({}).body;
    const reply = await layer.ask(session, method, real, method === "GET" ? undefined : bytes);
    expect(codeOf(reply), `${method} ${path}`).toBe("not-entitled");
    asked++;
  }
  expect(asked).toBeGreaterThan(25);
  // It writes its log when it gets to it.
  await expect.poll(() => writtenDown() - refusedBefore, { timeout: 20_000 }).toBe(asked);

  const own = await layer.ask(session, "POST", "/v1/portal", replyWith({ size: 1, bodiesFrom: 0 }).body);
  const said = toHex(own.body);
  expect(said).toContain(toHex(portal));
  expect(said, "somebody who does not read the portal").not.toContain(fay.id);
  expect(said).not.toContain(await deviceIdOf(fay.vault));
  const others = (await adasView()).filter(
    ({ body }, i, view) => body && i > 0 && !portalPlaces(view, portal).includes(i),
  );
  for (const { body } of others) expect(said.includes(toHex(body?.entry as Bytes))).toBe(false);
});

test("PTL-12 CL-01 a client's device, or the bearer of an invitation, that asks without end is answered slowly, and nobody else", async () => {
  const { layer, ada } = stage;
  const { keys } = await admitClient(ada.vault, ada.chart);
  must(await (await again(keys)).sync());
  const deviceKey = toHex(publicKeyOf(keys.deviceSeed));
  const session = [...layer.server.sessions.values()].findLast((one) => one.deviceKey === deviceKey);
  if (!session) throw new Error("the client has signed in");
  const request = replyWith({ size: 1, bodiesFrom: 0 }).body;
  const codes: (string | undefined)[] = [];
  for (let i = 0; i < 70; i++) codes.push(codeOf(await layer.ask(session, "POST", "/v1/portal", request)));
  expect(codes.at(-1)).toBe("slow-down");
  must(await client.portal.sync());

  const { qr, phone } = await startClientPairing(ada.vault, ada.chart);
  const secret = parseInvitationQr(qr)?.secret;
  const id = secret && toHex((await inviteKeys(layer.crypto, secret)).id);
  const statuses: number[] = [];
  for (let i = 0; i < 70; i++)
    statuses.push((await fetch(`${layer.server.address}/v1/invites/${id}/portal?size=1&bodiesFrom=0`)).status);
  expect([statuses[0], statuses.at(-1)]).toEqual([200, 429]);
  await ada.vault.cancelPairing();
  await phone.shows("failed");
});

test("CL-01 PAIR-16 the bearer of a client's invitation sees that portal's key log and no statement but the first", async () => {
  const { layer, ada, ben, fay } = stage;
  const { qr, phone } = await startClientPairing(ada.vault, ada.chart);
  const secret = parseInvitationQr(qr)?.secret;
  const id = secret && toHex((await inviteKeys(layer.crypto, secret)).id);
  const asked = async (path: string) => {
    const answer = await fetch(`${layer.server.address}/v1/invites/${id}/${path}`);
    return { status: answer.status, body: new Uint8Array(await answer.arrayBuffer()), type: "application/cbor" };
  };
  expect(codeOf(await asked("roster?leavesFrom=0&bodiesFrom=0"))).toBe("not-entitled");
  const shown = readReply("PortalAnswer", await asked("portal?size=1&bodiesFrom=0"));
  expect(shown.bodies.length).toBeGreaterThan(0);
  for (const { entry } of shown.bodies) expect(parseKeyLogEntry(entry)?.body.compartment).toEqual(portal);
  expect(toHex(encodeCbor(shown as never))).not.toContain(fay.id);
  await ada.vault.cancelPairing();
  await phone.shows("failed");

  const open = (of: typeof ben, named: Bytes) => {
    const request = encodeCbor({ blob: layer.crypto.random(20), expiresAt: Date.now() + 3_600_000, portal: named });
    const path = `/v1/invites/${toHex(layer.crypto.random(16))}`;
    return layer.ask(layer.sessionOf(of.isTheirs), "PUT", path, request);
  };
  expect(codeOf(await open(fay, portal)), "by the front desk").toBe("not-entitled");
  expect(codeOf(await open(ben, layer.crypto.random(16))), "to no portal").toBe("not-entitled");
  expect((await open(ben, portal)).status).toBe(200);
});
