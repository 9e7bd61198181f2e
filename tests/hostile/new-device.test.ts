/** HS-04: old state to a new or kit-enrolled device (KIT-4, KIT-5). */

import { encodeCbor } from "@alcove/bytes";
import type { Messages } from "@alcove/protocol";
import { afterEach, expect, test } from "vitest";
import {
  alarmsOf,
  type Device,
  failedSync,
  foundPractice,
  honestWorkGoesOn,
  must,
  openDevice,
  openStatus,
  passphrase,
  settled,
  textsIn,
  writeNote,
} from "./layer/devices.ts";
import { entriesOf, readReply, replyWith, type Tamper } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";
import { compartmentOf, craftBatch, craftEnvelope, stealDevice } from "./layer/thief.ts";
import {
  checkpointOf,
  type Entry,
  entryFor,
  everybody,
  indexesOf,
  readView,
  show,
  type View,
  withhold,
} from "./layer/view.ts";

const stage = setStage();
const opened: Device[] = [];
afterEach(async () => {
  for (const device of opened.splice(0)) await device.remove();
});

async function emptyDevice(): Promise<Device> {
  const device = await openDevice();
  opened.push(device);
  return device;
}

/** The code of an enrolment that must fail and leave nothing behind. */
async function refusedEnrolment(kit = stage.ada.kit, words = passphrase): Promise<string> {
  const device = await emptyDevice();
  const outcome = await device.vault.enrolByKit({ kit, passphrase: words, totp: "", deviceName: "new" });
  if (outcome.ok) throw new Error("this enrolment had to fail");
  expect((await device.vault.status()).phase).toBe("empty");
  return outcome.error.code;
}

