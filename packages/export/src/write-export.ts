/**
 * The files of an export, one after the other, as they are written to a folder or a ZIP file: what is large is never whole in memory. The
 * manifest and its seal come last, so that what was cut off says of itself that it is not whole.
 */

import { concatBytes, toHex, utf8 } from "@alcove/bytes";
import type { Paper, Pictures } from "@alcove/pdf";
import { chartPaper } from "./chart-paper.ts";
import { type ChartHead, choose, collect, type LeftOut, type Moment, type Named } from "./collect.ts";
import { chartBundle } from "./fhir/bundle.ts";
import { uuid } from "./fhir/resource.ts";
import {
  type ExportedFile,
  leftOutFor,
  type Manifest,
  manifestName,
  manifestText,
  type Recipient,
  type Seal,
  sealName,
  sealText,
  verifyName,
} from "./manifest.ts";
import { ruleOf, type Scope, tellsApart } from "./scope.ts";
import type { ChartSource, ExportFailure, Outcome } from "./source.ts";
import { formPaper } from "./form-paper.ts";
import { documentPath, formPath, textFiles } from "./text.ts";
import { verifyPage } from "./verify-page.ts";

export type ExportRequest = {
  readonly chart: ChartHead;
  readonly practice: Named;
  /** The member's name. */
  readonly madeBy: string;
  readonly scope: Scope;
  /** Absent: it stays with who makes it. */
  readonly recipient?: Recipient | undefined;
  /** Ids of agreed restrictions that were read (docs/spec, EXP-10). */
  readonly heeds?: readonly string[] | undefined;
};

/** `leftOut`: all of it, for who makes the export; its receiver may read less. */
export type Exported = { readonly manifest: Manifest; readonly leftOut: LeftOut };

export type ExportTools = Moment & {
  readonly startHash: () => { update(piece: Uint8Array): void; digest(): Uint8Array };
  /** A PDF file, piece by piece. Ends with `ExportStopped` where the code or the letters for it could not be loaded. */
  readonly setPaper: (paper: Paper, createdAt: number, pictures: Pick<Pictures, "read">) => AsyncIterable<Uint8Array>;
  readonly seal: (request: {
    readonly chart: string;
    readonly manifest: Uint8Array;
    readonly psychotherapy: boolean;
    readonly disclosure?: Recipient & { readonly on: string; readonly what: string };
    readonly heeds: readonly string[];
  }) => Promise<Outcome<Seal>>;
  /** Notes and documents. */
  readonly progress: (done: number, total: number) => void;
  readonly stopped: () => boolean;
};

/** A file whose content is read once, before the next is asked for. */
export type OutFile = { readonly path: string; readonly content: AsyncIterable<Uint8Array> };

/** An expected failure on the way: thrown, since a stream that others read has no other way to end early. */
export class ExportStopped extends Error {
  readonly failure: ExportFailure;

