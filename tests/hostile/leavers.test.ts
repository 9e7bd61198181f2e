/**
 * EX-01: what somebody who left, or whose right ended, can do with everything that they took along: nothing opens, from the
 * next write on. HS-16: a server that goes on accepting them.
 */

import { type Bytes, type CompartmentId, fromHex, toHex } from "@alcove/bytes";
import { deriveContentKey, type EpochKey, parseBatch, parseEnvelope, sealingPublicKeyOf } from "@alcove/crypto";
import { openBackLink, openEnvelope, openEpochKey } from "@alcove/crypto/open";
import { type AppendEntry, deliveriesOf, type KeyLogBody, parseKeyLogEntry } from "@alcove/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { revisionFor } from "../../packages/vault/src/features/notes.ts";
import { accountFrom, appendIn, craftKeys, craftStatement } from "./layer/craft-entries.ts";
import {
  alarmsOf,
  type Device,
  honestWorkGoesOn,
  knowsOfCopy,
  must,
  openDevice,
  openStatus,
  passphrase,
  settled,
  textsIn,
  writeNote,
} from "./layer/devices.ts";
import { codeOf } from "./layer/hostile-layer.ts";
import { accountOf, join, type Member, share, withTwin } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import type { StolenSession } from "./layer/server-process.ts";
import {
  compartmentOf,
  craftBatch,
  craftEnvelope,
  epochOf,
  stealDevice,
  type Thief,
  withThief,
} from "./layer/thief.ts";
import { entryFor, readView, show, type View } from "./layer/view.ts";

const stage = setPractice();
/** A clinician with the right to write, who leaves; all that she had. */
let lea: Member;
let taken: Thief;
let session: StolenSession;
let kit = "";
const opened: Device[] = [];
beforeAll(async () => {
  const { layer, ada } = stage;
  lea = await join(layer, ada.vault, "Lea", "clinician");
  await share(ada.vault, lea, ada.chart);
  kit = must(await lea.vault.kit()).text;
});
afterAll(async () => {
  taken?.remove();
  for (const device of [lea?.device, ...opened]) await device?.remove();
});

const adasView = (): Promise<View> => readView(stage.layer, stage.layer.sessionOf(stage.isAdas));
const clinicalOf = (thief: Thief) => compartmentOf(thief, "clinical", stage.ada.chart);
const bens = () => stage.layer.sessionOf(stage.ben.isTheirs);

/** Everything in this part of the ledger that opens with keys of the thief's, whatever it says of itself. */
async function whatOpens(thief: Thief, view: View): Promise<string[]> {
  const { crypto, keys, state } = thief;
  const epochKeys = [...state.epochKeys.values()].flat();
  const found: string[] = [];
  for (const { body } of view) {
    const batch = body && parseBatch(body.entry);
    for (const envelope of batch ? body.payload.map(parseEnvelope) : []) {
      if (!envelope) continue;
      for (const key of epochKeys) {
        const contentKey = await deriveContentKey(crypto, key, envelope.header.author);
        if (await openEnvelope(crypto, contentKey, keys.practice, envelope)) found.push("envelope");
      }
    }
    const entry = body && parseKeyLogEntry(body.entry)?.body;
    if (entry) found.push(...(await whichKeysOpen(entry, body.payload, thief, epochKeys)));
  }
  return found;
}

async function whichKeysOpen(
  entry: KeyLogBody,
  payload: readonly Bytes[],
  { crypto, keys, state }: Thief,
  epochKeys: readonly EpochKey[],
): Promise<string[]> {
  const found: string[] = [];
  const { operation, compartment, account: deliverer, rosterHead } = entry;
  const [, epoch] = operation;
  const known = state.keyLogs.get(toHex(compartment))?.epochs[epoch - 1]?.commitment;
  const commitment = operation[0] === "deliver" ? known : operation[2];
  const backLink = operation[0] === "deliver" ? null : operation[4];
  const deliveries = deliveriesOf(operation);
  // Of a compartment whose key log she does not even have.
  if (!commitment) return found;
  const place = { practice: keys.practice, compartment, epoch };
  for (const [i, [recipient]] of deliveries.entries()) {
    for (const { seal } of keys.keyring.identities) {
      for (const account of [recipient, keys.account]) {
        const to = { recipient: account, recipientKey: await sealingPublicKeyOf(seal), deliverer, rosterHead };
        const facts = { ...place, commitment, ...to };
        if (await openEpochKey(crypto, seal, facts, payload[i] as Bytes)) found.push("epoch key");
      }
    }
  }
  // It leads from the new key to the old one; who has the old one must not come by the new.
  for (const key of backLink ? epochKeys : [])
    if (await openBackLink(crypto, key, place, commitment, backLink as unknown as Bytes)) found.push("back link");
  return found;
}

