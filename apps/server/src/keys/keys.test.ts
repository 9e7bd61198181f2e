import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type AccountId, asId, fromUtf8, type PracticeId, toHex, utf8 } from "@alcove/bytes";
import { StartRefused } from "../start-refused.ts";
import { makeDataFolder } from "../testing/run-server.ts";
import { openForServer, sealForServer, type SealedPlace } from "./sealed-text.ts";
import { readServerKeys } from "./server-keys.ts";

let folder: string;
beforeEach(() => {
  folder = makeDataFolder();
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, "keys", "server.json");

test("keys are made once, for their owner's eyes only, and come back the same", () => {
  const made = readServerKeys(folder, true);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, "keys")).mode & 0o777).toBe(0o700);
  const again = readServerKeys(folder, false);
  expect(toHex(again.ledgerSeed)).toBe(toHex(made.ledgerSeed));
  expect(toHex(again.sealKey)).toBe(toHex(made.sealKey));
  expect(new Set([made.ledgerSeed, made.sealKey, made.decoyKey, made.spareCodeKey].map(toHex)).size).toBe(4);
});

test("missing keys beside an old database, and damaged keys, are told and never made anew", () => {
  expect(() => readServerKeys(folder, false)).toThrow(StartRefused);
  readServerKeys(folder, true);
  const text = readFileSync(file(), "utf8");
  for (const damaged of [
    "",
    "{}",
    text.slice(0, 50),
    text.replace('"version":1', '"version":2'),
    text.replace(/[0-9a-f]{2}"/, '"'),
  ]) {
    writeFileSync(file(), damaged);
    expect(() => readServerKeys(folder, true)).toThrow("are damaged");
    expect(readFileSync(file(), "utf8")).toBe(damaged);
  }
});

const place: SealedPlace = {
  practice: asId<PracticeId>(new Uint8Array(16).fill(1)),
  of: asId<AccountId>(new Uint8Array(16).fill(2)),
  use: "e-mail",
};

test("DT-01 what is sealed opens under its key and place only, and not with a changed byte", () => {
  const { sealKey } = readServerKeys(folder, true);
  const sealed = sealForServer(sealKey, place, utf8("owner@practice.example"));
  expect(fromUtf8(openForServer(sealKey, place, sealed) ?? new Uint8Array(0))).toBe("owner@practice.example");
  expect(toHex(sealed)).not.toBe(toHex(sealForServer(sealKey, place, utf8("owner@practice.example"))));
  const others: SealedPlace[] = [
    { ...place, use: "second-factor" },
    { ...place, use: "release-part" },
    { ...place, of: asId<AccountId>(new Uint8Array(16).fill(3)) },
    { ...place, practice: asId<PracticeId>(new Uint8Array(16).fill(3)) },
  ];
  for (const other of others) expect(openForServer(sealKey, other, sealed)).toBeUndefined();
  rmSync(join(folder, "keys"), { recursive: true });
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  expect(openForServer(readServerKeys(folder, true).sealKey, place, sealed)).toBeUndefined();
  for (let at = 0; at < sealed.length; at++) {
    const changed = new Uint8Array(sealed);
    changed[at] = (changed[at] as number) ^ 1;
    expect(openForServer(sealKey, place, changed)).toBeUndefined();
  }
  expect(openForServer(sealKey, place, sealed.subarray(0, 27))).toBeUndefined();
});
