/**
 * Somebody puts their name to what was filled in, or takes it back (docs/spec, FRM-5 to FRM-8): what they typed is a record beside it, over
 * all that the response says, and the member in whose presence it was signs that record with their key, as they sign notes (SIG).
 *
 * What an attacker controls: a colleague who may write here can write down that somebody signed, and then their own key says so.
 */

import { type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { hash } from "@alcove/crypto";
import { type Failure, failure } from "@alcove/protocol";
import { encodeRevision, isDay, parseRevision, type RevisionOf } from "@alcove/records";
import type { Opened } from "../../engine/opened.ts";
import type { FormActView, SignForm } from "../../facade.ts";
import type { Ports, SqlRow } from "../../ports.ts";
import { mayWriteIn, placeOfRecord } from "../administrative.ts";
import { revisionFor } from "../notes.ts";
import { idFrom } from "../open-charts.ts";
import { accountOf } from "../signed.ts";
import { signRecord, verified } from "../signing.ts";

/** A record stays where it is; what says nothing of the treatment lies with people and numbers, and inside while a guard closes both. */
export function responsePlace(view: Opened, row: SqlRow): "clinical" | "administrative" {
  if (row["belongs"] === "clinical") return "clinical";
  return placeOfRecord(view, row["chart"] as Bytes, row["record"] as Bytes);
}

/**
 * Failures: `form-unknown`, `not-entitled`, `name-empty`, `reason-empty`, `day-unfit`, `form-changed` (another version stands, or two),
 * `form-unfinished`, `form-unsigned` (nothing to withdraw), `form-withdrawn`, `disk-full`.
 */
export async function addFormAct(
  ports: Ports,
  view: Opened,
  request: SignForm,
): Promise<Result<{ readonly act: string }, Failure>> {
  const record = idFrom(request.response);
  const row = record && view.fold.response(record);
  if (!record || !row) return fail(failure("form-unknown"));
  const chart = row["chart"] as Bytes;
  const place = responsePlace(view, row);
  if (!mayWriteIn(view, chart, place)) return fail(failure("not-entitled"));
  const [name, words] = [request.name.trim(), request.words?.trim() ?? ""];
  if (name === "") return fail(failure("name-empty"));
  if (!isDay(request.on)) return fail(failure("day-unfit"));
  const [seen, other] = view.fold.standing(record);
  if (!seen || other || toHex(seen["revision"] as Bytes) !== request.revision) return fail(failure("form-changed"));
  const said = await view.openRevision(seen["revision"] as Bytes);
  if (said?.type !== "form-response") return fail(failure("alarm-envelope-unopenable"));
  const acts = view.fold.formActsOf(record);
  if (acts.some((one) => one["act"] === "withdrawn")) return fail(failure("form-withdrawn"));
  if (request.act === "withdrawn" && !acts.some((one) => one["act"] === "signed"))
    return fail(failure("form-unsigned"));
  if (request.act === "withdrawn" && words === "") return fail(failure("reason-empty"));
  if (said.state !== "completed" || said.signatures === 0) return fail(failure("form-unfinished"));
  const person = request.person === undefined ? undefined : idFrom(request.person);
  const revision: RevisionOf<"form-act"> = {
    type: "form-act",
    revision: ports.crypto.random(16),
    writtenAt: ports.clock.now(),
    act: request.act,
    response: record,
    version: said.revision,
    content: hash(encodeRevision(said)),
    name,
    as: request.as.trim(),
    ...(person ? { person } : {}),
    words: request.act === "signed" ? said.agrees : words,
    on: request.on,
  };
  const act = ports.crypto.random(16);
  const next = revisionFor({ kind: place, chart }, act, revision, []);
  if (!parseRevision(next.revision)) return fail(failure("answers-unfit"));
  await view.keep([next]);
  return ok({ act: toHex(act) });
}

/**
 * The member's own acts on this response that the server has by now, signed with their key. Answers how many still wait.
 * Failures: `form-unknown`, `not-entitled`, `disk-full`.
 */
export async function confirmFormActs(
  ports: Ports,
  view: Opened,
  response: string,
): Promise<Result<{ readonly waiting: number }, Failure>> {
  const record = idFrom(response);
  const row = record && view.fold.response(record);
  if (!record || !row) return fail(failure("form-unknown"));
  const [chart, place] = [row["chart"] as Bytes, responsePlace(view, row)];
  if (!mayWriteIn(view, chart, place)) return fail(failure("not-entitled"));
  let waiting = 0;
  for (const { act, row: written } of await formActs(ports, view, row)) {
    // What a colleague signed in their place keeps nobody from it.
    if (!act.isYours || (act.holds !== "waits" && act.holds !== "not-theirs")) continue;
    // What they wrote themselves, whatever a colleague wrote over it.
    const seen = view.fold.revision(written["revision"] as Bytes);
    if (seen && seen["envelope"] !== null)
      await signRecord(ports, view, {
        record: seen["record"] as Bytes,
        seen,
        destination: { kind: place, chart },
      });
    else waiting += 1;
  }
  return ok({ waiting });
}

/** An act as it is shown, and its row: of one record there can be several. */
export type JudgedAct = { readonly act: FormActView; readonly row: SqlRow };

export async function formActs(ports: Ports, view: Opened, response: SqlRow): Promise<JudgedAct[]> {
  const record = response["record"] as Bytes;
  const standing = view.fold.standing(record);
  const acts = view.fold.formActsOf(record).map(async (row): Promise<JudgedAct | undefined> => {
    const said = await view.openRevision(row["revision"] as Bytes);
    if (said?.type !== "form-act") return undefined;
    const by = writerOf(view, row);
    const { act: what, name, as, words, on, writtenAt, content, version } = said;
    const act: FormActView = {
      id: toHex(row["record"] as Bytes),
      act: what,
      name,
      as,
      words,
      on,
      at: writtenAt,
      by: view.fold.nameOf(by) ?? "",
      isYours: equalBytes(by, view.keys.account),
      content: toHex(content),
      holds: await howItHolds(ports, view, record, row, said),
      isOfNow: standing.length === 1 && equalBytes(standing[0]?.["revision"] as Bytes, version),
    };
    return { act, row };
  });
  return (await Promise.all(acts)).filter((one) => one !== undefined);
}

/** Signed by the member whose device wrote it, where it lies, and over what the response said. */
async function howItHolds(
  ports: Ports,
  view: Opened,
  response: Bytes,
  row: SqlRow,
  { version, content }: RevisionOf<"form-act">,
): Promise<FormActView["holds"]> {
  const revision = toHex(row["revision"] as Bytes);
  const all = (await verified(ports, view, row["record"] as Bytes)).map((one) => one.view);
  const over = all.filter((one) => one.intent === "sign" && one.revision === revision);
  const theirs = over.filter((one) => one.account === toHex(writerOf(view, row)));
  const signedOver = view.fold.revision(version);
  if (!signedOver || !equalBytes(signedOver["record"] as Bytes, response)) return "elsewhere";
  const opened = await view.openRevision(version);
  if (!opened || !equalBytes(hash(encodeRevision(opened)), content)) return "other-words";
  if (theirs.some((one) => one.broken === undefined)) return "yes";
  if (over.length === 0) return "waits";
  return theirs.find((one) => one.broken !== undefined)?.broken ?? "not-theirs";
}

const writerOf = (view: Opened, row: SqlRow): Bytes => accountOf(view, row["author"] as Bytes) ?? view.keys.account;
