import { encodeCbor } from "@alcove/bytes";
import { importSigningKey, type SigningSeed } from "@alcove/crypto";
import { limits, messages } from "@alcove/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readMessage, TestDevice } from "../../testing/device.ts";
import { type RunningServer, runServer } from "../../testing/run-server.ts";

let server: RunningServer;
let device: TestDevice;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.remove());
beforeEach(async () => {
  device = await (await TestDevice.found(server.origin)).login();
});

const sealed = (n: number, length = 60) => new Uint8Array(length).fill(n);
const keep = (counter: number, list: Uint8Array, by = device) =>
  by.call("PUT", "/v1/passkeys", encodeCbor({ counter, sealed: list }));
const kept = async (by = device) => readMessage(messages.Passkeys, await by.call("GET", "/v1/passkeys"));

test("PSK-4 an account has no list at first, and then the newest only", async () => {
  expect(await kept()).toEqual({ counter: 0, sealed: null });
  expect((await keep(1, sealed(1))).status).toBe(200);
  expect((await keep(5, sealed(5))).status).toBe(200);
  expect(await kept()).toEqual({ counter: 5, sealed: sealed(5) });
});

test("PSK-4 a counter that does not rise is refused; the same again is fine", async () => {
  await keep(5, sealed(5));
  expect((await keep(4, sealed(4))).code).toBe("head-moved");
  expect((await keep(5, sealed(6))).code).toBe("head-moved");
  expect((await keep(5, sealed(5))).status).toBe(200);
  expect(await kept()).toEqual({ counter: 5, sealed: sealed(5) });
});

test("PSK-4 a list too long or misshapen, and a counter that is none, are refused", async () => {
  expect((await keep(1, sealed(1, limits.passkeysBytes))).status).toBe(200);
  expect((await keep(2, sealed(1, limits.passkeysBytes + 1))).code).toBe("request-malformed");
  expect((await keep(2, sealed(1, limits.passkeysBytes + 100))).code).toBe("request-too-large");
  for (const request of [{ counter: 0, sealed: sealed(1) }, { counter: 2, sealed: null }, { counter: 2 }])
    expect((await device.call("PUT", "/v1/passkeys", encodeCbor(request))).code).toBe("request-malformed");
});

test("PSK-4 everybody has a list of their own, and a device that is not enrolled sees none", async () => {
  await keep(3, sealed(3));
  const other = await (await TestDevice.found(server.origin)).login();
  expect(await kept(other)).toEqual({ counter: 0, sealed: null });
  await keep(1, sealed(9), other);
  expect(await kept()).toEqual({ counter: 3, sealed: sealed(3) });
  const enrolling = await device.sibling();
  await enrolling.login();
  expect((await enrolling.call("GET", "/v1/passkeys")).code).toBe("not-entitled");
  expect((await keep(4, sealed(4), enrolling)).code).toBe("not-entitled");
});

test("PSK-4 another passphrase leaves the list as it is", async () => {
  await keep(3, sealed(3));
  const { port } = device;
  const login = await importSigningKey(port, port.random(32) as SigningSeed);
  const keyring = { keyringVersion: 2, kdfVersion: 1, slot0: port.random(60), keyring: port.random(300) };
  const asked = { loginKey: login.publicKey, keyring, totp: null };
  expect((await device.call("POST", "/v1/passphrase", encodeCbor(asked))).status).toBe(200);
  expect(await kept()).toEqual({ counter: 3, sealed: sealed(3) });
});
