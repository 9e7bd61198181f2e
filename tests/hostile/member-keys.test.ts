/**
 * HS-01: another public key for a member when sealing. HS-26: two epoch keys for two readers. HS-27: deliver to a key that
 * isn't entitled. EX-01: a bad delivery by a colleague puts nothing in, and takes nothing away.
 */

import type { EpochKey } from "@alcove/crypto";
import type { AppendEntry } from "@alcove/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { alarmsOf, failedSync, honestWorkGoesOn, must, passphrase, settled, textsIn } from "./layer/devices.ts";
import { accountFrom, appendIn, craftKeys, craftStatement, makeGhost } from "./layer/craft-entries.ts";
import { entriesOf, type Tamper } from "./layer/hostile-layer.ts";
import { accountOf, join, type Member, share, withTwin } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { compartmentOf, type Thief, withThief } from "./layer/thief.ts";
import { type Entry, entryFor, leafAt, readView, show } from "./layer/view.ts";

const stage = setPractice();
/** Another clinician, who reads the chart too. */
let gus: Member;
beforeAll(async () => {
  gus = await join(stage.layer, stage.ada.vault, "Gus", "clinician");
  await share(stage.ada.vault, gus, stage.ada.chart, "read");
});
afterAll(() => gus?.device.remove());

const clinicalOf = (thief: Thief) => compartmentOf(thief, "clinical", stage.ada.chart);
const ownerId = async () => accountFrom(await accountOf(stage.ada.vault));
const bensSession = () => stage.layer.sessionOf(stage.ben.isTheirs);

/** What Gus's device makes of a ledger that ends with these. */
async function shownToGus<T>(
  entries: readonly AppendEntry[],
  look: (twin: Member["device"]) => Promise<T>,
): Promise<T> {
  const { layer, practice } = stage;
  await settled(gus.vault);
  const view = await readView(layer, layer.sessionOf(gus.isTheirs));
  layer.tamper = show(layer, practice, [...view, ...entries.map(entryFor)], gus.isTheirs);
  try {
    return await withTwin(gus, look);
  } finally {
    layer.tamper = undefined;
  }
}

async function refusedEverywhere(name: string, entry: AppendEntry, code: string): Promise<void> {
  const { ada } = stage;
  expect(await appendIn(stage.layer, bensSession(), [entry]), `${name}, at the server`).toBe(code);
  await shownToGus([entry], async ({ vault }) => {
    const texts = await textsIn(vault, ada.chart);
    expect(await failedSync(vault), name).toBe("alarm-body-withheld");
    expect(await alarmsOf(vault), name).toContain("alarm-key-log-invalid");
    expect(await textsIn(vault, ada.chart), name).toEqual(texts);
  });
}

test("HS-01 HS-27 a key goes to nobody but a reader, and under no other public key than the roster's", async () => {
  const { ada, ben, fay } = stage;
  const [owner, theirs, desk] = [await ownerId(), accountFrom(gus.id), accountFrom(fay.id)];
  const everybody = [{ to: owner }, { to: accountFrom(ben.id) }, { to: theirs }];
  await withThief(ben.device, async (thief) => {
    const ghost = await makeGhost(thief);
    const clinical = clinicalOf(thief);
    const publicKey = ghost.sealingKey;
    const desks = thief.state.roster?.members.get(fay.id)?.identitySeal;
    if (!desks) throw new Error("the front desk is a member");
    const attacks: Readonly<Record<string, readonly [AppendEntry, string]>> = {
      "another public key for a reader": [
        await craftKeys(thief, clinical, "deliver", [{ to: theirs, publicKey }]),
        "not-entitled",
      ],
      "a colleague's public key for a reader": [
        await craftKeys(thief, clinical, "deliver", [{ to: theirs, publicKey: desks }]),
        "not-entitled",
      ],
      "a member who may not read it": [await craftKeys(thief, clinical, "deliver", [{ to: desk }]), "not-entitled"],
      "somebody who is no member": [
        await craftKeys(thief, clinical, "deliver", [{ to: ghost.account, publicKey }]),
        "not-entitled",
      ],
      "a rotation to somebody more": [
        await craftKeys(thief, clinical, "rotate", [...everybody, { to: desk }]),
        "not-entitled",
      ],
      "a rotation with another public key for a reader": [
        await craftKeys(thief, clinical, "rotate", everybody.with(2, { to: theirs, publicKey } as never)),
        "not-entitled",
      ],
      "a rotation that leaves a reader out": [
        await craftKeys(thief, clinical, "rotate", everybody.slice(0, 2)),
        "statement-refused",
      ],
      "a rotation by an identity that nobody knows": [
        await craftKeys(thief, clinical, "rotate", everybody, { identity: ghost.identity }),
        "signature-wrong",
      ],
    };
    for (const [name, [entry, code]] of Object.entries(attacks)) await refusedEverywhere(name, entry, code);
  });
  await withThief(fay.device, async (desksThief) => {
    // Whoever reads nothing there gives nothing there, though they had the key from somebody.
    const { account, device, identity, deviceKey } = desksThief.keys;
    const signer = { account, device, identity, deviceKey };
    const entry = await withThief(ben.device, (thief) =>
      craftKeys(thief, clinicalOf(thief), "rotate", everybody, signer),
    );
    expect(await appendIn(stage.layer, stage.layer.sessionOf(fay.isTheirs), [entry])).toBe("not-entitled");
    await shownToGus([entry], async ({ vault }) => {
      expect(await failedSync(vault)).toBe("alarm-body-withheld");
      expect(await alarmsOf(vault)).toContain("alarm-key-log-invalid");
    });
  });
  await honestWorkGoesOn(ada.chart, ada.vault, ben.vault);
});

