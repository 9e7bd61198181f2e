import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openNodeStore } from "@alcove/store-node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createAlarms } from "./alarms.ts";
import { type Disk, openDisk, prepareDisk } from "./disk.ts";
import type { Store } from "./ports.ts";

let folder: string;
let store: Store;
let disk: Disk;
let now = 0;
const clock = { now: () => now, after: () => () => {} };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "alcove-alarms-"));
  store = openNodeStore(folder);
  prepareDisk(store.disk);
  disk = openDisk(store.disk);
  now = 1_000_000;
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

test("one cause, one notice; what was withheld is over when it came, what was signed stays", () => {
  const alarms = createAlarms(disk, clock);
  expect(alarms.raise({ code: "alarm-body-withheld", facts: { index: 3 } })).toBe(true);
  expect(alarms.raise({ code: "alarm-body-withheld", facts: { index: 4 } })).toBe(false);
  expect(alarms.raise({ code: "alarm-ledger-forked", facts: { size: 9 } })).toBe(true);
  expect(alarms.raise({ code: "alarm-ledger-forked", facts: { size: 10 } })).toBe(false);
  expect(alarms.list().map(({ code }) => code)).toEqual(["alarm-ledger-forked", "alarm-body-withheld"]);
  alarms.forgetPassing();
  expect(alarms.list()).toEqual([{ code: "alarm-ledger-forked", at: 1_000_000, facts: { size: 9 } }]);
});

test("what was signed is shown for 30 days, also by the next process", () => {
  createAlarms(disk, clock).raise({ code: "alarm-batch-invalid", facts: { index: 7 } });
  const later = createAlarms(disk, clock);
  now += 30 * 86_400_000 - 1;
  expect(later.list()).toHaveLength(1);
  now += 1;
  expect(later.list()).toEqual([]);
  expect(later.raise({ code: "alarm-batch-invalid" })).toBe(true);
});

test("on a full disk an alarm is still shown", () => {
  const pages = Number(store.disk.prepare("PRAGMA page_count").get()?.["page_count"]);
  store.disk.exec(`PRAGMA max_page_count = ${pages}`);
  const alarms = createAlarms(disk, clock);
  const facts = { because: "x".repeat(100_000) };
  expect(alarms.raise({ code: "alarm-ledger-forked", facts })).toBe(true);
  expect(alarms.list().map(({ code }) => code)).toEqual(["alarm-ledger-forked"]);
  expect(createAlarms(disk, clock).list()).toEqual([]);
});
