/** Portals over real devices and a real server: a client's device is admitted, reads, and is ended (docs/spec, PTL). */

import { importSigningKey, type SigningSeed } from "@alcove/crypto";
import { createHttpTransport } from "@alcove/transport-http";
import type { TransportRequest } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { login as loginAs, loginToPortal } from "../../packages/vault/src/session.ts";
import { clientPairing, knock, admitClient, namesIn, startClientPairing } from "../client.ts";
import { lightCryptoPort } from "../light/crypto-port.ts";
import {
  type Device,
  enrolByKit,
  found,
  must,
  openStatus,
  passphrase,
  setStage,
  settle,
  type Stage,
  stepOf,
} from "./devices.ts";
import { alarmsOf, join, memberOf, pair } from "./people.ts";

let stage: Stage;
let laptop: Device;
let kit: string;
let chart: string;
beforeAll(async () => {
  stage = await setStage();
  laptop = await stage.open();
  ({ kit, chart } = await found(stage, laptop));
});
afterAll(() => stage.close());

const portalOf = async ({ vault }: Device, of = chart) => {
  const found = (await vault.portals()).find((one) => one.chart === of);
  if (!found) throw new Error("no portal is open to this device");
  return found;
};

test("PTL-10 a client is admitted by pairing and reads what was written in their portal, before and after", async () => {
  const client = await admitClient(laptop.vault, chart);
  await settle(laptop.vault);
  must(await client.portal.sync());
  expect(namesIn(client.portal)).toEqual(["Quiet Room"]);
  const { devices, chartName } = await portalOf(laptop);
  expect(chartName).toBe("R. Client");
  expect(devices).toHaveLength(1);
  // Begun before this one was admitted: the newest key opens what stands under earlier ones.
  const tablet = await admitClient(laptop.vault, chart);
  must(await tablet.portal.sync());
  expect(namesIn(tablet.portal)).toEqual(["Quiet Room"]);
  must(await client.portal.sync());
  expect((await portalOf(laptop)).devices).toHaveLength(2);
});

test("PTL-3 a further device of the therapist's, new keys and a colleague reach the list by themselves, and the client follows", async () => {
  const client = await admitClient(laptop.vault, chart);
  const phone = await stage.open();
  await enrolByKit(kit, laptop, phone);
  await settle(laptop.vault);
  must(await client.portal.sync());
  must(await laptop.vault.rekey({ reason: "exposed", now: passphrase, next: "willow anchor cedar lantern mint" }));
  await settle(laptop.vault);
  must(await client.portal.sync());
  const ben = await join(stage, laptop, "Ben", "clinician");
  must(
    await laptop.vault.shareChart({
      chart,
      member: await memberOf(laptop, "Ben"),
      kind: "progress",
      right: "read-write",
    }),
  );
  await settle(laptop.vault);
  // The phone, which has to take the new keys first, may be the one whose turn it is.
  laptop.clockAheadMs += 60_000;
  for (const { vault } of [laptop, ben]) await settle(vault);
  must(await client.portal.sync());
  // He may admit a client too, as one of the care team.
  const another = await admitClient(ben.vault, chart);
  must(await another.portal.sync());
  must(await client.portal.sync());
  expect(namesIn(another.portal)).toEqual(["Quiet Room"]);
  must(await laptop.vault.endAccess({ chart, member: await memberOf(laptop, "Ben"), kind: "progress" }));
  await settle(laptop.vault);
  await settle(ben.vault);
  expect(await ben.vault.portals()).toEqual([]);
  must(await client.portal.sync());
  for (const device of [laptop, ben]) expect(await alarmsOf(device)).toEqual([]);
});

test("PTL-12 a client's device that was ended gets no session and no key; the others go on", async () => {
  const { id: other } = must(await laptop.vault.createChart({ name: "Another" }));
  const lost = await admitClient(laptop.vault, other);
  const kept = await admitClient(laptop.vault, other);
  must(await lost.portal.sync());
  const portal = await portalOf(laptop, other);
  const device = Buffer.from(lost.keys.device).toString("hex");
  expect(portal.devices.map(({ id }) => id)).toContain(device);
  must(await laptop.vault.endPortal({ portal: portal.id, device }));
  expect((await portalOf(laptop, other)).devices.map(({ id }) => id)).toEqual([
    Buffer.from(kept.keys.device).toString("hex"),
  ]);
  const refused = await lost.portal.sync();
  expect(refused.ok ? "read" : refused.error.code).toBe("login-refused");
  must(await kept.portal.sync());
  must(await laptop.vault.endPortal({ portal: portal.id }));
  const ended = await kept.portal.sync();
  expect(ended.ok ? "read" : ended.error.code).toBe("login-refused");
  expect((await portalOf(laptop, other)).devices).toEqual([]);
  await settle(laptop.vault);
  expect(await alarmsOf(laptop)).toEqual([]);
});

