/**
 * An author's own cards against those who have everything but enough of them: the server that carries what is said (HS-20), and
 * an owner or front desk with a patched app (IN-01; SUC-1, SUC-4, SUC-7). And a will against somebody else's word (WILL-1).
 */

import { type Bytes, type CompartmentId, equalBytes, type RecoverySetId, toHex } from "@alcove/bytes";
import {
  type AppendEntry,
  encodeStatementBody,
  type Operation,
  parseKeyLogEntry,
  parseStatement,
  signBy,
  signerKinds,
} from "@alcove/protocol";
import { createSet, setParts, type TestSet } from "@alcove/protocol/testing";
import type { RecoveryCardText } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { revisionFor } from "../../packages/vault/src/features/notes.ts";
import { accountFrom, appendIn, craftStatement } from "./layer/craft-entries.ts";
import { alarmsOf, failedSync, honestWorkGoesOn, must, settled, textsIn } from "./layer/devices.ts";
import { join, type Member, withTwin } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { compartmentOf, type Thief, withThief } from "./layer/thief.ts";
import { entryFor, readView, show } from "./layer/view.ts";

const stage = setPractice();
const apart = "what she said about her brother";
let sam: Member;
let chart = "";
let compartment: CompartmentId;
let cards: readonly RecoveryCardText[] = [];
let practices: readonly RecoveryCardText[] = [];

beforeAll(async () => {
  const { layer, ada, ben } = stage;
  sam = await join(layer, ada.vault, "Sam", "clinician");
  await settled(ben.vault);
  ({ id: chart } = must(await ben.vault.createChart({ name: "Client of Ben" })));
  const words = { title: "Session", body: { text: apart }, basedOn: [] };
  must(await ben.vault.saveNote({ chart, kind: "psychotherapy", date: "2026-11-29", ...words }));
  practices = must(await ada.vault.makeRecoveryCards({ needed: 2, cards: 3 }));
  await settled(ben.vault);
  cards = must(await ben.vault.makeSuccessorCards({ needed: 2, cards: 3, successor: sam.id }));
  for (const vault of [ben.vault, ada.vault, sam.vault, ben.vault]) await settled(vault);
  compartment = await withThief(ben.device, async (thief) => compartmentOf(thief, "psychotherapy", chart));
});
afterAll(() => sam?.device.remove());

const texts = (from: readonly RecoveryCardText[], ...numbers: number[]) =>
  numbers.map((number) => from[number - 1]?.text ?? "");
const present = (thief: Thief): RecoverySetId => {
  const set = thief.state.roster?.successorSets.find(({ ended }) => !ended)?.set;
  if (!set) throw new Error("Ben made one");
  return set;
};
const ownSet = (thief: Thief): Promise<TestSet> => createSet({ port: thief.crypto, practice: thief.keys.practice });

/** `successor.use` by this thief, signed behind them by a key of their own choice, or by nobody. */
async function craftUse(thief: Thief, set: RecoverySetId, by?: TestSet): Promise<AppendEntry> {
  const crafted = await craftStatement(thief, [["successor.use", set]]);
  const body = parseStatement(crafted.entry)?.body;
  if (!body || !by) return crafted;
  const { account, identity, device, deviceKey } = thief.keys;
  const entry = await signBy(thief.crypto, "statement", thief.keys.practice, encodeStatementBody(body), [
    { kind: signerKinds.identity, id: account, key: identity },
    { kind: signerKinds.device, id: device, key: deviceKey },
    { kind: signerKinds.recoverySet, id: set, key: by.signKey },
  ]);
  return { ...crafted, entry };
}

const bensView = () => readView(stage.layer, stage.layer.sessionOf(stage.ben.isTheirs));

test("IN-01 SUC-4 an owner, the front desk and the named successor without the cards: refused, and an alarm at the author", async () => {
  const { layer, ada, ben, fay, practice } = stage;
  const owner = { device: ada.device, isTheirs: stage.isAdas };
  for (const [name, { device, isTheirs }] of Object.entries({ owner, fay, sam })) {
    await withThief(device, async (thief) => {
      const own = await ownSet(thief);
      const tries = [
        await craftUse(thief, present(thief)),
        await craftUse(thief, present(thief), own),
        await craftUse(thief, own.set, own),
        await craftStatement(thief, [["entitle", thief.keys.account, "read", null, [compartment]]]),
      ];
      for (const entry of tries)
        expect(await appendIn(layer, layer.sessionOf(isTheirs), [entry]), name).toMatch(
          /^(statement-refused|signature-wrong)$/,
        );
      layer.tamper = show(layer, practice, [...(await bensView()), entryFor(tries[1] as AppendEntry)], ben.isTheirs);
      await withTwin(ben, async ({ vault }) => {
        expect(await failedSync(vault), name).toMatch(/^alarm-/);
        expect(await alarmsOf(vault), name).toContain("alarm-statement-invalid");
      });
      layer.tamper = undefined;
    });
  }
  await settled(ben.vault);
  for (const vault of [ada.vault, fay.vault, sam.vault]) expect(await textsIn(vault, chart)).not.toContain(apart);
});

