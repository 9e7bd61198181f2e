/**
 * What a chart holds, as it opens from this device's disk: an import compares it with the folder that it came from, and knows by
 * it what is there already. Only hashes leave the vault.
 */

import { type Bytes, fail, ok, type Result, toHex, utf8 } from "@alcove/bytes";
import { hashLarge, startHash } from "@alcove/crypto";
import { type Failure, failure } from "@alcove/protocol";
import type { NoteKind, RevisionOf } from "@alcove/records";
import type { Disk } from "../disk.ts";
import type { Opened } from "../engine/opened.ts";
import type { ReadBack } from "../facade.ts";
import type { Ports, SqlRow } from "../ports.ts";
import { chartFrom } from "./open-charts.ts";

export async function readBack(
  ports: Ports,
  disk: Disk,
  opened: Opened,
  request: { readonly chart: string; readonly files: "named" | "whole" },
): Promise<Result<ReadBack, Failure>> {
  const chart = chartFrom(opened, request.chart);
  if (!chart) return fail(failure("chart-unknown"));
  const hashOf = async (content: Bytes) => toHex(await hashLarge(ports.crypto, content));
  const notes = await Promise.all(opened.fold.notesOf(chart).map((row) => readNote(opened, row, hashOf)));
  const files: ReadBack["files"][number][] = [];
  for (const row of opened.fold.attachmentsOf(chart)) {
    const hash = await hashOfFile(ports, disk, opened, row, request.files);
    if (hash === undefined) continue;
    files.push({
      id: toHex(row["record"] as Bytes),
      name: row["name"] as string,
      ...(row["note"] === null ? {} : { note: toHex(row["note"] as Bytes) }),
      hash,
    });
  }
  return ok({ notes: notes.filter((note) => note !== undefined), files });
}

async function readNote(
  opened: Opened,
  row: SqlRow,
  hashOf: (content: Bytes) => Promise<string>,
): Promise<ReadBack["notes"][number] | undefined> {
  const first = opened.fold.revisionsOf(row["record"] as Bytes)[0]?.["revision"] as Bytes | undefined;
  const isOnly = first !== undefined && toHex(first) === toHex(row["current"] as Bytes);
  const revisions = await Promise.all(
    (isOnly || !first ? [row["current"] as Bytes] : [first, row["current"] as Bytes]).map((one) =>
      opened.openRevision(one),
    ),
  );
  const texts = revisions.filter((one): one is RevisionOf<"note"> => one?.type === "note");
  if (texts.length === 0) return undefined;
  const source = texts.find((one) => one.source !== undefined)?.source?.path;
  return {
    id: toHex(row["record"] as Bytes),
    kind: row["kind"] as NoteKind,
    date: row["date"] as string,
    ...(source === undefined ? {} : { source }),
    hashes: await Promise.all(texts.map(({ text }) => hashOf(utf8(text)))),
  };
}

async function hashOfFile(
  ports: Ports,
  disk: Disk,
  opened: Opened,
  row: SqlRow,
  files: "named" | "whole",
): Promise<string | undefined> {
  if (files === "named") {
    const revision = await opened.openRevision(row["current"] as Bytes);
    return revision?.type === "attachment" ? toHex(revision.hash as Bytes) : undefined;
  }
  const { openFile } = await import("./files/open.ts");
  const reading = await openFile(ports, disk, opened, row["record"] as Bytes);
  if (!reading.ok) return undefined;
  const hashing = await startHash(ports.crypto);
  while (!reading.value.isDone()) {
    const piece = await reading.value.next();
    if (!piece.ok) return undefined;
    hashing.update(piece.value);
  }
  return toHex(hashing.digest());
}