test("EX-01 from the next write on, nothing opens with all that somebody took along; until then everything does", async () => {
  const { layer, ada, ben } = stage;
  await writeNote(ada.vault, ada.chart, "while Lea was here");
  await settled(ada.vault);
  await settled(lea.vault);
  session = layer.sessionOf(lea.isTheirs);
  taken = await stealDevice(lea.device);
  const before = await adasView();
  expect(await whatOpens(taken, before), "so that what follows can fail").toEqual(
    expect.arrayContaining(["envelope", "epoch key"]),
  );
  must(await ada.vault.removeMember({ member: lea.id }));
  await writeNote(ada.vault, ada.chart, "the very next write");
  must(await ada.vault.createChart({ name: "Somebody new" }));
  await settled(ada.vault);
  await settled(ben.vault);
  await writeNote(ben.vault, ada.chart, "and Ben's");
  await settled(ben.vault);
  const after = (await adasView()).slice(before.length);
  expect(after.filter(({ body }) => body && parseBatch(body.entry)).length).toBeGreaterThanOrEqual(3);
  expect(await whatOpens(taken, after)).toEqual([]);
  await settled(ada.vault);
  expect(await textsIn(ben.vault, ada.chart)).toContain("the very next write");
});

test("EX-01 who left is let in no more: by their session, their login, their Kit, or in somebody else's session", async () => {
  const { layer, ada } = stage;
  for (const [method, path] of [
    ["POST", "/v1/sync"],
    ["POST", "/v1/past"],
    ["POST", "/v1/append"],
    ["GET", "/v1/keyring"],
    ["GET", `/v1/compartments/${toHex(clinicalOf(taken))}/blobs/${"00".repeat(16)}/0`],
  ] as const)
    expect(codeOf(await layer.ask(session, method, path, new Uint8Array(0))), path).toBe("session-ended");
  const again = await taken.signIn();
  expect(again.ok ? "signed in" : again.error.code).toBe("device-revoked");
  const device = await openDevice();
  opened.push(device);
  const enrolled = await device.vault.enrolByKit({ kit, passphrase, totp: "", deviceName: "another" });
  expect(enrolled.ok ? "enrolled" : enrolled.error.code).toMatch(/^(login-refused|kit-replaced|device-revoked)$/);
  const clinical = clinicalOf(taken);
  const late = await craftBatch(taken, clinical, [await craftEnvelope(taken, clinical, "too late")]);
  expect(await appendIn(layer, bens(), [late])).toBe("not-entitled");
  const owner = accountFrom(await accountOf(ada.vault));
  const rotation = await craftKeys(taken, clinical, "rotate", [{ to: owner }, { to: accountFrom(stage.ben.id) }]);
  expect(await appendIn(layer, bens(), [rotation])).toBe("not-entitled");
});