test("PTL-13 PTL-14 by wallet card and PIN a new phone asks, and is in when somebody of the practice has admitted it", async () => {
  const { id: other } = must(await laptop.vault.createChart({ name: "With a card" }));
  const first = await admitClient(laptop.vault, other, { pin: "271828" });
  expect(first.card).toMatch(/^ALCOVE-WALLET-1 /);
  const wrong = await knock(first.card, "271829");
  expect(wrong.code).toBe("login-refused");
  expect((await knock(first.card, "2718")).code).toBe("pin-unfit");
  expect((await knock(first.card.slice(0, -1), "271828")).code).toBe("wallet-card-unreadable");
  expect(await laptop.vault.knocks()).toEqual([]);
  const phone = await knock(first.card.toLowerCase(), "271828");
  if (!phone.keys) throw new Error(phone.code);
  const device = Buffer.from(phone.keys.device).toString("hex");
  const early = await phone.portal.sync();
  expect(early.ok ? "read" : early.error.code, "nothing until somebody has answered").toBe("login-refused");
  const portal = await portalOf(laptop, other);
  const asked = { portal: portal.id, chart: other, chartName: "With a card", device };
  expect(await laptop.vault.knocks()).toEqual([asked]);
  must(await laptop.vault.answerKnock({ portal: portal.id, device, admit: true }));
  expect(await laptop.vault.knocks()).toEqual([]);
  must(await phone.portal.sync());
  expect(namesIn(phone.portal)).toEqual(["Quiet Room"]);
  // What knocked before the next entry knocks no more, and is told so by knocking again.
  await knock(first.card, "271828");
  expect(await laptop.vault.knocks()).toHaveLength(1);
  must(await laptop.vault.endPortal({ portal: portal.id, device: portal.devices[0]?.id ?? "" }));
  expect(await laptop.vault.knocks()).toEqual([]);
  // Sent away, another one stays outside; and the card of before counts no more once there is a new one, or the portal is ended.
  const second = await knock(first.card, "271828");
  const [waiting] = await laptop.vault.knocks();
  must(await laptop.vault.answerKnock({ portal: portal.id, device: waiting?.device ?? "", admit: false }));
  const outside = await second.portal?.sync();
  expect(outside?.ok === false && outside.error.code).toBe("login-refused");
  const gone = await laptop.vault.answerKnock({ portal: portal.id, device: waiting?.device ?? "", admit: true });
  expect(gone.ok ? "admitted" : gone.error.code).toBe("invitation-unknown");
  const renewed = await admitClient(laptop.vault, other, { pin: "314159" });
  expect((await knock(first.card, "271828")).code).toBe("login-refused");
  expect((await knock(renewed.card, "314159")).code).toBe("asked");
  must(await laptop.vault.endPortal({ portal: portal.id }));
  expect(await laptop.vault.knocks(), "nobody knocks where there is no card").toEqual([]);
  expect((await knock(renewed.card, "314159")).code).toBe("login-refused");
});

test("PTL-14 who has to replace their keys first sees no knock", async () => {
  const { id: other } = must(await laptop.vault.createChart({ name: "With a colleague" }));
  const cleo = await join(stage, laptop, "Cleo", "clinician");
  const member = await memberOf(laptop, "Cleo");
  must(await laptop.vault.shareChart({ chart: other, member, kind: "progress", right: "read-write" }));
  await settle(laptop.vault);
  const second = await stage.open();
  expect(await pair(cleo, second, "willow anchor cedar lantern mint")).toBe("done");
  const { card } = await admitClient(laptop.vault, other, { pin: "161803" });
  for (const { vault } of [cleo, laptop]) await settle(vault);
  const knocking = async () => {
    expect((await knock(card, "161803")).code).toBe("asked");
    return [(await laptop.vault.knocks()).length, (await cleo.vault.knocks()).length];
  };
  expect(await knocking()).toEqual([1, 1]);
  const device = (await openStatus(second.vault)).deviceId;
  must(await laptop.vault.revokeDevice({ device, reason: "stolen" }));
  for (const { vault } of [laptop, cleo]) await settle(vault);
  expect(await knocking()).toEqual([1, 0]);
});

test("PTL-17 LEA-9 whom a leaver admitted is listed, and ended by whoever stays", async () => {
  const { id: other } = must(await laptop.vault.createChart({ name: "With a leaver" }));
  const dora = await join(stage, laptop, "Dora", "clinician");
  const member = await memberOf(laptop, "Dora");
  must(await laptop.vault.shareChart({ chart: other, member, kind: "progress", right: "read-write" }));
  for (const { vault } of [laptop, dora]) await settle(vault);
  const own = await admitClient(laptop.vault, other);
  await settle(dora.vault);
  const hers = await admitClient(dora.vault, other);
  await settle(laptop.vault);
  const [mine, theirs] = [own, hers].map(({ keys }) => Buffer.from(keys.device).toString("hex"));
  const { id: portal, devices } = await portalOf(laptop, other);
  expect(devices.map(({ id, byName }) => [id, byName])).toEqual([
    [mine, "Ada Owner"],
    [theirs, "Dora"],
  ]);
  const listed = [{ portal, chart: other, chartName: "With a leaver", device: theirs }];
  expect((await laptop.vault.leaving(member))?.clientDevices).toEqual(listed);
  must(await laptop.vault.removeMember({ member }));
  await settle(laptop.vault);
  // The key that comes of it goes to it too: it is the client's, as far as anybody can tell.
  must(await hers.portal.sync());
  expect((await laptop.vault.leaving(member))?.clientDevices).toEqual(listed);
  must(await laptop.vault.endPortal({ portal, device: theirs ?? "" }));
  expect((await laptop.vault.leaving(member))?.clientDevices).toEqual([]);
  const refused = await hers.portal.sync();
  expect(refused.ok ? "read" : refused.error.code).toBe("login-refused");
  must(await own.portal.sync());
});

