/** Forms that this member has something to do with: to read because somebody may be in danger, to have signed, to confirm with their key, or to renew before they end. */

import { type Bytes, equalBytes } from "@alcove/bytes";
import { plusDays } from "@alcove/records/schedule";
import type { Opened } from "../../engine/opened.ts";
import type { FormResponseHead, UnfinishedView } from "../../facade.ts";
import type { SqlRow } from "../../ports.ts";
import { mayWrite } from "../open-charts.ts";
import { accountOf } from "../signed.ts";
import { headOf, isConfirmed } from "./heads.ts";

/** Before its last day. */
const daysAhead = 7;

/** `since`: what was filled in before that day was left unsigned on purpose. */
export function openForms(opened: Opened, today: string, since: string): UnfinishedView[] {
  const { fold, keys } = opened;
  const isMine = (device: unknown) => equalBytes(accountOf(opened, device as Bytes) ?? keys.account, keys.account);
  const shown = (row: SqlRow) => !opened.isGuardedChart(row["chart"] as Bytes);
  const waits = (act: SqlRow) => isMine(act["author"]) && !isConfirmed(opened, act);
  const toConfirm = fold
    .responsesUnconfirmed()
    .filter((row) => shown(row) && fold.formActsOf(row["record"] as Bytes).some(waits))
    .map((row) => viewOf(headOf(opened, row), "confirm"));
  const confirmed = new Set(toConfirm.map(({ response }) => response));
  const soon = plusDays(today, daysAhead);
  const around = fold.responsesAround(since, today, soon).filter(shown);
  const others = around.flatMap((row) => {
    const head = headOf(opened, row);
    if (confirmed.has(head.id)) return [];
    if (head.standing === "completed" && head.signatures > 0 && isMine(row["author"])) return [viewOf(head, "sign")];
    const isInForce = head.standing === "signed" || head.signatures === 0;
    const endsSoon = head.ends !== undefined && head.ends >= today && head.ends <= soon;
    return isInForce && endsSoon && !isRenewed(opened, row) ? [viewOf(head, "ends")] : [];
  });
  return [...toConfirm, ...others, ...toRead(opened, since)];
}

/** Where answers speak of danger, for all who treat: until a note or a flag was written after them. */
function toRead(opened: Opened, since: string): OpenForm[] {
  const { fold } = opened;
  return fold.responsesOfDanger(since).flatMap((row) => {
    const [chart, at] = [row["chart"] as Bytes, Number(row["written_at"])];
    if (opened.isGuardedChart(chart) || !mayWrite(opened, chart, "progress")) return [];
    const isSeen =
      fold.notesOf(chart).some((note) => note["kind"] === "progress" && Number(note["written_at"]) > at) ||
      fold.structuredOf("flag", chart).some(({ value }) => value.writtenAt > at);
    return isSeen ? [] : [viewOf(headOf(opened, row), "danger")];
  });
}

type OpenForm = Extract<UnfinishedView, { kind: "form" }>;
const viewOf = ({ id, chart, title, on, ends }: FormResponseHead, why: OpenForm["why"]): OpenForm => ({
  kind: "form",
  chart,
  day: why === "ends" ? (ends ?? on) : on,
  response: id,
  title,
  why,
});

/** The same form was filled in again, and holds for longer. */
const isRenewed = ({ fold }: Opened, row: SqlRow): boolean =>
  fold
    .responsesOf(row["chart"] as Bytes)
    .some(
      (other) =>
        other["form"] === row["form"] &&
        other["state"] === "completed" &&
        String(other["ends"] ?? "") > String(row["ends"]),
    );