test("HS-16 a server that goes on accepting who left: their batches are put aside, their keys and statements not followed", async () => {
  const { layer, ada, ben, practice } = stage;
  const clinical = clinicalOf(taken);
  const owner = accountFrom(await accountOf(ada.vault));
  const readers = [{ to: owner }, { to: accountFrom(ben.id) }];
  const late = await craftBatch(taken, clinical, [await craftEnvelope(taken, clinical, "too late")]);
  // A colleague who sees what has happened since lends her that; she signs.
  const [keys, statement] = await withThief(ben.device, async (thief) => [
    await craftKeys(thief, clinical, "rotate", readers, taken.keys),
    await craftStatement(thief, [["disentitle", accountFrom(ben.id), [clinical]]], taken.keys),
  ]);
  const attacks = [
    ["alarm-batch-invalid", late],
    ["alarm-key-log-invalid", keys as AppendEntry],
    ["alarm-statement-invalid", statement as AppendEntry],
  ] as const;
  for (const [alarm, entry] of attacks) {
    const view = [...(await readView(layer, bens())), entryFor(entry)];
    layer.tamper = show(layer, practice, view, ben.isTheirs);
    await withTwin(ben, async ({ vault }) => {
      await vault.sync();
      expect(await alarmsOf(vault)).toContain(alarm);
      expect(await textsIn(vault, ada.chart)).not.toContain("too late");
      expect(await textsIn(vault, ada.chart)).toContain("the very next write");
    });
    layer.tamper = undefined;
  }
  await honestWorkGoesOn(ada.chart, ada.vault, ben.vault);
});

test("HS-16 who may read and not write, and a writer under the key that a leaver has: refused, and put aside", async () => {
  const { layer, ada, ben, isAdas, practice } = stage;
  const max = await join(layer, ada.vault, "Max", "supervisor");
  await share(ada.vault, max, ada.chart, "read");
  await settled(ben.vault);
  const craft = (thief: Thief, clinical: CompartmentId, text: string) =>
    craftEnvelope(thief, clinical, text).then((envelope) => craftBatch(thief, clinical, [envelope]));
  const byReader = await withThief(max.device, async (thief) => {
    const clinical = [...thief.state.keyLogs.keys()].find(
      (id) => thief.state.roster?.compartments.get(id)?.kind === "clinical",
    );
    return craft(thief, fromHex(clinical ?? "") as Bytes as CompartmentId, "by a reader");
  });
  expect(await appendIn(layer, layer.sessionOf(max.isTheirs), [byReader])).toBe("not-entitled");
  const stale = await withThief(ben.device, (thief) => craft(thief, clinicalOf(thief), "under the old key"));
  must(await ada.vault.removeMember({ member: max.id }));
  expect(await appendIn(layer, bens(), [stale])).toBe("epoch-stale");
  for (const entry of [byReader, stale]) {
    // What rotates after a removal by itself is not to meet the forged view.
    for (const vault of [ada.vault, ben.vault, ada.vault]) await settled(vault);
    const view = await adasView();
    await ada.vault.lock("person");
    layer.tamper = show(layer, practice, [...view, entryFor(entry)], isAdas);
    await withTwin(ada, async ({ vault }) => {
      must(await vault.sync());
      expect(await alarmsOf(vault)).toEqual(["alarm-batch-invalid"]);
      expect((await textsIn(vault, ada.chart)).filter((text) => /by a reader|old key/.test(text))).toEqual([]);
    });
    layer.tamper = undefined;
    must(await ada.vault.unlock(passphrase));
  }
  await max.device.remove();
  await honestWorkGoesOn(ada.chart, ada.vault, ben.vault);
});