test("HS-20 SUC-1 a set of somebody else's in the author's name: no statement, and no key goes to it", async () => {
  const { layer, ada, ben, practice } = stage;
  await withThief(ada.device, async (thief) => {
    const own = await ownSet(thief);
    const operation: Operation = ["successor.set", null, ...setParts(own)];
    const ownName = await craftStatement(thief, [operation]);
    const bens = await craftStatement(thief, [operation], { account: accountFrom(ben.id) });
    const session = layer.sessionOf(stage.isAdas);
    expect(await appendIn(layer, session, [bens])).not.toBe("taken");
    for (const entry of [bens]) {
      layer.tamper = show(layer, practice, [...(await bensView()), entryFor(entry)], ben.isTheirs);
      await withTwin(ben, async ({ vault }) => {
        expect(await failedSync(vault)).toMatch(/^alarm-/);
        expect(await alarmsOf(vault)).toContain("alarm-statement-invalid");
      });
      layer.tamper = undefined;
    }
    // In her own name it stands, and reads nothing of his.
    expect(await appendIn(layer, session, [ownName])).toBe("taken");
    await settled(ben.vault);
    must(
      await ben.vault.saveNote({
        chart,
        kind: "psychotherapy",
        date: "2026-11-29",
        title: "",
        body: { text: "more" },
        basedOn: [],
      }),
    );
    await settled(ben.vault);
    const given = (await bensView()).flatMap(({ body }) => {
      const entry = body && parseKeyLogEntry(body.entry)?.body;
      const { operation: what } = entry ?? {};
      const deliveries = what?.[0] === "rotate" ? what[5] : what?.[0] === "deliver" ? what[2] : [];
      return entry && equalBytes(entry.compartment, compartment) ? deliveries.map(([to]) => toHex(to)) : [];
    });
    expect(given.length).toBeGreaterThan(0);
    expect(given).not.toContain(toHex(own.set));
  });
});

test("IN-01 by enough of the practice's cards, and by the author's cards in an owner's hands: nothing opens", async () => {
  const { ada, fay } = stage;
  const codes = [];
  for (const vault of [ada.vault, fay.vault])
    for (const given of [texts(practices, 1, 2), texts(cards, 1, 2)]) {
      const used = await vault.useSuccessorCards(given);
      codes.push(used.ok ? "used" : used.error.code);
    }
  expect(codes).toEqual(["recovery-cards-other", "successor-not-named", "recovery-cards-other", "successor-not-named"]);
  for (const vault of [ada.vault, fay.vault]) {
    await settled(vault);
    expect(await textsIn(vault, chart)).not.toContain(apart);
  }
});

test("HS-20 the use is held back or changed on its way: the device that said it believes neither, and goes on", async () => {
  const { layer, ben, ada } = stage;
  layer.tamper = async (exchange, forward) => {
    if (exchange.path !== "/v1/append") return forward();
    const flipped = exchange.body.slice();
    flipped[flipped.length - 1] = (flipped.at(-1) as number) ^ 1;
    return forward({ body: flipped as Bytes });
  };
  expect((await sam.vault.useSuccessorCards(texts(cards, 1, 2))).ok).toBe(false);
  layer.tamper = undefined;
  await settled(sam.vault);
  expect(await textsIn(sam.vault, chart)).not.toContain(apart);
  must(await sam.vault.useSuccessorCards(texts(cards, 3, 2)));
  await settled(sam.vault);
  expect(await textsIn(sam.vault, chart)).toContain(apart);
  await settled(ben.vault);
  expect((await ben.vault.succession())?.uses).toMatchObject([{ byName: "Sam", isYours: true }]);
  must(await ben.vault.endSuccession());
  await settled(sam.vault);
  expect(await textsIn(sam.vault, chart)).not.toContain(apart);
  await honestWorkGoesOn(ada.chart, ada.vault, ben.vault);
});

test("IN-01 WILL-1 nobody writes another member's will", async () => {
  const { ben, fay, ada } = stage;
  const said = { backup: "", instructions: "", clients: "", colleagues: "", cards: "" };
  must(await ben.vault.saveWill({ ...said, executor: "Dr. Noor Haddad" }));
  for (const vault of [ben.vault, ada.vault, fay.vault]) await settled(vault);
  const record = await withThief(ben.device, async ({ fold }) => fold.wills()[0]?.["record"] as Bytes);
  await withThief(fay.device, async (thief) => {
    must(await thief.sync.run());
    // Twice, so that hers would lead.
    for (let n = 0; n < 2; n++) {
      const revision = thief.crypto.random(16);
      const words = { ...said, executor: "Mal", notesStayClosed: true };
      const one = { type: "will" as const, revision, writtenAt: 1, ...words };
      await thief.keep([revisionFor({ kind: "directory", chart: null }, record, one, thief.fold.standing(record))]);
      must(await thief.sync.run());
    }
  });
  for (const vault of [ada.vault, ben.vault]) {
    await settled(vault);
    const will = (await vault.wills()).find(({ name }) => name === "Ben");
    expect(will).toMatchObject({ executor: "Dr. Noor Haddad", notesStayClosed: false });
  }
});