test("HS-04 a device enrolled by Kit is shown an old state: it stays provisional, signs nothing more, and alarms at the first true sight", async () => {
  const { layer, ada, phone, practice } = stage;
  await writeNote(ada.vault, ada.chart, "before");
  await settled(ada.vault);
  const kit = must(await ada.vault.kit()).text;
  const old = await readView(layer);
  await writeNote(ada.vault, ada.chart, "hidden from the new device");
  await settled(ada.vault);

  const others = new Set([...layer.server.sessions.values()].map(({ deviceKey }) => deviceKey));
  layer.tamper = show(layer, practice, old, (deviceKey) => !others.has(deviceKey));
  const device = await emptyDevice();
  must(await device.vault.enrolByKit({ kit, passphrase, totp: "", deviceName: "new" }));
  expect((await openStatus(device.vault)).provisional?.otherDevices.length).toBeGreaterThan(0);
  expect(await textsIn(device.vault, ada.chart)).toEqual(["before"]);
  const length = old.length;
  await writeNote(device.vault, ada.chart, "written while nobody vouches");
  must(await device.vault.sync());
  expect((await openStatus(device.vault)).waiting).toBeGreaterThan(0);
  expect(old.length, "no batch, no heartbeat").toBe(length);

  layer.tamper = undefined;
  expect(await failedSync(device.vault)).toMatch(/^alarm-ledger-/);
  expect(await alarmsOf(device.vault)).toEqual([expect.stringMatching(/^alarm-ledger-/)]);
  expect(await textsIn(device.vault, ada.chart)).toEqual(["before", "written while nobody vouches"]);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-04 what is older than the Kit, or does not hold its past, is refused before anything is kept", async () => {
  const { layer, ada, phone, practice } = stage;
  const kit = must(await ada.vault.kit()).text;
  const view = await readView(layer);
  const roster = indexesOf(view, "roster");
  const another = await foundPractice(layer);
  const theirs = await readView(layer);
  await another.device.remove();
  const attacks: Readonly<Record<string, readonly [View, string]>> = {
    "cut off": [view.slice(0, -1), "alarm-ledger-shorter"],
    "another past of the same length": [view.with(3, view[4] as Entry), "alarm-ledger-forked"],
    "a longer other past": [[...view, view[0] as Entry].with(3, view[4] as Entry), "alarm-ledger-forked"],
    "a statement held back": [withhold(view, roster[1] as number), "alarm-body-withheld"],
    "the founding held back": [withhold(view, 0), "alarm-statement-invalid"],
    "another practice's founding": [view.with(0, theirs[0] as Entry), "alarm-ledger-forked"],
    "another statement's body": [
      view.with(roster[1] as number, {
        leaf: (view[roster[1] as number] as Entry).leaf,
        body: (view[0] as Required<Entry>).body,
      }),
      "alarm-body-withheld",
    ],
  };
  for (const [name, [shown, code]] of Object.entries(attacks)) {
    layer.tamper = show(layer, practice, [...shown], everybody);
    expect(await refusedEnrolment(kit), name).toBe(code);
  }
  const other = await layer.forgeCheckpoint(practice, { ...checkpointOf(view), root: checkpointOf(theirs).root });
  const pages: Readonly<Record<string, readonly [Partial<Messages["SyncAnswer"]>, string]>> = {
    "leaves under a checkpoint over others": [{ checkpoint: other }, "alarm-ledger-forked"],
    "pages that lead nowhere": [{ bodiesNext: 1 }, "server-rubbish"],
  };
  for (const [name, [change, code]] of Object.entries(pages)) {
    layer.tamper = async ({ path }, forward) => {
      const reply = await forward();
      return path === "/v1/sync" ? replyWith({ ...readReply("SyncAnswer", reply), ...change }) : reply;
    };
    expect(await refusedEnrolment(kit), name).toBe(code);
  }
  // The Kit pins the server's key: a checkpoint by another is nothing.
  layer.tamper = async (exchange, forward) => {
    const reply = await forward();
    if (exchange.path !== "/v1/sync") return reply;
    const page = readReply("SyncAnswer", reply);
    return replyWith({ ...page, checkpoint: page.checkpoint.replace(/— (\S+) (....)/, "— $1 AAAA") });
  };
  expect(await refusedEnrolment(kit)).toBe("alarm-checkpoint-forged");
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-04 the enrolment's own leaf is left out: the device is not set up", async () => {
  const { layer, ada, phone, practice } = stage;
  const view = await readView(layer);
  const lies: Record<string, readonly [Tamper, string]> = {
    "no leaf": [
      async (exchange, forward) =>
        exchange.path === "/v1/append"
          ? replyWith({
              first: view.length,
              leaves: new Uint8Array(0),
              checkpoint: await layer.forgeCheckpoint(practice, checkpointOf(view)),
            })
          : forward(),
      "alarm-leaf-missing",
    ],
    "another leaf": [
      async (exchange, forward) => {
        if (exchange.path !== "/v1/append") return forward();
        const grown = [...view, view[1] as Entry];
        return replyWith({
          first: view.length,
          leaves: (view[1] as Entry).leaf,
          checkpoint: await layer.forgeCheckpoint(practice, checkpointOf(grown)),
        });
      },
      "alarm-leaf-missing",
    ],
  };
  lies["under a checkpoint over something else"] = [
    async (exchange, forward) => {
      if (exchange.path !== "/v1/append") return forward();
      const [enrolment] = entriesOf(exchange).map(entryFor) as [Entry];
      const { size } = checkpointOf([...view, enrolment]);
      const checkpoint = await layer.forgeCheckpoint(practice, { size, root: checkpointOf(view).root });
      return replyWith({ first: view.length, leaves: enrolment.leaf, checkpoint });
    },
    "alarm-checkpoint-forged",
  ];
  for (const [name, [lie, code]] of Object.entries(lies)) {
    layer.tamper = lie;
    expect(await refusedEnrolment(), name).toBe(code);
  }
  layer.tamper = undefined;
  expect(await readView(layer)).toHaveLength(view.length);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-04 a new device is vouched for by what others saw, not by another new one, nor by what is older than it", async () => {
  const { layer, ada, phone } = stage;
  await writeNote(ada.vault, ada.chart, "so that the compartment is there");
  await settled(ada.vault);
  await settled(phone.vault);
  const kit = must(await ada.vault.kit()).text;
  const before = await stealDevice(phone);
  const [first, second] = [await emptyDevice(), await emptyDevice()];
  for (const { vault } of [first, second])
    must(await vault.enrolByKit({ kit, passphrase, totp: "", deviceName: "new" }));
  must(await first.vault.sync());
  expect((await openStatus(first.vault)).provisional, "the second one is as new").toBeDefined();

  // Written by a device that is trusted, on a roster from before; it lands after.
  const compartment = compartmentOf(before, "clinical", ada.chart);
  const old = await craftBatch(before, compartment, [await craftEnvelope(before, compartment, "seen before")]);
  const session = must(await before.signIn());
  must(await session.call("POST", "/v1/append", encodeCbor({ from: 0, entries: [old] as never })));
  must(await first.vault.sync());
  expect(await textsIn(first.vault, ada.chart)).toContain("seen before");
  expect((await openStatus(first.vault)).provisional, "this says nothing of the first one").toBeDefined();

  await settled(ada.vault);
  must(await first.vault.sync());
  expect((await openStatus(first.vault)).provisional).toBeUndefined();
  before.remove();
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, first.vault);
});
