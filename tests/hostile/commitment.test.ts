/** HS-26: two epoch keys for two readers, or one that does not fit what was signed (KEY-10, KEY-11, KEY-13, LOG-9). */

import { encodeCbor, type Hash, toHex } from "@alcove/bytes";
import {
  commitmentOf,
  dropBoxPublicKey,
  type EpochKey,
  hash,
  sealBackLink,
  sealEpochKey,
  sealingPublicKeyOf,
} from "@alcove/crypto";
import { type AppendEntry, encodeKeyLogBody, signAsPerson } from "@alcove/protocol";
import { expect, test } from "vitest";
import {
  alarmsOf,
  enrolByKit,
  failedSync,
  honestWorkGoesOn,
  must,
  settled,
  textsIn,
  writeNote,
} from "./layer/devices.ts";
import { setStage } from "./layer/stage.ts";
import { compartmentOf, epochOf, stealDevice, type Thief } from "./layer/thief.ts";
import { entryFor, readView, show } from "./layer/view.ts";

const stage = setStage();

type Rotation = {
  /** What the signed entry commits to. */
  readonly committed: EpochKey;
  /** What the recipient gets. */
  readonly delivered: EpochKey;
  readonly dropBox: EpochKey;
  /** What the back link opens to. */
  readonly before: EpochKey;
  /** What the delivery is bound to. */
  readonly rosterHead: Hash;
};

/** A rotation by a member's own keys, in which one thing is not what the others say. */
async function rotation(
  thief: Thief,
  chart: string,
  change: (right: Rotation) => Partial<Rotation>,
): Promise<AppendEntry> {
  const { crypto, keys, state } = thief;
  const compartment = compartmentOf(thief, "clinical", chart);
  const log = state.keyLogs.get(toHex(compartment));
  const { roster } = state;
  if (!log || !roster) throw new Error("the device has replayed this");
  const { epoch, key: before } = epochOf(thief, compartment);
  const key = crypto.random(32) as EpochKey;
  const right: Rotation = { committed: key, delivered: key, dropBox: key, before, rosterHead: roster.head };
  const made = { ...right, ...change(right) };
  const place = { practice: keys.practice, compartment, epoch: epoch + 1 };
  const commitment = await commitmentOf(crypto, made.committed, place);
  const [identity] = keys.keyring.identities;
  const recipientKey = await sealingPublicKeyOf(identity.seal);
  const delivery = { ...place, commitment, recipient: keys.account, recipientKey, deliverer: keys.account };
  const sealed = await sealEpochKey(crypto, { ...delivery, rosterHead: made.rosterHead }, made.delivered);
  if (!sealed) throw new Error("the member's key is a key");
  const body = encodeKeyLogBody({
    compartment,
    sequence: log.sequence + 1,
    previous: log.head,
    rosterHead: roster.head,
    account: keys.account,
    device: keys.device,
    operation: [
      "rotate",
      place.epoch,
      commitment,
      await dropBoxPublicKey(crypto, made.dropBox, place),
      (await sealBackLink(crypto, made.delivered, place, made.before)) as never,
      [[keys.account, hash(recipientKey), hash(sealed)]],
    ],
  });
  const signer = { account: keys.account, identity: keys.identity, device: keys.device, deviceKey: keys.deviceKey };
  const entry = await signAsPerson(crypto, "key-log", keys.practice, body, signer);
  return { kind: "keyLog", entry, payload: [sealed] };
}

test("HS-26 a key that does not fit what was signed is not followed, though every signature is right", async () => {
  const { layer, ada, phone, practice } = stage;
  await writeNote(ada.vault, ada.chart, "under the first key");
  await settled(ada.vault);
  const other = layer.crypto.random(32) as EpochKey;
  const attacks: Readonly<Record<string, (right: Rotation) => Partial<Rotation>>> = {
    "another key delivered than committed to": () => ({ delivered: other, dropBox: other }),
    "a commitment to another key": () => ({ committed: other }),
    "another drop box": () => ({ dropBox: other }),
    "a back link to a key that never was": () => ({ before: other }),
    "a delivery for another state of the roster": () => ({ rosterHead: other as unknown as Hash }),
  };
  for (const [name, change] of Object.entries(attacks)) {
    const watch = await enrolByKit(ada, "watch");
    const isWatch = layer.lastDevice();
    await settled(watch.vault);
    const before = await textsIn(watch.vault, ada.chart);
    const thief = await stealDevice(watch);
    const entry = await rotation(thief, ada.chart, change);
    thief.remove();
    layer.tamper = show(layer, practice, [...(await readView(layer)), entryFor(entry)], isWatch);
    expect(await failedSync(watch.vault), name).toBe("alarm-body-withheld");
    expect(await alarmsOf(watch.vault), name).toContain("alarm-key-log-invalid");
    expect(await textsIn(watch.vault, ada.chart), name).toEqual(before);
    await watch.remove();
    layer.tamper = undefined;
  }
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-26 the server exchanges the sealed key beside a rotation: refused by hash; the right one goes through", async () => {
  const { layer, ada, phone, practice } = stage;
  const watch = await enrolByKit(ada, "watch");
  const isWatch = layer.lastDevice();
  await settled(watch.vault);
  const thief = await stealDevice(watch);
  const right = await rotation(thief, ada.chart, () => ({}));
  const wrong = await rotation(thief, ada.chart, () => ({}));
  const exchanged = { ...right, payload: wrong.payload };
  const session = must(await thief.signIn());
  const append = (entry: AppendEntry) =>
    session.call("POST", "/v1/append", encodeCbor({ from: thief.state.frontier.size, entries: [entry] as never }));
  const refused = await append(exchanged);
  expect(refused.ok ? "taken" : refused.error.code).toBe("envelope-mismatch");
  layer.tamper = show(layer, practice, [...(await readView(layer)), entryFor(exchanged)], isWatch);
  expect(await failedSync(watch.vault)).toBe("alarm-body-withheld");
  expect(await alarmsOf(watch.vault)).toContain("alarm-key-log-invalid");

  // The same leaf with what belongs beside it: nothing was kept of the exchange.
  layer.tamper = undefined;
  expect((await append(right)).ok).toBe(true);
  thief.remove();
  await settled(watch.vault);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault, watch.vault);
  await watch.remove();
});
