/** HS-17 for guarded charts: openings that the server keeps back, leaves out, gives a part for in silence, or forges (GRD-11 to GRD-13). */

import { asId, toHex } from "@alcove/bytes";
import { encodeLeaf, hash, openingTags, type Tag } from "@alcove/crypto";
import { currentEpoch, type OpeningBody, signOpening } from "@alcove/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  alarmsOf,
  failedSync,
  honestWorkGoesOn,
  must,
  passphrase,
  settled,
  textsIn,
  writeNote,
} from "./layer/devices.ts";
import { readReply, replyWith } from "./layer/hostile-layer.ts";
import { join, type Member, withTwin } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { type Thief, withThief } from "./layer/thief.ts";
import { checkpointOf, type Entry, hide, indexesOf, readView, show, type View, withhold } from "./layer/view.ts";

const stage = setPractice();
/** Answers for the practice, and reads no chart. */
let pia: Member;
beforeAll(async () => {
  const { layer, ada, ben } = stage;
  pia = await join(layer, ada.vault, "Pia", "privacy-officer");
  must(await ada.vault.guardChart({ chart: ada.chart }));
  await settled(ben.vault);
  must(await ben.vault.openGuarded(ada.chart));
  for (const { vault } of [ben, ada, pia]) await settled(vault);
});
afterAll(() => pia?.device.remove());

/** The ledger as somebody's device is sent it. */
const viewOf = ({ isTheirs }: Pick<Member, "isTheirs">): Promise<View> =>
  readView(stage.layer, stage.layer.sessionOf(isTheirs));
const whoOpened = async ({ vault }: Pick<Member, "vault">) =>
  ((await vault.guard(stage.ada.chart))?.openings ?? []).map(({ name }) => name);

async function bothWork(): Promise<void> {
  const { layer, ada, ben } = stage;
  layer.tamper = undefined;
  must(await ada.vault.openGuarded(ada.chart));
  must(await ben.vault.openGuarded(ada.chart));
  await honestWorkGoesOn(ada.chart, ada.vault, ben.vault);
  await settled(pia.vault);
}

test("HS-17 GRD-12 an opening that is kept back from a reader is an alarm, and comes into the record later", async () => {
  const { layer, ada, ben, practice } = stage;
  must(await ada.vault.openGuarded(ada.chart));
  const view = await viewOf(ben);
  const newest = indexesOf(view, "server").at(-1) as number;
  layer.tamper = show(layer, practice, withhold(view, newest), ben.isTheirs);
  expect(await failedSync(ben.vault)).toBe("alarm-body-withheld");
  expect(await alarmsOf(ben.vault)).toEqual(["alarm-body-withheld"]);
  layer.tamper = undefined;
  const before = (await whoOpened(ben)).length;
  await settled(ben.vault);
  expect(await whoOpened(ben)).toHaveLength(before + 1);
  await bothWork();
});

test("HS-17 GRD-12 an opening that is kept back from who answers for the practice and reads nothing is an alarm", async () => {
  const { layer, ada, practice } = stage;
  must(await ada.vault.openGuarded(ada.chart));
  const view = await viewOf(pia);
  const newest = indexesOf(view, "server").at(-1) as number;
  expect(view[newest]?.body, "sent to her by an honest server").toBeDefined();
  layer.tamper = show(layer, practice, withhold(view, newest), pia.isTheirs);
  expect(await failedSync(pia.vault)).toBe("alarm-body-withheld");
  expect(await failedSync(pia.vault), "as long as it does not come").toBe("alarm-body-withheld");
  expect(await alarmsOf(pia.vault)).toEqual(["alarm-body-withheld"]);
  layer.tamper = undefined;
  await settled(pia.vault);
  expect(await alarmsOf(pia.vault)).toEqual([]);
  expect(must(await pia.vault.verifyLedger()).problems).toEqual([]);
  await bothWork();
});

test("HS-17 GRD-11 an opening that is left out of a reader's ledger is a gap before the next one: alarm", async () => {
  const { layer, ada, ben, practice } = stage;
  must(await ada.vault.openGuarded(ada.chart));
  const left = indexesOf(await viewOf(ben), "server").at(-1) as number;
  must(await ada.vault.openGuarded(ada.chart));
  layer.tamper = show(layer, practice, hide(await viewOf(ben), left), ben.isTheirs);
  await withTwin(ben, async ({ vault }) => {
    await vault.sync();
    expect(await alarmsOf(vault)).toContain("alarm-batch-invalid");
  });
  await bothWork();
});

