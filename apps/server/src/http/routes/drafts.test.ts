import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { encodeCbor, toHex } from "@alcove/bytes";
import { limits, messages } from "@alcove/protocol";
import { readMessage, TestDevice } from "../../testing/device.ts";
import { type RunningServer, runServer } from "../../testing/run-server.ts";

let server: RunningServer;
let device: TestDevice;
let slot: string;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.remove());
beforeEach(async () => {
  device = await (await TestDevice.found(server.origin)).login();
  slot = toHex(device.port.random(16));
});

const keep = (counter: number, sealed: Uint8Array, at = slot) =>
  device.call("PUT", `/v1/drafts/${at}`, encodeCbor({ counter, sealed }));
const slots = async () => readMessage(messages.DraftSlots, await device.call("GET", "/v1/drafts")).slots;

test("a slot keeps the newest state only", async () => {
  expect((await keep(1, new Uint8Array([1]))).status).toBe(200);
  expect((await keep(7, new Uint8Array([7]))).status).toBe(200);
  expect(await slots()).toEqual([
    { slot: new Uint8Array(Buffer.from(slot, "hex")), counter: 7, sealed: new Uint8Array([7]) },
  ]);
});

test("DRA-4 an older state, and another one with the same counter, are refused; the same again is fine", async () => {
  await keep(5, new Uint8Array([5]));
  expect((await keep(4, new Uint8Array([4]))).code).toBe("head-moved");
  expect((await keep(5, new Uint8Array([6]))).code).toBe("head-moved");
  expect((await keep(5, new Uint8Array([5]))).status).toBe(200);
  expect((await slots())[0]?.sealed).toEqual(new Uint8Array([5]));
});

test("a slot that was erased is gone, and may begin anew", async () => {
  await keep(5, new Uint8Array([5]));
  expect((await device.call("DELETE", `/v1/drafts/${slot}`)).status).toBe(200);
  expect(await slots()).toEqual([]);
  expect((await device.call("DELETE", `/v1/drafts/${slot}`)).status).toBe(200);
  expect((await keep(1, new Uint8Array([1]))).status).toBe(200);
});

test("slots are one account's own, on all its devices", async () => {
  await keep(1, new Uint8Array([1]));
  const second = await device.sibling();
  await device.enrol(second, "pairing");
  await second.login();
  expect(readMessage(messages.DraftSlots, await second.call("GET", "/v1/drafts")).slots).toHaveLength(1);
  const stranger = await (await TestDevice.found(server.origin)).login();
  expect(readMessage(messages.DraftSlots, await stranger.call("GET", "/v1/drafts")).slots).toEqual([]);
});

test("a draft of 5 MB fits, a byte more does not, and all slots together have a limit", async () => {
  const whole = new Uint8Array(limits.draftBytes);
  expect((await keep(1, whole)).status).toBe(200);
  expect((await keep(2, new Uint8Array(limits.draftBytes + 1))).code).toBe("request-malformed");
  expect((await keep(2, new Uint8Array(limits.draftBytes + 100))).code).toBe("request-too-large");
  const codes: (string | undefined)[] = [];
  for (let i = 0; i < 7; i++) codes.push((await keep(1, whole, toHex(device.port.random(16)))).code);
  expect(codes.filter((code) => code === undefined)).toHaveLength(5);
  expect(codes.at(-1)).toBe("request-too-large");
  expect((await slots()).length).toBe(6);
});

test("what is no slot is malformed", async () => {
  for (const body of [{ counter: 0, sealed: new Uint8Array(1) }, { counter: 1 }, { counter: 1, sealed: "x" }])
    expect((await device.call("PUT", `/v1/drafts/${slot}`, encodeCbor(body as never))).code).toBe("request-malformed");
  expect((await keep(1, new Uint8Array(1), "x")).code).toBe("request-malformed");
});
