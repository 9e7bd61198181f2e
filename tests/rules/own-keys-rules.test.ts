import { expect, afterAll, beforeAll, test } from "vitest";
import {
  type Device,
  enrolByKit,
  found,
  keep,
  must,
  openStatus,
  passphrase,
  save,
  setStage,
  settle,
  type Stage,
} from "./devices.ts";
import { joinAt, memberOf, textsIn } from "./people.ts";

const another = "orbit lantern copper meadow violin";
const third = "harbor pencil silver falcon drizzle";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

async function twoDevices(): Promise<{ laptop: Device; phone: Device; chart: string; kit: string }> {
  const laptop = await stage.open();
  const { kit, chart } = await found(stage, laptop);
  const phone = await stage.open();
  await enrolByKit(kit, laptop, phone);
  return { laptop, phone, chart, kit };
}

async function oneDevice(): Promise<{ laptop: Device; chart: string; kit: string }> {
  const laptop = await stage.open();
  return { laptop, ...(await found(stage, laptop)) };
}

async function unlockCode({ vault }: Device, phrase: string): Promise<string> {
  await vault.lock("person");
  const outcome = await vault.unlock(phrase);
  return outcome.ok ? "open" : outcome.error.code;
}

async function syncCode({ vault }: Device): Promise<string> {
  const synced = await vault.sync();
  return synced.ok ? "synced" : synced.error.code;
}

async function texts({ vault }: Device, chart: string): Promise<string[]> {
  const notes = await vault.notes(chart);
  const read = await Promise.all(notes.map(async ({ id }) => must(await vault.note(id)).current.body.text));
  return read.sort();
}

/** Everything is on the server, the ledger verifies, and a new device by this Kit reads the same. */
async function wholeByKit(device: Device, kit: string, phrase: string, chart: string): Promise<void> {
  await settle(device.vault);
  expect(must(await device.vault.verifyLedger()).problems).toEqual([]);
  const fresh = await stage.open();
  must(await fresh.vault.enrolByKit({ kit, passphrase: phrase, totp: "", deviceName: "fresh" }));
  expect(await texts(fresh, chart)).toEqual(await texts(device, chart));
}

test("OWN-1 a changed passphrase opens this device and a new one by the same Kit; the old one opens neither", async () => {
  const { laptop, chart, kit } = await oneDevice();
  await save(laptop, chart, "before");
  must(await laptop.vault.changePassphrase({ now: passphrase, next: another }));
  await save(laptop, chart, "after");
  expect(await unlockCode(laptop, passphrase)).toBe("passphrase-wrong");
  expect(await unlockCode(laptop, another)).toBe("open");
  expect(await syncCode(laptop)).toBe("synced");
  expect(must(await laptop.vault.kit()).text.slice(0, 300)).toBe(kit.slice(0, 300));
  await wholeByKit(laptop, kit, another, chart);
  const fresh = await stage.open();
  const old = await fresh.vault.enrolByKit({ kit, passphrase, totp: "", deviceName: "old" });
  expect(old.ok ? "open" : old.error.code).toBe("login-refused");
});

test("OWN-1 a wrong present passphrase, the same again or a weak new one changes nothing", async () => {
  const { laptop, chart } = await oneDevice();
  const tries = [
    [{ now: another, next: third }, "passphrase-wrong"],
    [{ now: passphrase, next: passphrase }, "passphrase-same"],
    [{ now: passphrase, next: "short" }, "passphrase-short"],
    [{ now: passphrase, next: "R. Client walnut ferry quilt" }, "passphrase-names"],
  ] as const;
  for (const [request, code] of tries) {
    const changed = await laptop.vault.changePassphrase(request);
    expect(changed.ok ? "done" : changed.error.code).toBe(code);
    const rekeyed = await laptop.vault.rekey({ ...request, reason: "exposed" });
    expect(rekeyed.ok ? "done" : rekeyed.error.code).toBe(code);
  }
  expect(await unlockCode(laptop, passphrase)).toBe("open");
  await save(laptop, chart, "still here");
  await settle(laptop.vault);
});

test("OWN-6 OWN-7 a change whose answer was lost: either passphrase opens the device, and the next sync finishes it", async () => {
  for (const typed of [passphrase, another]) {
    const { laptop, chart, kit } = await oneDevice();
    laptop.network = "keys-lost";
    const changed = await laptop.vault.changePassphrase({ now: passphrase, next: another });
    expect(changed.ok ? "done" : changed.error.code).toBe("keys-unsettled");
    laptop.network = "down";
    await save(laptop, chart, "offline");
    expect(await unlockCode(laptop, typed)).toBe("open");
    await save(laptop, chart, "offline too");
    laptop.network = "up";
    expect(await syncCode(laptop)).toBe("synced");
    expect(await unlockCode(laptop, passphrase)).toBe("passphrase-wrong");
    expect(await unlockCode(laptop, another)).toBe("open");
    expect(await texts(laptop, chart)).toEqual(["offline", "offline too"]);
    await wholeByKit(laptop, kit, another, chart);
  }
});

