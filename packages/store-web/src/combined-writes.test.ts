/** Against a file in memory that counts what reaches it; in a real browser: `tests/stores`. */

import { expect, test } from "vitest";
import { combineWrites } from "./combined-writes.ts";
import type { SyncHandle } from "./sync-handle.ts";

type CountedFile = SyncHandle & { readonly log: string[]; bytes: Uint8Array; refuses: boolean };

function fileInMemory(): CountedFile {
  const file: CountedFile = {
    log: [],
    bytes: new Uint8Array(0),
    refuses: false,
    write(from, { at }) {
      if (file.refuses) throw new DOMException("full", "QuotaExceededError");
      file.log.push(`write ${from.length}`);
      if (at + from.length > file.bytes.length) this.truncate(at + from.length);
      file.bytes.set(from, at);
      return from.length;
    },
    read(into, { at }) {
      const found = file.bytes.subarray(at, at + into.length);
      into.set(found);
      return found.length;
    },
    truncate(length) {
      const bytes = new Uint8Array(length);
      bytes.set(file.bytes.subarray(0, length));
      file.bytes = bytes;
    },
    getSize: () => file.bytes.length,
    flush: () => void file.log.push("flush"),
    close: () => void file.log.push("close"),
  };
  return file;
}

const page = (n: number) => new Uint8Array(8192).fill(n);

test("pages in a row reach the file as one write, before the flush that asks for them", () => {
  const file = fileInMemory();
  const combined = combineWrites(file);
  for (let n = 0; n < 10; n++) expect(combined.write(page(n + 1), { at: n * 8192 })).toBe(8192);
  expect(file.log).toEqual([]);
  combined.flush();
  combined.close();
  expect(file.log).toEqual(["write 81920", "flush", "close"]);
  expect([file.bytes[0], file.bytes[81_919]]).toEqual([1, 10]);
});

test("what reads, measures, cuts or closes the file finds in it what was written", () => {
  const file = fileInMemory();
  const combined = combineWrites(file);
  combined.write(page(1), { at: 0 });
  const into = new Uint8Array(8192);
  expect([combined.read(into, { at: 0 }), into[8191]]).toEqual([8192, 1]);
  combined.write(page(2), { at: 8192 });
  expect(combined.getSize()).toBe(16_384);
  combined.write(page(3), { at: 16_384 });
  combined.truncate(8193);
  expect([...file.bytes.subarray(8191)]).toEqual([1, 2]);
  combined.write(page(4), { at: 0 });
  combined.close();
  expect([file.bytes[0], file.log.at(-1)]).toEqual([4, "close"]);
});

test("in any order and of any size, the file is as if each write had gone to it", () => {
  const [file, plain] = [fileInMemory(), fileInMemory()];
  const combined = combineWrites(file);
  let seed = 1;
  const below = (most: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % most;
  };
  let at = 0;
  for (let i = 0; i < 400; i++) {
    const bytes = new Uint8Array(below(20) === 0 ? 300_000 : below(9000)).fill(below(256));
    if (below(4) === 0) at = below(1_000_000);
    combined.write(bytes, { at });
    plain.write(bytes, { at });
    at += bytes.length;
  }
  combined.flush();
  expect(Buffer.compare(file.bytes, plain.bytes)).toBe(0);
});

test("a write that is refused later is told by what asked for it, and once", () => {
  const file = fileInMemory();
  const combined = combineWrites(file);
  combined.write(page(1), { at: 0 });
  file.refuses = true;
  expect(() => combined.flush()).toThrow("full");
  file.refuses = false;
  combined.flush();
  expect(file.log).toEqual(["flush"]);
});
