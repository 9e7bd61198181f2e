import { createHash } from "node:crypto";
import { asHash, asId, type CompartmentId, concatBytes, type DeviceId, u64, utf8 } from "@alcove/bytes";
import { expect, test } from "vitest";
import type { Tag } from "../epoch.ts";
import { testPort } from "../testing/index.ts";
import { encodeLeaf, heartbeatTag, keyLogTag, leafKinds, parseLeaf, statementTag } from "./leaf.ts";

const port = await testPort("leaf");
const tag = port.random(16) as Tag;
const bodyHash = asHash(port.random(32));

test("LED-1 a leaf is kind, tag and body hash, 49 bytes, and reads back", () => {
  expect(leafKinds).toEqual({ roster: 1, keyLog: 2, batch: 3, heartbeat: 4, server: 5 });
  for (const [kind, code] of Object.entries(leafKinds) as [keyof typeof leafKinds, number][]) {
    const leaf = encodeLeaf({ kind, tag, bodyHash });
    expect(leaf).toEqual(concatBytes(new Uint8Array([code]), tag, bodyHash));
    expect(parseLeaf(leaf)).toEqual({ kind, tag, bodyHash });
  }
});

test("LED-1 another length or an unknown kind is refused", () => {
  const leaf = encodeLeaf({ kind: "batch", tag, bodyHash });
  const kinds = [0, 6, 255].map((code) => concatBytes(new Uint8Array([code]), leaf.subarray(1)));
  for (const wrong of [
    leaf.slice(1),
    leaf.slice(0, -1),
    concatBytes(leaf, new Uint8Array(1)),
    new Uint8Array(0),
    ...kinds,
  ])
    expect(parseLeaf(wrong), `${wrong.length} bytes, kind ${wrong[0]}`).toBeUndefined();
});

test("LED-2 tags of what is owed to everybody are hashes of kind and place", () => {
  const compartment = asId<CompartmentId>(port.random(16));
  const device = asId<DeviceId>(compartment);
  const plain = (purpose: string, ...parts: Uint8Array[]) =>
    new Uint8Array(
      createHash("sha256")
        .update(Buffer.concat([utf8(`alcove/v1/${purpose}\0`), ...parts]))
        .digest(),
    ).slice(0, 16);
  expect(statementTag(5)).toEqual(plain("tag-roster", u64(5)));
  expect(keyLogTag(compartment, 5)).toEqual(plain("tag-key-log", compartment, u64(5)));
  expect(heartbeatTag(device, 5)).toEqual(plain("tag-heartbeat", device, u64(5)));
  const tags = [
    statementTag(5),
    statementTag(6),
    keyLogTag(compartment, 5),
    keyLogTag(compartment, 6),
    heartbeatTag(device, 5),
  ];
  expect(new Set(tags.map(String)).size).toBe(tags.length);
});