test("OWN-7 a change that never arrived is taken back by the next sync", async () => {
  for (const typed of [passphrase, another]) {
    const { laptop, chart, kit } = await oneDevice();
    laptop.network = "keys-cut";
    const changed = await laptop.vault.changePassphrase({ now: passphrase, next: another });
    expect(changed.ok ? "done" : changed.error.code).toBe("keys-unsettled");
    laptop.network = "down";
    expect(await unlockCode(laptop, typed)).toBe("open");
    await save(laptop, chart, "offline");
    laptop.network = "up";
    expect(await syncCode(laptop)).toBe("synced");
    expect(await unlockCode(laptop, another)).toBe("passphrase-wrong");
    expect(await unlockCode(laptop, passphrase)).toBe("open");
    must(await laptop.vault.changePassphrase({ now: passphrase, next: third }));
    expect(await unlockCode(laptop, third)).toBe("open");
    await wholeByKit(laptop, kit, third, chart);
  }
});

test("OWN-8 OWN-9 a rekey: everything is read as before, by the new Kit and passphrase alone, and sealed to a new identity", async () => {
  const { laptop, chart, kit } = await oneDevice();
  await save(laptop, chart, "before");
  await keep(laptop, chart, "unsaved");
  await settle(laptop.vault);
  const before = must(await laptop.vault.verifyLedger());
  laptop.network = "cut";
  await save(laptop, chart, "in the outbox");
  await laptop.vault.sync();
  laptop.network = "up";
  const rekeyed = must(await laptop.vault.rekey({ reason: "exposed", now: passphrase, next: another }));
  expect(rekeyed.kit.text).not.toBe(kit);
  expect(must(await laptop.vault.kit()).secretKey).toBe(rekeyed.kit.secretKey);
  expect(await openStatus(laptop.vault)).toMatchObject({ kitConfirmed: false });
  const drafts = await laptop.vault.drafts();
  expect(drafts.map(({ body }) => body.text)).toEqual(["unsaved"]);
  await save(laptop, chart, "after");
  expect(await texts(laptop, chart)).toEqual(["after", "before", "in the outbox"]);
  await settle(laptop.vault);
  // Directory, chart and its access log: each rotated once.
  const after = must(await laptop.vault.verifyLedger());
  expect(after.keyLogEntries - before.keyLogEntries).toBe(3);
  expect(after.statements - before.statements).toBe(1);

  expect(await unlockCode(laptop, passphrase)).toBe("passphrase-wrong");
  expect(await unlockCode(laptop, another)).toBe("open");
  expect((await laptop.vault.drafts()).map(({ body }) => body.text)).toEqual(["unsaved"]);
  expect(await texts(laptop, chart)).toEqual(["after", "before", "in the outbox"]);
  await wholeByKit(laptop, rekeyed.kit.text, another, chart);
  const fresh = await stage.open();
  for (const phrase of [passphrase, another]) {
    const old = await fresh.vault.enrolByKit({ kit, passphrase: phrase, totp: "", deviceName: "old" });
    expect(old.ok ? "open" : old.error.code).toBe("login-refused");
  }
});

test("OWN-7 OWN-8 a rekey whose answer was lost is finished by the new passphrase, and by the old one when the new is given", async () => {
  for (const typed of [passphrase, another]) {
    const { laptop, chart } = await oneDevice();
    await keep(laptop, chart, "unsaved");
    laptop.network = "keys-lost";
    const rekeyed = await laptop.vault.rekey({ reason: "stolen", now: passphrase, next: another });
    expect(rekeyed.ok ? "done" : rekeyed.error.code).toBe("keys-unsettled");
    laptop.network = "down";
    await save(laptop, chart, "offline");
    expect(await unlockCode(laptop, typed)).toBe("open");
    await save(laptop, chart, "offline too");
    expect((await laptop.vault.drafts()).map(({ body }) => body.text)).toEqual(["unsaved"]);
    laptop.network = "up";
    if (typed === passphrase) {
      expect(await syncCode(laptop)).toBe("keys-replaced");
      const wrong = await laptop.vault.takeNewKeys({ passphrase: third });
      expect(wrong.ok ? "done" : wrong.error.code).toBe("passphrase-wrong");
      must(await laptop.vault.takeNewKeys({ passphrase: another }));
    }
    expect(await syncCode(laptop)).toBe("synced");
    expect(await openStatus(laptop.vault)).toMatchObject({ kitConfirmed: false });
    expect(await unlockCode(laptop, passphrase)).toBe("passphrase-wrong");
    expect(await unlockCode(laptop, another)).toBe("open");
    expect((await laptop.vault.drafts()).map(({ body }) => body.text)).toEqual(["unsaved"]);
    expect(await texts(laptop, chart)).toEqual(["offline", "offline too"]);
    await wholeByKit(laptop, must(await laptop.vault.kit()).text, another, chart);
  }
});

