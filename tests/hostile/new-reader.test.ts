/**
 * HS-05: keep from somebody who is new to a chart a part of it, of what is new and of what has been. HS-26: give them other
 * keys than were signed.
 */

import { type Bytes, equalBytes } from "@alcove/bytes";
import { parseBatch } from "@alcove/crypto";
import { applyStatement, type Messages, parseKeyLogEntry } from "@alcove/protocol";
import { beforeAll, expect, test } from "vitest";
import {
  alarmsOf,
  enrolByKit,
  failedSync,
  honestWorkGoesOn,
  isOnServer,
  must,
  passphrase,
  settled,
  textsIn,
  writeNote,
} from "./layer/devices.ts";
import { readReply, replyWith, type Tamper } from "./layer/hostile-layer.ts";
import { accountFrom, craftKeys, craftStatement } from "./layer/craft-entries.ts";
import { deviceIdOf, withTwin } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { compartmentOf, craftBatch, craftEnvelope, withThief } from "./layer/thief.ts";
import { entryFor, indexesOf, readView, show, type View, withhold } from "./layer/view.ts";

const stage = setPractice();
// Each test here runs alone too, and needs batches of several authors.
beforeAll(() => honestWorkGoesOn(stage.ada.chart, stage.ada.vault, stage.ben.vault));

/** The ledger as Ben may read it. */
const bensView = (): Promise<View> => readView(stage.layer, stage.layer.sessionOf(stage.ben.isTheirs));
const isBatch = ({ entry }: { readonly entry: Bytes }) => parseBatch(entry) !== undefined;

const takeBack = async () => {
  const { ada, ben } = stage;
  must(await ada.vault.endAccess({ chart: ada.chart, member: ben.id, kind: "progress" }));
  await settled(ben.vault);
  expect(await textsIn(ben.vault, ada.chart)).toEqual([]);
};
const giveAgain = async () => {
  const { ada, ben } = stage;
  must(await ada.vault.shareChart({ chart: ada.chart, member: ben.id, kind: "progress", right: "read-write" }));
};
const readsAll = async () => {
  const { layer, ada, ben } = stage;
  layer.tamper = undefined;
  await settled(ben.vault);
  await settled(ada.vault);
  expect(await textsIn(ben.vault, ada.chart)).toEqual(await textsIn(ada.vault, ada.chart));
  await honestWorkGoesOn(ada.chart, ada.vault, ben.vault);
};

test("HS-05 a batch is held back from what is new to them: alarm; put back, it is read", async () => {
  const { layer, ada, ben, practice } = stage;
  await takeBack();
  await giveAgain();
  await settled(ben.vault);
  const texts = await textsIn(ben.vault, ada.chart);
  await writeNote(ada.vault, ada.chart, "new, and held back");
  await settled(ada.vault);
  await writeNote(ada.vault, ada.chart, "new, behind it");
  await settled(ada.vault);
  const view = await bensView();
  layer.tamper = show(layer, practice, withhold(view, indexesOf(view, "batch").at(-2) as number), ben.isTheirs);
  for (let i = 0; i < 2; i++) {
    expect(await failedSync(ben.vault)).toBe("alarm-body-withheld");
    expect(await alarmsOf(ben.vault)).toEqual(["alarm-body-withheld"]);
    expect(await textsIn(ben.vault, ada.chart), "what lies behind is not passed off as all").toEqual(texts);
  }
  const { note } = await writeNote(ben.vault, ada.chart, "written meanwhile");
  await failedSync(ben.vault);
  expect(await isOnServer(ben.vault, ada.chart, note)).toBe(false);
  await readsAll();
  expect(await alarmsOf(ben.vault)).toEqual([]);
});

type Bodies = Messages["PastAnswer"]["bodies"];
/** What Ben is given of the chart's compartment, now and of what has been, is what `change` makes of it. */
const giving = (change: (bodies: Bodies) => Bodies): Tamper => {
  return async (exchange, forward) => {
    const reply = await forward();
    const { path, session } = exchange;
    if (!session || !stage.ben.isTheirs(session.deviceKey) || reply.status !== 200) return reply;
    if (path === "/v1/past") {
      const answer = readReply("PastAnswer", reply);
      return replyWith({ ...answer, bodies: change(answer.bodies) } as never);
    }
    if (path !== "/v1/sync") return reply;
    const answer = readReply("SyncAnswer", reply);
    return replyWith({ ...answer, bodies: change(answer.bodies) } as never);
  };
};
/** Places of the chart's batches or key-log entries, in ledger order. */
const placesOf = async (kind: "batch" | "keyLog"): Promise<number[]> => {
  const view = await bensView();
  return withThief(stage.ada.device, async (thief) => {
    const compartment = compartmentOf(thief, "clinical", stage.ada.chart);
    return indexesOf(view, kind).filter((index) => {
      const entry = view[index]?.body?.entry;
      const of = entry && (kind === "batch" ? parseBatch(entry) : parseKeyLogEntry(entry))?.body.compartment;
      return of !== undefined && equalBytes(of, compartment);
    });
  });
};
const withoutThe =
  (n: number) =>
  (places: readonly number[]) =>
  (bodies: Bodies): Bodies =>
    bodies.filter(({ index }) => index !== places.at(n));
const othersInside =
  (n: number) =>
  (places: readonly number[]) =>
  (bodies: Bodies): Bodies =>
    bodies.map((body) =>
      body.index === places.at(n)
        ? { ...body, payload: body.payload.map((part) => part.map((byte) => byte ^ 1) as Bytes) }
        : body,
    );