  constructor(failure: ExportFailure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** @throws ExportStopped */
export async function* exportFiles(
  source: ChartSource,
  request: ExportRequest,
  tools: ExportTools,
): AsyncGenerator<OutFile, Exported> {
  const { chart, practice, madeBy, scope, recipient, heeds = [] } = request;
  const tells = tellsApart(scope, recipient?.basis);
  const chosen = await choose(source, chart, scope, tools);
  const total = chosen.heads.length + chosen.documents.length;
  const read = (done: number) => tools.progress(done, total);
  const collected = await collect(source, chart, practice, chosen, { scope, tells, read });
  if (!collected.ok) throw new ExportStopped(collected.error);
  const material = collected.value;
  const files: ExportedFile[] = [];

  async function* counted(
    content: AsyncIterable<Uint8Array> | readonly Uint8Array[],
    file: Omit<ExportedFile, "bytes" | "sha256">,
    hash: ReturnType<ExportTools["startHash"]> = tools.startHash(),
  ): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    for await (const piece of content) {
      if (tools.stopped()) throw new ExportStopped({ code: "export-stopped" });
      hash.update(piece);
      bytes += piece.length;
      yield piece;
    }
    files.push({ ...file, bytes, sha256: toHex(hash.digest()) });
  }
  const whole = (
    path: string,
    content: Uint8Array,
    facts: Pick<ExportedFile, "record" | "revision"> = {},
  ): OutFile => ({
    path,
    content: counted([content], { path, ...facts }),
  });

  if (scope.formats.includes("text"))
    for (const { path, text, ...facts } of textFiles(material)) yield whole(path, utf8(text), facts);
  const pdf = (path: string, paper: Paper, facts: Pick<ExportedFile, "record"> = {}): OutFile => {
    const sizes = new Map(material.documents.map(({ id, bytes }) => [id, bytes]));
    const read = async (file: string) =>
      (sizes.get(file) ?? Infinity) > mostPictureBytes ? undefined : pictureOf(source, file);
    return { path, content: counted(tools.setPaper(paper, tools.now, { read }), { path, ...facts }) };
  };
  if (scope.formats.includes("pdf"))
    yield pdf("chart.pdf", chartPaper(material, { madeAt: tools.now, madeBy, madeFor: recipient?.to }));
  if (scope.formats.includes("fhir")) {
    const bundle = chartBundle(material, tools.now, (name) => idFor(tools, name));
    yield whole("chart.fhir.json", utf8(JSON.stringify(bundle)));
  }
  for (const { head, asked, answers, acts } of material.filled) {
    const isUnfinished = head.standing === "in-progress" || head.standing === "mistaken";
    const form = { practice: practice.name, asked, answers, on: head.on, ends: head.ends, isUnfinished, acts };
    yield pdf(formPath(head), formPaper(form), { record: head.id });
  }
  for (const [at, document] of material.documents.entries()) {
    const path = documentPath(document);
    const facts = { record: document.id, ...(document.said ? { document: document.said } : {}) };
    // The hash that its author sealed and its last piece proves: what is cut or changed on the way here is not what the manifest names.
    let sha256 = new Uint8Array();
    const content = inPieces(source, document.id, (opened) => (sha256 = opened.sha256));
    const proven = { update: () => {}, digest: () => sha256 };
    yield { path, content: counted(content, { path, ...facts }, proven) };
    tools.progress(chosen.heads.length + at + 1, total);
  }
  yield whole(verifyName, utf8(verifyPage));

  const manifest: Manifest = {
    format: "alcove-export",
    version: 2,
    madeAt: new Date(tools.now).toISOString(),
    madeBy,
    practice,
    chart: { id: chart.id, name: chart.name },
    ...(recipient ? { for: { ...recipient, rule: ruleOf(recipient.basis).rule } } : {}),
    scope,
    counts: { ...material.counts, versions: material.notes.reduce((sum, { versions }) => sum + versions.length, 0) },
    leftOut: leftOutFor(chosen.leftOut, tells),
    files,
  };
  const text = utf8(manifestText(manifest));
  const hash = tools.startHash();
  hash.update(text);
  const sealed = await tools.seal({
    chart: chart.id,
    manifest: hash.digest(),
    psychotherapy: material.counts.psychotherapyNotes > 0,
    heeds,
    ...(recipient ? { disclosure: { ...recipient, on: dayIn(tools), what: whatWent(manifest) } } : {}),
  });
  if (!sealed.ok) throw new ExportStopped(sealed.error);
  yield { path: manifestName, content: once(text) };
  yield { path: sealName, content: once(utf8(sealText(sealed.value))) };
  return { manifest, leftOut: chosen.leftOut };
}

async function* inPieces(
  source: ChartSource,
  id: string,
  onOpened: (opened: { readonly sha256: Uint8Array<ArrayBuffer> }) => void = () => {},
): AsyncGenerator<Uint8Array> {
  const opened = await source.openAttachment(id);
  if (!opened.ok) throw new ExportStopped(opened.error);
  onOpened(opened.value);
  const { reading } = opened.value;
  // The next piece is opened while this one is hashed and written: in a browser that is another thread.
  let next = source.readOn(reading);
  try {
    for (;;) {
      const piece = await next;
      if (!piece.ok) throw new ExportStopped(piece.error);
      const { bytes, done } = piece.value;
      if (!done) next = source.readOn(reading);
      yield bytes;
      if (done) return;
    }
  } finally {
    // What was asked for ahead is waited for; who gave up has no use for how it ended.
    await next.catch(() => {});
    await source.endReading(reading);
  }
}

/** Of a picture in the PDF file: more than any camera makes, and three times that is in memory while it is set. */
const mostPictureBytes = 24 * 1024 * 1024;

/** Undefined: it can't be read. That is said where the file itself goes out, and ends the export there. */
async function pictureOf(source: ChartSource, id: string): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of inPieces(source, id)) pieces.push(piece);
  } catch (error) {
    if (error instanceof ExportStopped) return undefined;
    throw error;
  }
  return pieces.length === 1 ? pieces[0] : concatBytes(...pieces);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The same for the same name, in each export. */
function idFor({ startHash }: ExportTools, name: string): string {
  const hash = startHash();
  hash.update(utf8(name));
  return uuid(toHex(hash.digest()).slice(0, 32));
}

/** Today, as the zone counts it. */
const dayIn = ({ now, zone }: Moment): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(now);

/** A short description of what an export holds: "12 notes, 3 measures". */
function whatWent({ counts, scope }: Pick<Manifest, "counts" | "scope">): string {
  const { notes, psychotherapyNotes, measures, facts, people, appointments, forms, attachments, cases } = counts;
  const named: [number, string, string][] = [
    [notes - psychotherapyNotes, "progress note", "progress notes"],
    [psychotherapyNotes, "psychotherapy note", "psychotherapy notes"],
    [measures, "measure", "measures"],
    [facts, "clinical fact", "clinical facts"],
    [people, "person", "people"],
    [appointments, "appointment", "appointments"],
    [forms, "form", "forms"],
    [attachments, "document", "documents"],
    [cases, "request of the client", "requests of the client"],
  ];
  const what = named
    .filter(([number]) => number > 0)
    .map(([number, one, many]) => `${number} ${number === 1 ? one : many}`);
  const days = [scope.from && `from ${scope.from}`, scope.to && `to ${scope.to}`].filter(Boolean).join(" ");
  return `Export of the chart: ${what.length > 0 ? what.join(", ") : "nothing of the chosen parts"}${days ? `, ${days}` : ""}`;
}
