import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { toHex } from "@alcove/bytes";
import { chunkBytes } from "@alcove/crypto";
import { limits } from "@alcove/protocol";
import { TestDevice } from "../../testing/device.ts";
import { type RunningServer, runServer } from "../../testing/run-server.ts";

let server: RunningServer;
let device: TestDevice;
let compartment: string;
let blob: string;
beforeAll(async () => {
  server = await runServer();
  device = await (await TestDevice.found(server.origin)).login();
  compartment = toHex((await device.openCompartment()).compartment);
});
afterAll(() => server.remove());
beforeEach(() => {
  blob = toHex(device.port.random(16));
});

const octets = "application/octet-stream";
const path = (index: number | string, query = "?chunks=2", at = compartment) =>
  `/v1/compartments/${at}/blobs/${blob}/${index}${query}`;

test("a chunk comes back byte for byte, and lies in one file of its own", async () => {
  const chunk = device.port.random(chunkBytes + 16);
  expect((await device.call("PUT", path(0), chunk, octets)).status).toBe(200);
  const read = await device.call("GET", path(0, ""));
  expect(read.status).toBe(200);
  expect(read.headers.get("content-type")).toBe(octets);
  expect(read.bytes).toEqual(chunk);
  const folder = join(server.dataFolder, "blobs", toHex(device.person.practice), blob);
  expect(readdirSync(folder)).toEqual(["0"]);
  expect(new Uint8Array(readFileSync(join(folder, "0")))).toEqual(chunk);
  expect(readdirSync(join(server.dataFolder, "blobs", "incoming"))).toEqual([]);
});

test("a chunk may also come as CBOR's content type, and no other", async () => {
  const chunk = device.port.random(100);
  expect((await device.call("PUT", path(0), chunk)).status).toBe(200);
  const answer = await device.call("PUT", path(1), chunk, "text/plain");
  expect([answer.status, answer.code]).toEqual([400, "request-malformed"]);
});

test("HS-18 a chunk that is there never changes; the same bytes again are fine", async () => {
  const chunk = device.port.random(500);
  await device.call("PUT", path(0), chunk, octets);
  expect((await device.call("PUT", path(0), chunk, octets)).status).toBe(200);
  const other = await device.call("PUT", path(0), device.port.random(500), octets);
  expect(other.code).toBe("envelope-mismatch");
  expect((await device.call("GET", path(0, ""))).bytes).toEqual(chunk);
});

test("of two different chunks for one place at the same moment one stands, whole", async () => {
  const chunks = [1, 2, 3, 4].map(() => device.port.random(20_000));
  const answers = await Promise.all(chunks.map((chunk) => device.call("PUT", path(0), chunk, octets)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const kept = (await device.call("GET", path(0, ""))).bytes;
  expect(chunks.some((chunk) => toHex(chunk) === toHex(kept))).toBe(true);
});

test("a blob belongs to the compartment that first put it", async () => {
  const other = toHex((await device.openCompartment()).compartment);
  await device.call("PUT", path(0), device.port.random(100), octets);
  expect((await device.call("PUT", path(1, "?chunks=2", other), device.port.random(100), octets)).code).toBe(
    "not-entitled",
  );
  const read = await device.call("GET", path(0, "", other));
  expect([read.status, read.code]).toEqual([404, "attachment-incomplete"]);
});

test("another practice, and a compartment that nobody made, get nothing", async () => {
  await device.call("PUT", path(0), device.port.random(100), octets);
  const stranger = await (await TestDevice.found(server.origin)).login();
  expect((await stranger.call("GET", path(0, ""))).code).toBe("not-entitled");
  expect((await stranger.call("PUT", path(0), stranger.port.random(100), octets)).code).toBe("not-entitled");
  expect((await device.call("GET", path(0, "", "0".repeat(32)))).code).toBe("not-entitled");
});

test("a chunk that is not there yet is told as incomplete", async () => {
  await device.call("PUT", path(0), device.port.random(100), octets);
  expect((await device.call("GET", path(1, ""))).code).toBe("attachment-incomplete");
});

test("places and sizes that can't be are refused and leave nothing", async () => {
  const chunk = device.port.random(100);
  const cases = [
    [path(2), "request-malformed"],
    [path(-1), "request-malformed"],
    [path("01"), "request-malformed"],
    [path("..%2f..%2fkeys"), "request-malformed"],
    [path(0, ""), "request-malformed"],
    [path(0, "?chunks=0"), "request-malformed"],
    [path(0, "?chunks=1&chunks=2"), "request-malformed"],
    [path(0, "?chunks=20000"), "attachment-too-large"],
    [path(0).replace(blob, blob.toUpperCase().replace(/[0-9]/g, "A")), "request-malformed"],
    [path(0).replace(blob, blob.slice(1)), "request-malformed"],
  ] as const;
  for (const [where, code] of cases) expect((await device.call("PUT", where, chunk, octets)).code, where).toBe(code);
  expect((await device.call("PUT", path(0), new Uint8Array(16), octets)).code).toBe("request-malformed");
  const large = await device.call("PUT", path(0), new Uint8Array(chunkBytes + 17), octets);
  expect([large.status, large.code]).toEqual([413, "request-too-large"]);
  expect(large.value).toMatchObject({ facts: { bytes: chunkBytes + 17, limit: chunkBytes + 16 } });
  expect(existsSync(join(server.dataFolder, "blobs", toHex(device.person.practice), blob))).toBe(false);
});

test("the number of chunks can't change", async () => {
  await device.call("PUT", path(0), device.port.random(100), octets);
  expect((await device.call("PUT", path(1, "?chunks=3"), device.port.random(100), octets)).code).toBe(
    "request-malformed",
  );
});

test("the largest attachment fits", async () => {
  const most = Math.ceil(limits.attachmentBytes / chunkBytes);
  expect((await device.call("PUT", path(most - 1, `?chunks=${most}`), device.port.random(100), octets)).status).toBe(
    200,
  );
});