test("EX-01 a right whose day is past, and which nobody has ended yet, gets no key by the server, a giver or a rotation", async () => {
  const { layer, ada } = stage;
  const nia = await join(layer, ada.vault, "Nia", "supervisor");
  const oli = await join(layer, ada.vault, "Oli", "supervisor");
  await share(ada.vault, oli, ada.chart, "read");
  const [account, gone] = [accountFrom(nia.id), accountFrom(oli.id)];
  // What a device does by its engine alone: nobody's background ends the right.
  await withThief(ada.device, async (thief) => {
    must(await thief.sync.run());
    const clinical = clinicalOf(thief);
    const say = async (operation: Parameters<typeof craftStatement>[1][number]) => {
      const statement = await craftStatement(thief, [operation]);
      must(await thief.sync.over((own) => thief.sync.send(own, [statement])));
    };
    const isGiven = () => {
      const { delivered } = thief.state.keyLogs.get(toHex(clinical)) ?? { delivered: [] };
      return delivered.some((one) => toHex(one.account) === nia.id);
    };
    const twoDaysAgo = Math.floor(Date.now() / 86_400_000) - 2;
    await say(["entitle", account, "read", twoDaysAgo, [clinical]]);
    const late = await craftKeys(thief, clinical, "deliver", [{ to: account }]);
    expect(await appendIn(layer, layer.sessionOf(stage.isAdas), [late]), "by a device whose clock is wrong").toBe(
      "not-entitled",
    );
    must(await thief.sync.run());
    expect(isGiven(), "what is awaited").toBe(false);
    const { epoch } = epochOf(thief, clinical);
    await say(["disentitle", gone, [clinical]]);
    // Who writes next rotates first.
    const common = { revision: thief.crypto.random(16), writtenAt: Date.now() };
    const note = {
      type: "note" as const,
      ...common,
      kind: "progress" as const,
      date: "2026-03-02",
      title: "",
      text: "",
    };
    const place = { kind: "clinical" as const, chart: fromHex(ada.chart) as Bytes };
    await thief.keep([revisionFor(place, thief.crypto.random(16), note, [])]);
    must(await thief.sync.run());
    expect(epochOf(thief, clinical).epoch).toBe(epoch + 1);
    expect(isGiven(), "the next key").toBe(false);
  });
  await knowsOfCopy(ada.vault);
  for (const { vault } of [ada, stage.ben]) await settled(vault);
  for (const { device } of [nia, oli]) await device.remove();
  await honestWorkGoesOn(ada.chart, ada.vault);
});

test("EX-01 a right whose day is past gets no key: not with the statement, not later, not at the next rotation", async () => {
  const { layer, ada, ben } = stage;
  const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const nia = await join(layer, ada.vault, "Nia", "supervisor");
  const give = async (until: string) =>
    must(await ada.vault.shareChart({ chart: ada.chart, member: nia.id, kind: "progress", right: "read", until }));
  const hasKey = () =>
    withThief(nia.device, async ({ state }) =>
      [...state.keyLogs.keys()].some(
        (id) => state.roster?.compartments.get(id)?.kind === "clinical" && (state.epochKeys.get(id)?.length ?? 0) > 0,
      ),
    );
  await give(day(-2));
  // Hers first: what her device still says after the change would move the roster's head under what is crafted.
  for (const { vault } of [ada, ben]) await settled(vault);
  const late = await withThief(ben.device, (thief) =>
    craftKeys(thief, clinicalOf(thief), "deliver", [{ to: accountFrom(nia.id) }]),
  );
  expect(await appendIn(layer, bens(), [late]), "by a device whose clock is wrong").toBe("not-entitled");
  for (const vault of [ada.vault, ben.vault, ada.vault, nia.vault]) await settled(vault);
  expect(await textsIn(nia.vault, ada.chart)).toEqual([]);
  expect(await hasKey()).toBe(false);

  await give(day(0));
  for (const vault of [ada.vault, nia.vault]) await settled(vault);
  expect(await textsIn(nia.vault, ada.chart), "the last day is hers").toContain("by Ada, before anybody joined");
  const oli = await join(layer, ada.vault, "Oli", "supervisor");
  await share(ada.vault, oli, ada.chart, "read");
  must(await ada.vault.removeMember({ member: oli.id }));
  // Two days on: who writes next rotates, and leaves her out.
  for (const device of [ada.device, ben.device]) device.setClock(2);
  await settled(ben.vault);
  await writeNote(ben.vault, ada.chart, "after her last day");
  await settled(ben.vault);
  await settled(ada.vault);
  await nia.vault.sync();
  expect(await textsIn(nia.vault, ada.chart)).not.toContain("after her last day");
  expect(await alarmsOf(nia.vault)).toEqual([]);
  const epoch = await withThief(ben.device, async (thief) => epochOf(thief, clinicalOf(thief)).epoch);
  await withThief(nia.device, async ({ state }) => {
    for (const [id, keys] of state.epochKeys)
      if (state.roster?.compartments.get(id)?.kind === "clinical") expect(keys.length).toBeLessThan(epoch);
  });
  for (const device of [nia.device, oli.device]) await device.remove();
  expect((await openStatus(ada.vault)).alarms).toEqual([]);
});
