import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bytes } from "@alcove/bytes";
import { openNodeStore } from "@alcove/store-node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDisk, prepareDisk } from "./disk.ts";
import type { Store } from "./ports.ts";

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "alcove-disk-"));
  store = openNodeStore(folder);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const piece = (n: number) => new Uint8Array([n]) as Bytes;

test("a snapshot comes back in its order, and of those that are not named nothing stays", () => {
  prepareDisk(store.disk);
  const { snapshots } = openDisk(store.disk);
  for (const n of [0, 2, 1]) snapshots.add("words/a", n, piece(n));
  snapshots.add("words/b", 0, piece(9));
  expect(snapshots.get("words/a")).toEqual([piece(0), piece(1), piece(2)]);
  snapshots.removeAllBut(["words/b", "fold/b"]);
  expect([snapshots.get("words/a"), snapshots.get("words/b")]).toEqual([[], [piece(9)]]);
  snapshots.removeAllBut([]);
  expect(snapshots.get("words/b")).toEqual([]);
});

test("a file of version 1 loses its snapshots, which can be derived again, and nothing else", () => {
  prepareDisk(store.disk);
  openDisk(store.disk).outbox.add(piece(7), false);
  store.disk.exec(`
    DROP INDEX chunks_unsent; DROP TABLE snapshots; DROP TABLE files; PRAGMA user_version = 1;
    CREATE TABLE snapshots (name TEXT PRIMARY KEY, sealed BLOB NOT NULL); ALTER TABLE outbox DROP COLUMN held;
    ALTER TABLE outbox DROP COLUMN quiet;
    INSERT INTO snapshots VALUES ('fold', x'01');
  `);
  expect(prepareDisk(store.disk)).toBe("ready");
  const disk = openDisk(store.disk);
  expect([disk.snapshots.get("fold"), disk.outbox.count()]).toEqual([[], 1]);
  disk.snapshots.add("fold", 0, piece(1));
  disk.files.put(piece(2), piece(3));
  expect([disk.snapshots.get("fold"), disk.files.record(piece(2))]).toEqual([[piece(1)], piece(3)]);
});

test("a file of version 2 has nothing set aside, and keeps what waits", () => {
  prepareDisk(store.disk);
  openDisk(store.disk).outbox.add(piece(7), false);
  store.disk.exec(`
    DROP INDEX chunks_unsent; ALTER TABLE outbox DROP COLUMN held; ALTER TABLE outbox DROP COLUMN quiet; PRAGMA user_version = 2
  `);
  expect(prepareDisk(store.disk)).toBe("ready");
  const { outbox } = openDisk(store.disk);
  expect([outbox.count(), outbox.held()]).toEqual([1, []]);
  outbox.add(piece(8), false);
  outbox.setHeld(1, true);
  expect([outbox.next(0, "not held"), outbox.next(0, "held too"), outbox.held()]).toEqual([2, 1, [1]]);
  outbox.removeThrough(2);
  expect([outbox.count(), outbox.at(1)]).toEqual([1, piece(7)]);
});

test("a file of version 3 has nothing quiet; of what is quiet nobody is told", () => {
  prepareDisk(store.disk);
  openDisk(store.disk).outbox.add(piece(7), true);
  store.disk.exec("DROP INDEX chunks_unsent; ALTER TABLE outbox DROP COLUMN quiet; PRAGMA user_version = 3");
  expect(prepareDisk(store.disk)).toBe("ready");
  const { outbox } = openDisk(store.disk);
  expect(outbox.told()).toEqual({ waiting: 1, held: 0 });
  outbox.add(piece(8), true);
  outbox.setHeld(1, true);
  outbox.setHeld(2, true);
  expect([outbox.told(), outbox.count(), outbox.held()]).toEqual([{ waiting: 1, held: 1 }, 2, [1, 2]]);
});

test("a file of version 4 finds what waits to be sent, as before, without a look at the rest", () => {
  prepareDisk(store.disk);
  openDisk(store.disk).chunks.put(piece(1), 0, piece(2), false);
  store.disk.exec("DROP INDEX chunks_unsent; PRAGMA user_version = 4");
  expect(prepareDisk(store.disk)).toBe("ready");
  const { chunks } = openDisk(store.disk);
  chunks.put(piece(1), 1, piece(3), true);
  expect([chunks.hasUnsent(), chunks.unsentOf(piece(1)), chunks.allUnsent()]).toEqual([
    true,
    1,
    [{ blob: piece(1), position: 0 }],
  ]);
  for (const query of ["SELECT blob, position", "SELECT count(*)"]) {
    const [plan] = store.disk.prepare(`EXPLAIN QUERY PLAN ${query} FROM chunks WHERE sent = 0`).all();
    expect(plan?.["detail"]).toContain("COVERING INDEX chunks_unsent");
  }
});

test("ATT-7 what was being sealed is gone at the next start; of what a record names nothing", () => {
  prepareDisk(store.disk);
  const disk = openDisk(store.disk);
  for (const blob of [piece(1), piece(2)]) {
    disk.sealing.begin(blob);
    disk.chunks.put(blob, 0, piece(9), false);
  }
  disk.sealing.end(piece(2));
  disk.sealing.giveUp(piece(2));
  openDisk(store.disk).sealing.sweep();
  expect(disk.chunks.allUnsent()).toEqual([{ blob: piece(2), position: 0 }]);
});
