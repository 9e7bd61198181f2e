/** HS-02: ghost members and devices, by whatever keys the attacker has; and rights that nobody may give (ROS-6 to ROS-20). */

import { importSigningKey, type SigningSeed } from "@alcove/crypto";
import type { AppendEntry, Operation } from "@alcove/protocol";
import { expect, test } from "vitest";
import { alarmsOf, failedSync, honestWorkGoesOn } from "./layer/devices.ts";
import {
  accountFrom,
  addition,
  appendIn,
  craftStatement,
  type Ghost,
  makeGhost,
  type Signer,
} from "./layer/craft-entries.ts";
import { accountOf, namesOf, withTwin } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { compartmentOf, type Thief, withThief } from "./layer/thief.ts";
import { entryFor, readView, show } from "./layer/view.ts";

const stage = setPractice();

/** What a colleague's device makes of a ledger that ends with this statement. */
async function shownToFay(entry: AppendEntry): Promise<{ sync: string; alarms: string[]; names: string[] }> {
  const { layer, practice, fay } = stage;
  layer.tamper = show(layer, practice, [...(await readView(layer)), entryFor(entry)], fay.isTheirs);
  const seen = await withTwin(fay, async ({ vault }) => ({
    sync: await failedSync(vault),
    alarms: await alarmsOf(vault),
    names: await namesOf(vault),
  }));
  layer.tamper = undefined;
  return seen;
}

async function refusedEverywhere(name: string, entry: AppendEntry, code: string): Promise<void> {
  const { layer, ben } = stage;
  expect(await appendIn(layer, layer.sessionOf(ben.isTheirs), [entry]), `${name}, at the server`).toBe(code);
  const { sync, alarms, names } = await shownToFay(entry);
  expect(sync, name).toBe("alarm-body-withheld");
  expect(alarms, name).toContain("alarm-statement-invalid");
  expect(names, name).toEqual(["Ada Owner", "Ben", "Fay"]);
}

test("HS-02 a clinician's keys make no member, device, role or right that is not theirs to make", async () => {
  const { ada, ben, fay } = stage;
  const owner = accountFrom(await accountOf(ada.vault));
  await withThief(ben.device, async (thief) => {
    const ghost = await makeGhost(thief);
    const directory = compartmentOf(thief, "directory");
    const theirs = accountFrom(ben.id);
    const zeros = new Uint8Array(32) as never;
    const enrol = (account: typeof owner, via: "pairing" | "kit"): Operation => [
      ...(["device.enrol", account, ghost.device, ghost.publicDeviceKey] as const),
      via,
      via === "pairing" ? zeros : null,
    ];
    const attacks: Readonly<Record<string, readonly Operation[]>> = {
      "a member": [addition(ghost)],
      "an owner": [addition(ghost, "owner")],
      "a device of the owner's": [enrol(owner, "pairing")],
      "a device of a colleague's": [enrol(accountFrom(fay.id), "kit")],
      "to be an owner": [["member.role", theirs, "owner"]],
      "that a colleague is gone": [["member.remove", accountFrom(fay.id)]],
      "that the owner's device is": [
        ["device.revoke", owner, thief.state.roster?.devices.values().next().value?.device as never, "stolen"],
      ],
      "a right in the directory for themselves": [["entitle", theirs, "read-write", null, [directory]]],
      "that a colleague has no names any more": [["disentitle", accountFrom(fay.id), [directory]]],
    };
    for (const [name, operations] of Object.entries(attacks))
      await refusedEverywhere(name, await craftStatement(thief, operations), "statement-refused");
  });
});

test("HS-02 the owner's device without her identity, her identity without a device, and a ghost's own keys sign nothing", async () => {
  const { layer, ada, ben } = stage;
  await withThief(ada.device, async (thief) => {
    const ghost = await makeGhost(thief);
    const other = await importSigningKey(layer.crypto, layer.crypto.random(32) as SigningSeed);
    const { account, device, identity, deviceKey } = ghost;
    // A stolen device that is locked has its device key sealed too; the server could at most have kept one of its own.
    const signers: Readonly<Record<string, Signer>> = {
      "her device key and another identity": { identity: other },
      "her identity and another device key": { deviceKey: other },
      "her identity and a device that nobody enrolled": { device, deviceKey },
      "the ghost in her name": { identity, deviceKey },
      "the ghost by its own keys": { account, device, identity, deviceKey },
    };
    for (const [name, signer] of Object.entries(signers)) {
      const entry = await craftStatement(thief, [addition(ghost)], signer);
      const { sync, alarms, names } = await shownToFay(entry);
      expect(sync, name).toBe("alarm-body-withheld");
      expect(alarms, name).toContain("alarm-statement-invalid");
      expect(names, name).toEqual(["Ada Owner", "Ben", "Fay"]);
      expect(await appendIn(layer, ownersSession(thief), [entry]), `${name}, at the server`).toMatch(
        /^(signature-wrong|not-entitled|device-unknown|statement-refused)$/,
      );
    }
  });
  await honestWorkGoesOn(ada.chart, ada.vault, ben.vault);
});

const ownersSession = (thief: Thief) =>
  stage.layer.sessionOf((key) => key === Buffer.from(thief.keys.deviceKey.publicKey).toString("hex"));

test("HS-02 a colleague's own app speaks for nobody else: the server takes a statement from its signer's session only", async () => {
  const { layer, ada, ben } = stage;
  await withThief(ada.device, async (thief) => {
    const ghost: Ghost = await makeGhost(thief);
    const entry = await craftStatement(thief, [addition(ghost)]);
    expect(await appendIn(layer, layer.sessionOf(ben.isTheirs), [entry])).toBe("not-entitled");
  });
  await honestWorkGoesOn(ada.chart, ada.vault, ben.vault);
});