test("HS-01 the server shows whoever delivers another public key for somebody new: alarm, and nothing is sealed to it", async () => {
  const { layer, ada, ben, practice } = stage;
  await settled(ben.vault);
  const before = (await readView(layer, bensSession())).length;
  const ivy = await join(layer, ada.vault, "Ivy", "clinician");
  // Entitled by a statement alone, so that a reader's device has to deliver.
  await withThief(ada.device, async (thief) => {
    const entitle = await craftStatement(thief, [["entitle", accountFrom(ivy.id), "read", null, [clinicalOf(thief)]]]);
    const view = [...(await readView(layer, bensSession())), entryFor(entitle)];
    const added = view.findIndex((_, index) => index >= before && leafAt(view, index).kind === "roster");
    const { leaf, body } = view[added] as Required<Entry>;
    const ghost = await makeGhost(thief);
    const right = thief.state.roster?.members.get(ivy.id)?.identitySeal as Uint8Array;
    const entry = new Uint8Array(body.entry);
    const at = Buffer.from(entry).indexOf(right);
    entry.set(ghost.sealingKey, at);
    const shown = [
      ["the leaf of the true one", { leaf, body: { ...body, entry } }],
      ["a leaf of its own", entryFor({ kind: "roster", entry, payload: [] })],
    ] as const;
    for (const [name, exchanged] of shown) {
      const sent: AppendEntry[] = [];
      const showing = show(layer, practice, view.with(added, exchanged), ben.isTheirs);
      layer.tamper = (exchange, forward) => {
        if (exchange.session && ben.isTheirs(exchange.session.deviceKey)) sent.push(...entriesOf(exchange));
        return showing(exchange, forward);
      };
      await withTwin(ben, async ({ vault }) => {
        expect(await failedSync(vault), name).toBe("alarm-body-withheld");
        expect(await alarmsOf(vault), name).toContain(
          exchanged.leaf === leaf ? "alarm-body-forged" : "alarm-statement-invalid",
        );
      });
      expect(sent, name).toEqual([]);
    }
  });
  layer.tamper = undefined;
  await ivy.device.remove();
  must(await ada.vault.removeMember({ member: ivy.id }));
  await honestWorkGoesOn(ada.chart, ada.vault, ben.vault);
});

