/** Witnesses on real devices and two real servers: named by an owner, asked by the server, believed by a new device (WIT-1, WIT-5 to WIT-8). */

import { ledgerOrigin, type NoteKey, parseNoteKey } from "@alcove/crypto";
import { asId, fromHex, type PracticeId } from "@alcove/bytes";
import { nodeCryptoPort, openNodeStore } from "@alcove/store-node";
import { cosignRequest, makeWitness, witnessKey } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../apps/server/src/testing/free-port.ts";
import { openDisk } from "../../packages/vault/src/disk.ts";
import { type RunningServer, runServer } from "../../apps/server/src/testing/run-server.ts";
import { type Device, found, must, openStatus, passphrase, save, setStage, settle, type Stage } from "./devices.ts";
import { join } from "./people.ts";

const crypto = await nodeCryptoPort();
let stage: Stage;
let other: RunningServer;
let otherPort: number;
let ada: Device;
let kit = "";
let chart = "";
beforeAll(async () => {
  otherPort = await freePort();
  stage = await setStage({ witnesses: [`http://localhost:${otherPort}`], askWitnessesEveryMs: 50 });
  ada = await stage.open();
  ({ kit, chart } = await found(stage, ada));
  const { ledger } = must(await ada.vault.witnessKeys());
  const logs = [parseNoteKey(ledger, "log") as NoteKey];
  other = await runServer({ port: otherPort, witness: { name: "other.example/alcove", logs } });
});
afterAll(async () => {
  await stage.close();
  await other.remove();
});

const otherKey = async () => (await (await fetch(`${other.origin}/witness-key`)).text()).trim();
const code = (outcome: { ok: boolean; error?: { code: string } }) => (outcome.ok ? "done" : outcome.error?.code);

test("WIT-1 an owner names witnesses; the server's own key, a member's or none is not taken", async () => {
  const { ledger } = must(await ada.vault.witnessKeys());
  const practice = asId<PracticeId>(fromHex((await openStatus(ada.vault)).practiceId) as never);
  expect(ledger.startsWith(`${ledgerOrigin(practice)}+`), "an opaque name").toBe(true);
  const ben = await join(stage, ada, "Ben", "clinician");
  expect(code(await ben.vault.setWitnesses([await otherKey()]))).toBe("not-entitled");
  for (const keys of [[ledger], ["w+00000000+AAAA"], [""], [await otherKey(), await otherKey()]])
    expect(code(await ada.vault.setWitnesses(keys)), keys.join()).toBe("witness-unfit");
  const five = [1, 2, 3, 4, 5].map((n) => witnessKey(must(makeWitness(crypto, `w${n}.example`))));
  expect(code(await ada.vault.setWitnesses(five))).toBe("witness-unfit");
  must(await ada.vault.setWitnesses([await otherKey()]));
  await settle(ben.vault);
  expect(must(await ben.vault.witnessKeys()).witnesses).toEqual([await otherKey()]);
  const statements = must(await ada.vault.verifyLedger()).statements;
  must(await ada.vault.setWitnesses([await otherKey()]));
  expect(must(await ada.vault.verifyLedger()).statements, "said already").toBe(statements);
});