test("OWN-7 a rekey that never arrived is taken back", async () => {
  const { laptop, chart, kit } = await oneDevice();
  laptop.network = "keys-cut";
  const rekeyed = await laptop.vault.rekey({ reason: "lost", now: passphrase, next: another });
  expect(rekeyed.ok ? "done" : rekeyed.error.code).toBe("keys-unsettled");
  laptop.network = "down";
  expect(await unlockCode(laptop, another)).toBe("open");
  await save(laptop, chart, "offline");
  laptop.network = "up";
  expect(await syncCode(laptop)).toBe("synced");
  expect(await unlockCode(laptop, another)).toBe("passphrase-wrong");
  expect(await unlockCode(laptop, passphrase)).toBe("open");
  await wholeByKit(laptop, kit, passphrase, chart);
});

test("OWN-8 a stolen device is revoked by the very statement of the rekey", async () => {
  const { laptop, phone, chart } = await twoDevices();
  const stolen = (await laptop.vault.devices()).find(({ thisDevice }) => !thisDevice)?.id as string;
  const unknown = await laptop.vault.rekey({ reason: "stolen", now: passphrase, next: another, device: "00" });
  expect(unknown.ok ? "done" : unknown.error.code).toBe("device-unknown");
  const before = must(await laptop.vault.verifyLedger()).statements;
  must(await laptop.vault.rekey({ reason: "stolen", now: passphrase, next: another, device: stolen }));
  expect(must(await laptop.vault.verifyLedger()).statements).toBe(before + 1);
  expect((await laptop.vault.devices()).find(({ id }) => id === stolen)).toMatchObject({ revoked: true });
  expect(await syncCode(phone)).toMatch(/^device-revoked$|^locked$/);
  await save(laptop, chart, "goes on");
  await settle(laptop.vault);
});

test("OWN-10 OWN-11 another device goes on locally after a rekey, is told by the roster, and takes the new keys from the new Kit", async () => {
  const { laptop, phone, chart, kit } = await twoDevices();
  await save(laptop, chart, "before");
  await settle(laptop.vault);
  await settle(phone.vault);
  const rekeyed = must(await laptop.vault.rekey({ reason: "exposed", now: passphrase, next: another }));
  await save(laptop, chart, "after");
  await settle(laptop.vault);

  expect(await syncCode(phone)).toBe("keys-replaced");
  await save(phone, chart, "on the phone");
  await keep(phone, chart, "unsaved on the phone");
  expect(await unlockCode(phone, passphrase)).toBe("open");
  expect(await texts(phone, chart)).toEqual(["before", "on the phone"]);

  const tries = [
    [{ passphrase: another }, "passphrase-wrong"],
    [{ passphrase: another, kit: "no kit" }, "kit-unreadable"],
    [{ passphrase: another, kit }, "passphrase-wrong"],
    [{ passphrase, kit }, "kit-replaced"],
    [{ passphrase, kit: rekeyed.kit.text }, "passphrase-wrong"],
    [{ passphrase: another, kit: (await oneDevice()).kit }, "kit-foreign"],
  ] as const;
  for (const [request, code] of tries) {
    const taken = await phone.vault.takeNewKeys(request);
    expect(taken.ok ? "done" : taken.error.code).toBe(code);
  }
  must(await phone.vault.takeNewKeys({ passphrase: another, kit: rekeyed.kit.text }));
  await settle(phone.vault);
  await settle(laptop.vault);
  expect(await openStatus(phone.vault)).toMatchObject({ kitConfirmed: true });
  const all = ["after", "before", "on the phone"];
  expect(await texts(phone, chart)).toEqual(all);
  expect(await texts(laptop, chart)).toEqual(all);
  expect((await phone.vault.drafts()).map(({ body }) => body.text)).toEqual(["unsaved on the phone"]);
  await phone.vault.sync();
  await laptop.vault.sync();
  expect((await laptop.vault.drafts()).map(({ body }) => body.text)).toEqual(["unsaved on the phone"]);
  expect(await unlockCode(phone, passphrase)).toBe("passphrase-wrong");
  expect(await unlockCode(phone, another)).toBe("open");
  expect(await texts(phone, chart)).toEqual(all);
  expect(must(await phone.vault.verifyLedger()).problems).toEqual([]);
});