const inEachOthersPlace =
  () =>
  (places: readonly number[]) =>
  (bodies: Bodies): Bodies => {
    const [a, b] = places;
    const of = (index: number | undefined) => bodies.find((body) => body.index === index);
    return bodies.map((body) => (body.index === a ? { ...body, ...of(b), index: body.index } : body));
  };
type Lie = readonly [string, "batch" | "keyLog", (places: readonly number[]) => (bodies: Bodies) => Bodies];
const lies: readonly Lie[] = [
  ["the first batch is left out", "batch", withoutThe(0)],
  ["the newest batch is left out", "batch", withoutThe(-1)],
  ["the first entry of the key log is left out", "keyLog", withoutThe(0)],
  ["the entry that delivers the key is left out", "keyLog", withoutThe(-1)],
  ["everything is left out", "batch", () => () => []],
  ["a batch stands in another one's place", "batch", inEachOthersPlace()],
  ["a batch holds other envelopes", "batch", othersInside(0)],
  ["the newest batch holds other envelopes", "batch", othersInside(-1)],
  ["the first sealed keys are others", "keyLog", othersInside(0)],
  ["the key that was delivered is another", "keyLog", othersInside(-1)],
];
test.each(lies)("HS-05 HS-26 of what has been %s: alarm; put back, it is read", async (name, kind, lie) => {
  const { layer, ada, ben } = stage;
  await takeBack();
  await giveAgain();
  const before = await alarmsOf(ben.vault);
  layer.tamper = giving(
    name.startsWith("everything")
      ? (bodies) => bodies.filter(({ entry }) => !isBatch({ entry }) && !parseKeyLogEntry(entry))
      : lie(await placesOf(kind)),
  );
  for (let i = 0; i < 2; i++) expect(await failedSync(ben.vault)).toBe("alarm-body-withheld");
  const forged = kind === "batch" ? "alarm-body-forged" : "alarm-key-log-invalid";
  const alarms = (await alarmsOf(ben.vault)).filter((code) => !before.includes(code));
  const isForged = /holds other|are others|is another/.test(name);
  expect(alarms).toEqual(isForged ? expect.arrayContaining(["alarm-body-withheld"]) : ["alarm-body-withheld"]);
  if (isForged) expect(await alarmsOf(ben.vault)).toContain(forged);
  expect(await textsIn(ben.vault, ada.chart), "a part is not passed off as all").toEqual([]);
  await readsAll();
  expect(await alarmsOf(ben.vault)).not.toContain("alarm-body-withheld");
});

test("LED-12 of what has been nothing is kept that no leaf names, and nothing that stands is written over", async () => {
  const { layer, ada, ben } = stage;
  await takeBack();
  await giveAgain();
  layer.tamper = async (exchange, forward) => {
    const reply = await forward();
    if (exchange.path !== "/v1/past") return reply;
    const answer = readReply("PastAnswer", reply);
    const batch = answer.bodies.find(isBatch);
    // In the place of the founding statement, which this device has.
    const bodies = batch ? [{ ...batch, index: 0 }, ...answer.bodies] : answer.bodies;
    return replyWith({ ...answer, bodies } as never);
  };
  await settled(ben.vault);
  layer.tamper = undefined;
  expect(must(await ben.vault.verifyLedger()).problems).toEqual([]);
  await ben.vault.lock("person");
  must(await ben.vault.unlock(passphrase));
  expect(await textsIn(ben.vault, ada.chart)).toEqual(await textsIn(ada.vault, ada.chart));
  await readsAll();
});

test("HS-16 of what has been, a batch by a device that was revoked before is put aside, with an alarm", async () => {
  const { layer, ada, isAdas, ben, practice } = stage;
  await takeBack();
  const phone = await enrolByKit(ada);
  const late = await withThief(phone, async (thief) => {
    const clinical = compartmentOf(thief, "clinical", ada.chart);
    return craftBatch(thief, clinical, [await craftEnvelope(thief, clinical, "too late")]);
  });
  must(await ada.vault.revokeDevice({ device: await deviceIdOf(phone.vault), reason: "retired" }));
  const before = await readView(layer, layer.sessionOf(isAdas));
  await withThief(ada.device, async (thief) => {
    const clinical = compartmentOf(thief, "clinical", ada.chart);
    const { roster } = thief.state;
    if (!roster) throw new Error("the owner has a roster");
    const to = accountFrom(ben.id);
    const entitle = await craftStatement(thief, [["entitle", to, "read", null, [clinical]]]);
    const view = [...before, entryFor(late), entryFor(entitle)];
    thief.state.roster = must(await applyStatement(thief.crypto, roster, entitle.entry, view.length - 1));
    view.push(entryFor(await craftKeys(thief, clinical, "deliver", [{ to }])));
    layer.tamper = show(layer, practice, view, ben.isTheirs);
    await withTwin(ben, async ({ vault }) => {
      await vault.sync();
      expect(await alarmsOf(vault)).toContain("alarm-batch-invalid");
      const texts = await textsIn(vault, ada.chart);
      expect(texts).toContain("by Ada, before anybody joined");
      expect(texts).not.toContain("too late");
    });
    layer.tamper = undefined;
  });
  await phone.remove();
  await giveAgain();
  await readsAll();
});

test("LED-12 pages of what has been that lead nowhere are not believed", async () => {
  const { layer, ada, ben } = stage;
  await takeBack();
  await giveAgain();
  layer.tamper = async (exchange, forward) => {
    const reply = await forward();
    if (exchange.path !== "/v1/past") return reply;
    return replyWith({ ...readReply("PastAnswer", reply), bodiesNext: 0 } as never);
  };
  expect(await failedSync(ben.vault)).toBe("server-rubbish");
  expect(await textsIn(ben.vault, ada.chart)).toEqual([]);
  await readsAll();
});
