/**
 * What of this member's own work is not finished: appointments that were kept and have no note, changes that a colleague asked for, notes that a supervisor has
 * not countersigned, flags and plans whose day has come, forms to be signed, confirmed or renewed, clients who come of age. What lies in guarded charts is left out: whether they hold a note is not known here.
 */

import { type Bytes, equalBytes, fromHex, ok, type Result, toHex } from "@alcove/bytes";
import type { Failure } from "@alcove/protocol";
import { plusDays } from "@alcove/records/schedule";
import type { Opened } from "../engine/opened.ts";
import type { UnfinishedView } from "../facade.ts";
import type { Ports, SqlRow } from "../ports.ts";
import { comingOfAge } from "./guides/of-age.ts";
import { openForms } from "./forms/open-forms.ts";
import { mayWrite } from "./open-charts.ts";
import { calendar } from "./schedule/calendar.ts";
import { authorName } from "./notes.ts";
import { accountOf, isAuthor, isTheirs } from "./signed.ts";
import { noteSignatures } from "./signing.ts";

/** Older appointments than these were left without a note on purpose. */
const daysBack = 30;
/** Supervision meets weekly or monthly; what nobody stood behind for longer is no task of today. */
const supervisedDaysBack = 120;

/** `today`: `yyyy-mm-dd` in `zone`. Oldest first. Failures: `appointment-unfit`. */
export async function unfinished(
  ports: Ports,
  opened: Opened,
  { today, zone }: { readonly today: string; readonly zone: string },
): Promise<Result<readonly UnfinishedView[], Failure>> {
  const kept = calendar(opened, { from: plusDays(today, -daysBack), until: today, zone });
  if (!kept.ok) return kept;
  const now = ports.clock.now();
  const missing = kept.value.entries.flatMap(({ plan, attendance, until, begins }): UnfinishedView[] => {
    const chart = plan.chart === undefined ? undefined : fromHex(plan.chart);
    const isKept = attendance !== "no-show" && attendance !== "cancelled" && until < now;
    if (!chart || !isKept || plan.member !== toHex(opened.keys.account) || !isWritable(opened, chart)) return [];
    const day = begins.slice(0, 10);
    return opened.fold.hasProgressNote(chart, day) ? [] : [{ kind: "note", chart: toHex(chart), day }];
  });
  return ok(
    [
      ...missing,
      ...(await changesAsked(ports, opened)),
      ...toCountersign(opened, plusDays(today, -supervisedDaysBack)),
      ...reviewsDue(opened, today),
      ...comingOfAge(opened, today, (chart) => isWritable(opened, chart)).map(
        ({ chart, day, name }): UnfinishedView => ({ kind: "of-age", chart, day, name }),
      ),
      ...openForms(opened, today, plusDays(today, -daysBack)),
    ].toSorted((a, b) => a.day.localeCompare(b.day)),
  );
}

const isWritable = (opened: Opened, chart: Bytes): boolean =>
  !opened.isGuardedChart(chart) && mayWrite(opened, chart, "progress");

async function changesAsked(ports: Ports, opened: Opened): Promise<UnfinishedView[]> {
  const { fold, keys } = opened;
  const notes = new Map(fold.structuredOfType("change-request").map(({ value }) => [toHex(value.note), value.note]));
  const asked: UnfinishedView[] = [];
  for (const [note, record] of notes) {
    const row = fold.note(record);
    if (!row || !isAuthor(opened, record, keys.account)) continue;
    const answered = await noteSignatures(ports, opened, note);
    const open = answered.ok ? answered.value.changeRequests.filter(({ isAnswered }) => !isAnswered) : [];
    for (const { by, words } of open)
      asked.push({ kind: "change", chart: toHex(row["chart"] as Bytes), day: String(row["date"]), note, by, words });
  }
  return asked;
}

/**
 * To a supervisor: what others signed in charts that both write in, and nobody stands behind yet. Of what this member asked a change nothing is left to them until
 * something was added.
 */
function toCountersign(opened: Opened, since: string): UnfinishedView[] {
  const { fold, keys, state } = opened;
  if (state.roster?.members.get(toHex(keys.account))?.role !== "supervisor") return [];
  return fold.signedSince(since).flatMap((record): UnfinishedView[] => {
    const row = fold.note(record);
    if (!row || !isWritable(opened, row["chart"] as Bytes)) return [];
    const signers = fold.signaturesOf(record).filter((one) => isTheirs(opened, record, one));
    const isStoodBehind = signers.some(({ intent, account }) => intent === "countersign" || isMine(account as Bytes));
    if (signers.length === 0 || isStoodBehind || waitsForAuthor(record, row)) return [];
    const by = authorName(opened, row["begun_by"] as Bytes);
    return [
      { kind: "countersign", chart: toHex(row["chart"] as Bytes), day: String(row["date"]), note: toHex(record), by },
    ];
  });

  function isMine(account: Bytes): boolean {
    return equalBytes(account, keys.account);
  }
  function waitsForAuthor(note: Bytes, { chart }: SqlRow): boolean {
    const asked = fold
      .structuredOf("change-request", chart as Bytes)
      .filter(({ value, author }) => equalBytes(value.note, note) && isMine(accountOf(opened, author) ?? keys.account))
      .map(({ value }) => value.writtenAt);
    const added = fold
      .notesOf(chart as Bytes)
      .filter(({ adds }) => adds !== null && equalBytes(adds as Bytes, note))
      .map(({ written_at }) => Number(written_at));
    return asked.length > 0 && Math.max(...asked) > Math.max(0, ...added);
  }
}

function reviewsDue(opened: Opened, today: string): UnfinishedView[] {
  return (["flag", "plan"] as const).flatMap((fact) =>
    opened.fold.structuredOfType(fact).flatMap(({ chart, value }): UnfinishedView[] => {
      const day = value.ended ? undefined : value.reviewBy;
      if (day === undefined || day > today || !chart || !isWritable(opened, chart)) return [];
      return [{ kind: "review", chart: toHex(chart), day, fact, words: value.type === "flag" ? value.words : "" }];
    }),
  );
}