test("HS-26 a rotation gives one reader another key than the other: whom it does not fit alarms and writes nothing under it", async () => {
  const { layer, ada, ben } = stage;
  const owner = await ownerId();
  const readers = [{ to: owner }, { to: accountFrom(ben.id) }];
  await withThief(ben.device, async (thief) => {
    const other = layer.crypto.random(32) as EpochKey;
    const split = await craftKeys(thief, clinicalOf(thief), "rotate", [
      ...readers,
      { to: accountFrom(gus.id), key: other },
    ]);
    await shownToGus([split], async ({ vault }) => {
      expect(await failedSync(vault)).toBe("alarm-body-withheld");
      expect(await alarmsOf(vault)).toContain("alarm-key-log-invalid");
    });
    // The same entry gives the owner what it commits to: she goes on, and the alarm is Gus's to raise.
    const { practice, isAdas } = stage;
    layer.tamper = show(
      layer,
      practice,
      [...(await readView(layer, layer.sessionOf(isAdas))), entryFor(split)],
      isAdas,
    );
    await withTwin(ada, async ({ vault }) => {
      must(await vault.sync());
      expect(await alarmsOf(vault)).toEqual([]);
    });
    layer.tamper = undefined;
  });
  await honestWorkGoesOn(ada.chart, ada.vault, ben.vault);
});

test("EX-01 HS-26 a bad delivery by a colleague puts nothing in, and takes nothing away", async () => {
  const { layer, ada, isAdas, ben } = stage;
  const kim = await join(layer, ada.vault, "Kim", "clinician");
  const to = accountFrom(kim.id);
  const other = layer.crypto.random(32) as EpochKey;
  const noDeliveries: Tamper = async (exchange, forward) =>
    entriesOf(exchange).some(({ kind }) => kind === "keyLog") ? ("cut" as const) : forward();
  await withThief(ada.device, async (thief) => {
    const entitle = await craftStatement(thief, [["entitle", to, "read", null, [clinicalOf(thief)]]]);
    expect(await appendIn(layer, layer.sessionOf(isAdas), [entitle])).toBe("taken");
  });
  // Whoever's turn it is, and whoever's it is after half a minute: nobody delivers by themselves until the end.
  layer.tamper = noDeliveries;
  await ben.vault.sync();
  must(await kim.vault.sync());
  expect(await alarmsOf(kim.vault), "she waits for a key").toEqual([]);
  const deliverAsBen = async (key?: EpochKey) => {
    await ben.vault.sync();
    await withThief(ben.device, async (thief) => {
      const entry = await craftKeys(thief, clinicalOf(thief), "deliver", [{ to, ...(key ? { key } : {}) }]);
      expect(await appendIn(layer, bensSession(), [entry])).toBe("taken");
    });
  };
  await deliverAsBen(other);
  must(await kim.vault.sync());
  expect(await alarmsOf(kim.vault)).toEqual(["alarm-key-log-invalid"]);
  expect(await textsIn(kim.vault, ada.chart)).toEqual([]);
  await deliverAsBen();
  await deliverAsBen(other);
  await settled(kim.vault);
  const texts = await textsIn(ada.vault, ada.chart);
  expect(await textsIn(kim.vault, ada.chart)).toEqual(texts);
  await deliverAsBen(other);
  await settled(kim.vault);
  expect(await textsIn(kim.vault, ada.chart)).toEqual(texts);
  layer.tamper = undefined;
  await kim.device.remove();
  must(await ada.vault.removeMember({ member: kim.id }));
  // The same for who finds both deliveries at once, in what has been.
  const lou = await join(layer, ada.vault, "Lou", "clinician");
  await lou.vault.lock("person");
  must(await ada.vault.shareChart({ chart: ada.chart, member: lou.id, kind: "progress", right: "read" }));
  const bad = [{ to: accountFrom(lou.id), key: other }];
  const deliverBad = async (): Promise<string> => {
    await settled(ben.vault);
    return withThief(ben.device, async (thief) =>
      appendIn(layer, bensSession(), [await craftKeys(thief, clinicalOf(thief), "deliver", bad)]),
    );
  };
  // Honest devices still rotate what Kim could read: the head moves until they are through.
  await expect.poll(deliverBad, { timeout: 20_000 }).toBe("taken");
  must(await lou.vault.unlock(passphrase));
  await settled(lou.vault);
  expect(await textsIn(lou.vault, ada.chart)).toEqual(await textsIn(ada.vault, ada.chart));
  expect(await alarmsOf(lou.vault)).toEqual(["alarm-key-log-invalid"]);
  await lou.device.remove();
  must(await ada.vault.removeMember({ member: lou.id }));
  await honestWorkGoesOn(ada.chart, ada.vault, ben.vault);
});