test("PTL-15 wrong PINs make a portal's next ones wait, also the right one", async () => {
  const { id: other } = must(await laptop.vault.createChart({ name: "Guessed at" }));
  const { card } = await admitClient(laptop.vault, other, { pin: "112233" });
  const codes: string[] = [];
  for (let i = 0; i < 7; i++) codes.push((await knock(card, `99999${i}`)).code);
  expect(codes.slice(0, 3)).toEqual(["login-refused", "login-refused", "login-refused"]);
  expect(codes.at(-1)).toBe("slow-down");
  expect((await knock(card, "112233")).code).toBe("slow-down");
});

test("PTL-11 another key, portal, practice or origin, and a login as a member's, are answered alike", async () => {
  const { keys } = await admitClient(laptop.vault, chart);
  const crypto = await lightCryptoPort();
  const own = await importSigningKey(crypto, keys.deviceSeed);
  const other = await importSigningKey(crypto, crypto.random(32) as SigningSeed);
  const facts = { ...keys, deviceKey: own };
  const transport = createHttpTransport();
  const asked = async (change: Partial<typeof facts>) => {
    const session = await loginToPortal(crypto, transport, { ...facts, ...change });
    return session.ok ? session.value.scope : session.error.code;
  };
  expect(await asked({})).toBe("portal");
  expect(await asked({ deviceKey: other })).toBe("login-refused");
  // Both sides derive from the one signature that is sent: a platform's next one may be another.
  let signatures = 0;
  const sign = (...args: Parameters<typeof crypto.subtle.sign>) => {
    signatures++;
    return crypto.subtle.sign(...args);
  };
  const subtle = new Proxy(crypto.subtle, {
    get: (target, name) => (name === "sign" ? sign : Reflect.get(target, name, target).bind(target)),
  });
  expect((await loginToPortal({ ...crypto, subtle }, transport, facts)).ok).toBe(true);
  expect(signatures).toBe(1);
  expect(await asked({ portal: crypto.random(16) as never })).toBe("login-refused");
  // Signed for another origin or practice than the server has in mind; of a practice that there is not, its key can't be right.
  const elsewhere = { ...transport, request: (_: string, r: TransportRequest) => transport.request(keys.origin, r) };
  const moved = await loginToPortal(crypto, elsewhere, { ...facts, origin: "https://other.example" });
  expect(moved.ok ? moved.value.scope : moved.error.code).toBe("login-refused");
  expect(await asked({ practice: crypto.random(16) as never })).toBe("login-refused");
  const asMember = { ...facts, account: keys.portal as never, device: keys.device, loginKey: own };
  const login = await loginAs(crypto, transport, asMember);
  expect(login.ok ? login.value.scope : login.error.code).toBe("login-refused");
});

test("PTL-4 who may not admit a client is told before anybody compares words", async () => {
  const front = await join(stage, laptop, "Fay", "front-desk");
  const refused = await front.vault.inviteClient({ chart });
  expect(refused.ok ? "invited" : refused.error.code).toBe("not-entitled");
  const unknown = await laptop.vault.inviteClient({ chart: "00".repeat(16) });
  expect(unknown.ok ? "invited" : unknown.error.code).toBe("chart-unknown");
  const portal = (await portalOf(laptop)).id;
  const ended = await front.vault.endPortal({ portal });
  expect(ended.ok ? "ended" : ended.error.code).toBe("not-entitled");
});

test("PAIR-10 a client's invitation takes in no device and no member, and theirs no client", async () => {
  const { qr, phone } = await startClientPairing(laptop.vault, chart);
  const newcomer = await stage.open();
  const asDevice = await newcomer.vault.acceptInvitation({ invitation: qr, deviceName: "phone" });
  expect(asDevice.ok ? "accepted" : asDevice.error.code).toBe("invitation-for-another");
  await laptop.vault.cancelPairing();
  await phone.shows("failed");
  const waiting = stepOf(laptop, "waiting");
  must(await laptop.vault.invite());
  const shown = await waiting;
  if (shown.step !== "waiting") throw new Error("the laptop invites");
  const { pairing } = await clientPairing(shown.qr);
  expect(pairing.ok ? "accepted" : pairing.error.code).toBe("invitation-for-another");
  await laptop.vault.cancelPairing();
});
