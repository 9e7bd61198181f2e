/** Two accounts of one practice on one server: what the one's keys can't do with the other's account. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type AccountId, asId, type DeviceId, encodeCbor } from "@alcove/bytes";
import {
  importSigningKey,
  type SealingSeed,
  sealingPublicKeyOf,
  sign,
  type SigningKey,
  type SigningSeed,
} from "@alcove/crypto";
import { accountBytes } from "@alcove/protocol";
import { send, TestDevice, type TestPerson } from "../../testing/device.ts";
import { type RunningServer, runServer } from "../../testing/run-server.ts";

let server: RunningServer;
let owner: TestDevice;
let colleague: TestDevice;
beforeAll(async () => {
  server = await runServer();
  owner = await (await TestDevice.found(server.origin)).login();
  colleague = await joined(owner);
});
afterAll(() => server.remove());

const draw = ({ port }: TestDevice): Promise<SigningKey> => importSigningKey(port, port.random(32) as SigningSeed);

/** A member with an account of their own. */
async function joined(by: TestDevice): Promise<TestDevice> {
  const { port, person: inviter } = by;
  const [login, identity, key] = await Promise.all([draw(by), draw(by), draw(by)]);
  const account = asId<AccountId>(port.random(16));
  const sealing = await sealingPublicKeyOf(port.random(32) as SealingSeed);
  const device = asId<DeviceId>(port.random(16));
  const person: TestPerson = { ...inviter, account, login, identity, sealing };
  const said = [port.random(16), port.random(32)] as never as [never, never];
  await by.appendStatement([
    ["member.add", account, "clinician", identity.publicKey, sealing, device, key.publicKey, ...said],
  ]);
  const request = {
    practice: person.practice,
    account,
    email: "colleague@practice.example",
    loginKey: login.publicKey,
    keyring: { keyringVersion: 1, kdfVersion: 1, slot0: port.random(60) as never, keyring: port.random(300) },
  };
  const signature = await sign(port, identity, accountBytes(request as never));
  const made = await send(server.origin, "POST", "/v1/accounts", encodeCbor({ ...request, signature } as never));
  expect(made.status).toBe(200);
  return new TestDevice(port, by.address, person, { device, key }, by.chains);
}

test("a device is full in its own member's account only: with another login key it is one that nobody enrolled", async () => {
  const { port, address, person, chains } = colleague;
  expect((await colleague.login()).session?.scope).toBe("full");
  const borrowed = new TestDevice(port, address, person, owner, chains);
  expect((await borrowed.login()).session?.scope).toBe("enrolling");
});

test("an enrolling session enrols a device of its own account, and of nobody else's, whoever's identity signs", async () => {
  const { port, address, person, chains } = colleague;
  // Signs in by the owner's login key; the statement is by the colleague's identity and this device, for the colleague.
  const fresh = await (await owner.sibling()).login();
  expect(fresh.session?.scope).toBe("enrolling");
  const forColleague = new TestDevice(port, address, person, fresh, chains);
  const foreign = await forColleague.statement([
    ["device.enrol", person.account, fresh.device, fresh.key.publicKey, "kit", null],
  ]);
  expect((await fresh.tryAppend([foreign])).code).toBe("not-entitled");
  const own = await fresh.statement([
    ["device.enrol", owner.person.account, fresh.device, fresh.key.publicKey, "kit", null],
  ]);
  expect((await fresh.tryAppend([own])).status).toBe(200);
});