test("OWN-10 OWN-11 another device takes a changed passphrase without any Kit", async () => {
  const { laptop, phone, chart } = await twoDevices();
  must(await laptop.vault.changePassphrase({ now: passphrase, next: another }));
  expect(await syncCode(phone)).toBe("passphrase-replaced");
  await save(phone, chart, "on the phone");
  const old = await phone.vault.takeNewKeys({ passphrase });
  expect(old.ok ? "done" : old.error.code).toBe("passphrase-wrong");
  must(await phone.vault.takeNewKeys({ passphrase: another }));
  await settle(phone.vault);
  await settle(laptop.vault);
  expect(await texts(laptop, chart)).toEqual(["on the phone"]);
  expect(await unlockCode(phone, passphrase)).toBe("passphrase-wrong");
  expect(await unlockCode(phone, another)).toBe("open");
  must(await phone.vault.takeNewKeys({ passphrase: another }));
});

test("OWN-8 what is typed and saved while the device goes over to its new keys is kept", async () => {
  const { laptop, chart } = await oneDevice();
  const rekeying = laptop.vault.rekey({ reason: "exposed", now: passphrase, next: another });
  let isDone = false;
  void rekeying.then(() => {
    isDone = true;
  });
  const saved: string[] = [];
  for (let n = 0; !isDone; n++) {
    await keep(laptop, chart, `typed ${n}`);
    await save(laptop, chart, `saved ${n}`);
    saved.push(`saved ${n}`);
    await new Promise((resolve) => setTimeout(resolve, n < 20 ? 20 : 20 * n));
  }
  must(await rekeying);
  expect(saved.length).toBeGreaterThan(3);
  await settle(laptop.vault);
  expect(await texts(laptop, chart)).toEqual([...saved].sort());
  expect(await unlockCode(laptop, another)).toBe("open");
  expect(await texts(laptop, chart)).toEqual([...saved].sort());
  expect(await laptop.vault.drafts()).toHaveLength(saved.length);
});

test("OWN-8 a rekey names a device that this one has not seen yet", async () => {
  const { laptop, chart, kit } = await oneDevice();
  laptop.network = "down";
  const phone = await stage.open();
  must(await phone.vault.enrolByKit({ kit, passphrase, totp: "", deviceName: "phone" }));
  const { deviceId: device } = await openStatus(phone.vault);
  laptop.network = "up";
  const rekeyed = await laptop.vault.rekey({ reason: "stolen", now: passphrase, next: another, device });
  const { kit: next } = must(rekeyed);
  expect(await syncCode(phone)).toMatch(/^device-revoked$|^locked$/);
  await save(laptop, chart, "after");
  await wholeByKit(laptop, next.text, another, chart);
});

test("ROS-19 whose device somebody else called stolen is told so everywhere, and confirms nothing before other keys", async () => {
  const { laptop: ada, chart } = await oneDevice();
  const ben = await stage.open();
  await joinAt(ada, ben, "Ben", "clinician");
  const phrase = "willow anchor cedar lantern mint";
  const kit = must(await ben.vault.kit()).text;
  const { deviceId } = await openStatus(ben.vault);
  must(await ada.vault.revokeDevice({ device: deviceId, reason: "stolen" }));
  // Nobody else vouches for the new device meanwhile.
  ada.network = "down";
  const fresh = await stage.open();
  must(await fresh.vault.enrolByKit({ kit, passphrase: phrase, totp: "", deviceName: "fresh" }));
  must(await fresh.vault.sync());
  expect(await openStatus(fresh.vault)).toMatchObject({ suspended: true, provisional: {} });
  const confirmed = await fresh.vault.confirmFreshness();
  expect(confirmed.ok ? "done" : confirmed.error.code).toBe("account-suspended");
  must(await fresh.vault.rekey({ reason: "stolen", now: phrase, next: another }));
  expect(await openStatus(fresh.vault)).toMatchObject({ suspended: false, provisional: {} });
  must(await fresh.vault.confirmFreshness());
  expect((await openStatus(fresh.vault)).provisional).toBeUndefined();
  ada.network = "up";
  must(await ada.vault.sync());
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.shareChart({ chart, member, kind: "progress", right: "read-write" }));
  await settle(fresh.vault);
  await save(fresh, chart, "with keys of my own again");
  await settle(fresh.vault);
  await settle(ada.vault);
  expect(await textsIn(ada, chart)).toContain("with keys of my own again");
});