test("HS-17 GRD-13 a part that comes without its opening in the ledger is not used: alarm, and the chart stays closed", async () => {
  const { layer, ada, ben, practice } = stage;
  await ben.vault.closeGuarded();
  await settled(ben.vault);
  const unrecorded = await viewOf(ben);
  layer.tamper = async ({ path, session }, forward) => {
    const reply = await forward();
    if (path !== "/v1/release" || !session || !ben.isTheirs(session.deviceKey)) return reply;
    const { part = null } = readReply("ReleaseAnswer", reply);
    const checkpoint = await layer.forgeCheckpoint(practice, checkpointOf(unrecorded));
    return replyWith({ part, first: unrecorded.length, leaves: new Uint8Array(0), checkpoint });
  };
  const opened = await ben.vault.openGuarded(ada.chart);
  expect(opened.ok ? "opened" : opened.error.code).toBe("alarm-leaf-missing");
  expect(await textsIn(ben.vault, ada.chart)).toEqual([]);
  expect(await alarmsOf(ben.vault)).toContain("alarm-leaf-missing");
  await bothWork();
});

test("HS-17 GRD-2 GRD-11 nobody but a reader's device makes an opening: what is forged is an alarm, and names nobody", async () => {
  const { layer, ada, ben, practice } = stage;
  await writeNote(ada.vault, ada.chart, "before the forgeries");
  await settled(ada.vault);
  await settled(ben.vault);
  // Its snapshot is written: a twin that begins anew follows the chart only from its end on.
  await ben.vault.lock("person");
  must(await ben.vault.unlock(passphrase));
  await settled(ben.vault);
  const known = await whoOpened(ben);
  const forgeries: Readonly<Record<string, (thief: Thief, right: OpeningBody) => Promise<Entry>>> = {
    "of another device, by this one's key": async (thief, right) => {
      const other = [...(thief.state.roster?.devices.values() ?? [])].find(({ account }) => toHex(account) !== ben.id);
      if (!other) throw new Error("Ada has a device");
      return entryOf(thief, { ...right, account: other.account, device: other.device });
    },
    "twice under one number": (thief, right) => entryOf(thief, { ...right, sequence: 1 }),
    "under a tag that its readers don't know": async (thief, right) =>
      entryOf(thief, { ...right, tag: thief.crypto.random(16) as Tag }),
    "of a chart that there is not": (thief, right) =>
      entryOf(thief, { ...right, compartment: asId(new Uint8Array(16)) }),
  };
  for (const [name, forge] of Object.entries(forgeries)) {
    const forged = await withThief(ben.device, async (thief) => forge(thief, await nextOpening(thief)));
    layer.tamper = show(layer, practice, [...(await viewOf(ben)), forged], ben.isTheirs);
    await withTwin(ben, async (twin) => {
      await twin.vault.sync();
      expect(await alarmsOf(twin.vault), name).toContain("alarm-batch-invalid");
    });
  }
  layer.tamper = undefined;
  expect(await whoOpened(ben)).toEqual(known);
  await bothWork();
});

/** What this device would sign next. */
async function nextOpening({ state, keys }: Thief): Promise<OpeningBody> {
  const compartment = [...(state.roster?.compartments.values() ?? [])].find(
    ({ kind, chart }) => kind === "clinical" && chart && toHex(chart) === stage.ada.chart,
  )?.compartment;
  const log = compartment && state.keyLogs.get(toHex(compartment));
  const { epoch } = log ? currentEpoch(log) : { epoch: 0 };
  const part = compartment && state.memberParts.get(toHex(compartment))?.[epoch - 1];
  if (!compartment || !part) throw new Error("the chart is guarded");
  const { account, device } = keys;
  const sequence = (state.openings.get(`${toHex(compartment)}/${toHex(device)}`) ?? 0) + 1;
  const tag = openingTags(part)(account)(device, sequence);
  const checkpoint = { size: state.frontier.size, root: state.checkpoint?.root ?? hash(new Uint8Array(0)) };
  return { compartment, epoch, account, device, at: 1_764_000_000_000, sequence, tag, checkpoint };
}

async function entryOf({ crypto, keys }: Thief, body: OpeningBody): Promise<Entry> {
  const entry = await signOpening(crypto, keys.deviceKey, keys.practice, body);
  return { leaf: encodeLeaf({ kind: "server", tag: body.tag, bodyHash: hash(entry) }), body: { entry, payload: [] } };
}
