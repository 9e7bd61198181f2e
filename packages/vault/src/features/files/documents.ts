/** What is said of files (docs/spec, DOC). It counts beside its file only: who writes elsewhere says nothing of it. */

import { type Bytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import { isDay, isRevision } from "@alcove/records";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import type { Destination, OutboxRevision } from "../../engine/outbox.ts";
import type { DescribeDocument, DocumentView, DocumentWords } from "../../facade.ts";
import type { Ports, SqlRow } from "../../ports.ts";
import type { Structured } from "../../views/lists/structured.ts";
import { revisionFor } from "../notes.ts";
import { idFrom, mayWrite } from "../open-charts.ts";
import { besideOf, seenOf, standingIn } from "../structured.ts";
import { destinationOfRow } from "./place.ts";
import { attachmentView } from "./view.ts";
import { copyElsewhere, liesBeside, mayMove } from "./whose.ts";

type Ported = Pick<Ports, "clock" | "crypto">;

export async function documentViews(
  running: Opened,
  opened: Opened,
  disk: Disk,
  chart: Bytes,
): Promise<DocumentView[]> {
  const said = saidIn(opened, chart);
  return Promise.all(
    opened.fold.attachmentsOf(chart).map(async (row): Promise<DocumentView> => {
      const leads = said.get(toHex(row["record"] as Bytes));
      const copyIn = copyElsewhere(running, row);
      return {
        ...attachmentView(disk, row),
        ...(leads ? { said: wordsOf(leads.value) } : {}),
        others: leads ? (await besideOf(opened, "document", leads.record)).map(wordsOf) : [],
        basedOn: leads ? standingIn(opened, leads.record) : [],
        mayDescribe: mayDescribe(opened, row),
        mayMove: mayMove(opened, row),
        ...(copyIn === undefined ? {} : { copyIn }),
      };
    }),
  );
}

/** Failures: `attachment-unknown`, `document-unfit`, `not-entitled`. */
export async function describeDocument(
  ports: Ported,
  opened: Opened,
  { file, said, basedOn }: DescribeDocument,
): Promise<Result<undefined, Failure>> {
  const record = idFrom(file);
  const row = record && opened.fold.attachment(record);
  if (!record || !row || row["chart"] === null) return fail(failure("attachment-unknown"));
  if (!mayDescribe(opened, row)) return fail(failure("not-entitled"));
  const leads = saidIn(opened, row["chart"] as Bytes).get(file);
  const next = leads
    ? saying(ports, opened, row, said, leads.record, seenOf(opened, leads.record, basedOn))
    : saying(ports, opened, row, said);
  if (!next) return fail(failure("document-unfit"));
  await opened.keep([next]);
  return ok();
}

/** The revision that says so of a file; a first one without `document`. `undefined`: nothing that can be said of one. */
export function saying(
  { crypto, clock }: Ported,
  opened: Opened,
  /** Of the file: its `record`, `chart` and `note`. */
  file: SqlRow,
  said: DocumentWords,
  document: Bytes = crypto.random(16),
  parents: readonly SqlRow[] = [],
  destination: Destination = destinationOfRow(opened, file),
): OutboxRevision | undefined {
  const { category, title, date, from } = said;
  const words = { category, title: title.trim(), from: from.trim(), ...(date === undefined ? {} : { date }) };
  const stamp = { revision: crypto.random(16), writtenAt: clock.now() };
  const revision = { type: "document" as const, ...stamp, file: file["record"] as Bytes, ...words };
  if (!isRevision(revision) || (date !== undefined && !isDay(date))) return undefined;
  return revisionFor(destination, document, revision, parents);
}

/** Of a chart's files, by their ids in hex. */
export function saidIn(opened: Opened, chart: Bytes): ReadonlyMap<string, Structured<"document">> {
  const found = new Map<string, Structured<"document">>();
  const inOrder = opened.fold
    .structuredOf("document", chart)
    .map((one) => ({ one, first: opened.fold.revisionsOf(one.record)[0] }))
    .toSorted((a, b) => placeOf(a.first) - placeOf(b.first));
  for (const { one, first } of inOrder) {
    const file = toHex(one.value.file);
    if (!found.has(file) && liesBeside(opened, first, one.value.file)) found.set(file, one);
  }
  return found;
}

/** In the ledger; what waits here comes after all that is there. */
const placeOf = (first: SqlRow | undefined): number => Number(first?.["position"] ?? Number.MAX_SAFE_INTEGER);

const mayDescribe = (opened: Opened, row: SqlRow): boolean =>
  mayWrite(
    opened,
    row["chart"] as Bytes,
    destinationOfRow(opened, row).kind === "psychotherapy" ? "psychotherapy" : "progress",
  );

const wordsOf = ({ category, title, date, from }: DocumentWords): DocumentWords => ({
  category,
  title,
  ...(date === undefined ? {} : { date }),
  from,
});