test("HS-04 WIT-6 a device enrolled by Kit is confirmed by the witness, with no other device there, and sends what waited", async () => {
  // A device of hers that is awake would vouch too, and mostly sooner than the witness is asked.
  await ada.vault.lock("person");
  const phone = await stage.open();
  must(await phone.vault.enrolByKit({ kit, passphrase, totp: "", deviceName: "phone" }));
  await save(phone, chart, "Written while nobody vouched.");
  await expect
    .poll(
      async () => {
        must(await phone.vault.sync());
        return (await openStatus(phone.vault)).provisional === undefined;
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  await settle(phone.vault);
  const { witnesses } = await openStatus(phone.vault);
  expect(witnesses).toEqual([{ name: "other.example/alcove", seenAt: expect.any(Number), isStale: false }]);
  await phone.vault.lock("person");
  must(await phone.vault.unlock(passphrase));
  await settle(phone.vault);
  expect((await openStatus(phone.vault)).provisional, "also after a lock").toBeUndefined();
  must(await ada.vault.unlock(passphrase));
  await settle(ada.vault);
});

test("WIT-7 a witness that is gone stops nothing, and is said to be silent after seven days", async () => {
  await settle(ada.vault);
  await ada.vault.lock("person");
  must(await ada.vault.unlock(passphrase));
  await settle(ada.vault);
  expect((await openStatus(ada.vault)).witnesses).toMatchObject([{ isStale: false }]);
  ada.clockAheadMs = 7 * 86_400_000;
  expect((await openStatus(ada.vault)).witnesses).toMatchObject([{ isStale: true }]);
  ada.clockAheadMs = 0;
});

test("WIT-8 a witness without a network: request and note are carried by hand", async () => {
  const own = must(makeWitness(crypto, "attic.example"));
  expect(makeWitness(crypto, "my attic").ok).toBe(false);
  must(await ada.vault.setWitnesses([await otherKey(), witnessKey(own)]));
  await settle(ada.vault);
  const { ledger } = must(await ada.vault.witnessKeys());
  const ask = async (file: typeof own, from: number) => {
    const request = must(await ada.vault.witnessRequest({ from }));
    return cosignRequest(crypto, file, { ledgers: [ledger], request, now: Date.now() });
  };
  const first = must(await ask(own, 0));
  must(await ada.vault.handInCosigned(first.note));
  expect(code(await ada.vault.handInCosigned(first.note.split("— attic")[0] ?? ""))).toBe("cosignature-none");
  await save(ada, chart, "Then it grew.");
  await settle(ada.vault);
  expect(await ask(first.file, 0)).toMatchObject({
    ok: false,
    error: { code: "witness-behind", facts: { size: first.size } },
  });
  const second = must(await ask(first.file, first.size));
  expect(second.size).toBeGreaterThan(first.size);
  expect(await ada.vault.witnessRequest({ from: second.size + 1 })).toMatchObject({ ok: false });
  const elsewhere = await cosignRequest(crypto, own, {
    ledgers: [],
    request: must(await ada.vault.witnessRequest({ from: 0 })),
    now: 0,
  });
  expect(elsewhere).toMatchObject({ ok: false, error: { code: "witness-unknown-ledger" } });
  must(await ada.vault.handInCosigned(second.note));
  await ada.vault.lock("person");
  must(await ada.vault.unlock(passphrase));
  await settle(ada.vault);
  expect((await openStatus(ada.vault)).witnesses.map(({ name, isStale }) => [name, isStale])).toEqual([
    ["other.example/alcove", false],
    ["attic.example", false],
  ]);
});

test("WIT-7 a device checks the signed checkpoints that it keeps once more: one that was changed on its disk is told", async () => {
  const before = must(await ada.vault.verifyLedger());
  expect(before.problems).toEqual([]);
  expect(before.cosigned.map(({ name }) => name).toSorted()).toEqual(["attic.example", "other.example/alcove"]);
  await ada.vault.close();
  for (const [setting, change] of [
    ["checkpoint", (note: string) => note.replace(/\n\d+\n/, "\n1\n")],
    ["checkpoint", (note: string) => note.replace(/(— \S+ ......)../, "$1AA")],
  ] as const) {
    const store = openNodeStore(ada.folder);
    const { settings } = openDisk(store.disk);
    const kept = settings.get(setting) as string;
    settings.set(setting, change(kept));
    store.close();
    const again = await stage.open({ copyOf: ada });
    must(await again.vault.unlock(passphrase));
    expect(must(await again.vault.verifyLedger()).problems.map(({ code }) => code)).toEqual([
      "alarm-checkpoint-forged",
    ]);
    const mended = openNodeStore(ada.folder);
    openDisk(mended.disk).settings.set(setting, kept);
    mended.close();
  }
});
