/** Certificates of destruction, made of the roster's statements as they lie on this device; and the same on paper. */

import { type Bytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { hash } from "@alcove/crypto";
import { type Failure, failure, parseStatement } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import { signedBodies } from "../../engine/signed-bodies.ts";
import type { DestroyedCompartment, DestructionCertificate } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { dayBefore } from "../days.ts";
import { idFrom } from "../open-charts.ts";
import { type PdfLine, writePdf } from "../write-pdf.ts";
import { areWhole } from "./could-have-read.ts";

const statements = new Set(["roster"] as const);

/** Of a chart. Failures: `chart-unknown`, `nothing-destroyed`, `store-damaged`. */
export function destructionCertificate(
  { ports, disk, opened }: { readonly ports: Ports; readonly disk: Disk; readonly opened: Opened },
  chartId: string,
): Result<DestructionCertificate, Failure> {
  const { state, fold, keys, profile } = opened;
  const { roster, checkpoint } = state;
  const chart = idFrom(chartId);
  if (!chart || !roster || !checkpoint) return fail(failure("chart-unknown"));
  // Each statement below is held against its leaf, and the leaves against what the server signed.
  if (!areWhole(disk, checkpoint)) return fail(failure("store-damaged"));
  const nameOf = (id: Bytes): string => fold.nameOf(id) ?? "";
  const within = new Set((roster.charts.get(toHex(chart)) ?? []).map(toHex));
  const counted = new Set([...roster.heads.values()].map(({ index }) => index));
  const destroyed: DestroyedCompartment[] = [];
  for (const { index, entry } of signedBodies(disk, statements, roster.headIndex + 1)) {
    const body = counted.has(index) ? parseStatement(entry)?.body : undefined;
    for (const operation of body?.operations ?? []) {
      if (operation[0] !== "compartment.destroy" || !body || !within.has(toHex(operation[1]))) continue;
      const [, compartment, entries, digest] = operation;
      const day = dayBefore(disk, index);
      destroyed.push({
        compartment: toHex(compartment),
        kind: "psychotherapy",
        act: { index, ...(day ? { day } : {}), by: toHex(body.account), byName: nameOf(body.account) },
        device: { id: toHex(body.device), name: nameOf(body.device) },
        statement: toHex(hash(entry)),
        entries,
        digest: toHex(digest),
      });
    }
  }
  if (destroyed.length === 0) return fail(failure("nothing-destroyed"));
  return ok({
    format: "alcove-destroyed-1",
    practice: { id: toHex(roster.practice), name: profile.practiceName },
    chart: { id: toHex(chart), name: nameOf(chart) },
    madeAt: ports.clock.now(),
    madeBy: { id: toHex(keys.account), name: profile.memberName },
    ledger: { size: checkpoint.size, root: toHex(checkpoint.root) },
    destroyed,
    done,
    notReached,
  });
}

const done = [
  "Their author signed that these notes are destroyed. Nobody in the practice has a right in them, and nobody can be given one again.",
  "A server that keeps to the rules deleted in the same commit what was kept of them: sealed keys, sealed notes and sealed files. Of each entry its hash stays in the ledger.",
  "Each device of the author's deletes its keys, words, lists and search index of them when it next sees the statement.",
];
const notReached = [
  "Backups of the server or of a device from before, until they are overwritten. With the keys of the author, or enough of the author's own cards, they can still be opened.",
  "A device of the author's that has not been online since.",
  "Anything written to a file, printed, copied or photographed, and what somebody remembers.",
  "Whatever a server or a device that does not keep to the rules kept for itself, and what a disk keeps in places that were set free.",
  "What the chart's access log says of others who looked, and who opened the notes while they were guarded: neither holds words of them.",
];

/** Made of the certificate alone: the same certificate gives the same bytes. */
export function certificatePdf(certificate: DestructionCertificate): Uint8Array {
  const { practice, chart, ledger, madeBy } = certificate;
  const title = `Psychotherapy notes destroyed: ${chart.name || chart.id}`;
  return writePdf(title, [
    { style: "title", text: title },
    text(
      `${practice.name}. Made on ${sayTime(certificate.madeAt)} by ${madeBy.name || madeBy.id}, by this device's clock.`,
    ),
    text(`As of the practice's ledger with ${ledger.size} entries, root ${ledger.root}.`),
    ...certificate.destroyed.flatMap(linesOf),
    { style: "heading", text: "What was done" },
    ...certificate.done.map(text),
    { style: "heading", text: "What it does not reach" },
    ...certificate.notReached.map(text),
  ]);
}

function linesOf({ compartment, act, device, statement, entries, digest }: DestroyedCompartment): PdfLine[] {
  const when = act.day ? `on ${act.day} or later` : "on a day that no device had signed before";
  return [
    { style: "heading", text: `Destroyed ${when}` },
    text(`By ${act.byName || act.by}, their author, on ${device.name || device.id}: entry ${act.index} of the ledger.`),
    text(`Statement ${statement}.`),
    text(`Compartment ${compartment}: ${entries} entries of keys and notes, together ${digest}.`),
  ];
}

const text = (words: string): PdfLine => ({ style: "text", text: words });
const sayTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
