import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { createDocumentReader, type DocumentReader } from "./reader.ts";
import type { FoundFile } from "./walk.ts";

const folder = mkdtempSync(join(tmpdir(), "alcove-reader-"));
afterAll(() => rmSync(folder, { recursive: true }));
let reader: DocumentReader | undefined;
afterEach(() => reader?.close());

function file(name: string, content: string | Uint8Array = ""): FoundFile {
  writeFileSync(join(folder, name), content);
  return { place: Buffer.from(join(folder, name)), path: name, bytes: content.length, changedAt: 0 };
}

test("reads one document after the other in a process of its own", async () => {
  reader = createDocumentReader();
  for (const name of ["2026-03-01 session.txt", "b.md"]) {
    const read = await reader.read(file(name, "The heron stood still.\n"));
    expect(read).toMatchObject({ ok: true, notes: [{ text: "The heron stood still.\n", source: name }] });
  }
});

test("a document that takes too long is given up, and the next one is read", async () => {
  const rows = `text,date\n${"one row of many,2026-01-01\n".repeat(150_000)}`;
  reader = createDocumentReader({ maxMs: 1 });
  const slow = await reader.read(file("slow.csv", rows));
  expect(slow).toEqual({ ok: false, failure: { code: "document-slow", facts: { path: "slow.csv" } } });
  reader.close();
  reader = createDocumentReader();
  expect(await reader.read(file("next.txt", "Fine.\n"))).toMatchObject({ ok: true });
});

test("a document that takes too much memory takes its process with it, and the next one is read", async () => {
  reader = createDocumentReader({ maxHeapMiB: 32 });
  const rows = `text,date\n${"one row of many,2026-01-01\n".repeat(600_000)}`;
  const greedy = await reader.read(file("greedy.csv", rows));
  expect(greedy).toEqual({ ok: false, failure: { code: "document-damaged", facts: { path: "greedy.csv" } } });
  expect(await reader.read(file("next.txt", "Fine.\n"))).toMatchObject({ ok: true });
});

test("a file that became a link since it was found is not followed", async () => {
  reader = createDocumentReader();
  file("target.txt", "not for you");
  symlinkSync("target.txt", join(folder, "link.txt"));
  const read = await reader.read({
    place: Buffer.from(join(folder, "link.txt")),
    path: "link.txt",
    bytes: 11,
    changedAt: 0,
  });
  expect(read).toMatchObject({ ok: false, failure: { code: "file-unreadable", facts: { reason: "ELOOP" } } });
});

test("500 MB are refused by their size, unread", async () => {
  reader = createDocumentReader();
  const huge = file("huge.txt");
  truncateSync(join(folder, "huge.txt"), 500 * 1024 * 1024);
  const before = process.memoryUsage().rss;
  const read = await reader.read(huge);
  expect(read).toMatchObject({ ok: false, failure: { code: "document-too-large", facts: { size: 524_288_000 } } });
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
});
