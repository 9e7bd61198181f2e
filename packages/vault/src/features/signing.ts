/**
 * Signing notes (docs/spec, SIG-1 to SIG-7). A signature is a record beside the note, over the envelope that the ledger has: a note
 * that waits can't be signed yet. It locks the note in the apps; what is to be added is an addendum.
 */

import {
  type Bytes,
  type CompartmentId,
  equalBytes,
  fail,
  type Hash,
  ok,
  type RecordId,
  type Result,
  toHex,
} from "@alcove/bytes";
import { hash } from "@alcove/crypto";
import {
  type Failure,
  failure,
  isSignedByIdentity,
  parseNoteSignature,
  type SignatureIntent,
  signNote as signed,
} from "@alcove/protocol";
import { encodeRevision, type NoteKind, type Revision } from "@alcove/records";
import { compartmentFor } from "../engine/state.ts";
import type { Opened } from "../engine/opened.ts";
import type { Destination } from "../engine/outbox.ts";
import type { BrokenSignature, NoteHead, NoteSignatures, SignatureView, SignNote } from "../facade.ts";
import type { Ports, SqlRow } from "../ports.ts";
import { noteHead, revisionFor } from "./notes.ts";
import { idFrom, mayWrite, noteDestination } from "./open-charts.ts";
import { accountOf, isAuthor, isTheirs } from "./signed.ts";
import { nextRevision } from "./structured.ts";

/** The note, where this member may write beside it. */
function placeOf(
  opened: Opened,
  note: string,
): Result<{ record: Bytes; row: SqlRow; destination: ReturnType<typeof noteDestination> }, Failure> {
  const record = idFrom(note);
  const row = record && opened.fold.note(record);
  if (!record || !row) return fail(failure("note-unknown"));
  const { state, keys } = opened;
  const [kind, chart] = [row["kind"] as NoteKind, row["chart"] as Bytes];
  const destination = noteDestination(kind, chart);
  const place = state.roster && compartmentFor(state.roster, keys.account, destination.kind, chart);
  const lies = opened.fold.revisionsOf(record).find(({ compartment }) => compartment !== null)?.["compartment"];
  const isBeside = !lies || (place !== undefined && equalBytes(place.compartment, lies as Bytes));
  if (!isBeside || !mayWrite(opened, chart, kind)) return fail(failure("not-entitled"));
  return ok({ record, row, destination });
}

/**
 * Failures: `note-unknown`, `not-entitled`, `note-by-others` (as author: wrote none of it), `note-changed` (another version came, or two
 * stand side by side), `note-unsent`, `note-unsigned` (nobody to countersign), `disk-full`.
 */
export async function signNote(ports: Ports, opened: Opened, request: SignNote): Promise<Result<undefined, Failure>> {
  const place = placeOf(opened, request.note);
  if (!place.ok) return place;
  const { record, destination } = place.value;
  const { keys, fold } = opened;
  const [seen, other] = fold.standing(record);
  if (!seen || other || toHex(seen["revision"] as Bytes) !== request.revision) return fail(failure("note-changed"));
  if (seen["envelope"] === null) return fail(failure("note-unsent"));
  const envelope = seen["envelope"] as Hash;
  const over = (await verified(ports, opened, record)).filter(
    ({ view, body }) => view.broken === undefined && equalBytes(body.envelope, envelope),
  );
  if (over.some(({ view }) => view.isYours && view.intent === request.intent)) return ok();
  if (request.intent === "sign" && !isAuthor(opened, record, keys.account)) return fail(failure("note-by-others"));
  const byOther = over.some(({ view }) => view.intent === "sign" && !view.isYours);
  if (request.intent === "countersign" && !byOther) return fail(failure("note-unsigned"));
  return signRecord(ports, opened, { record, seen, destination, intent: request.intent });
}

/** Signs a revision that the ledger has, with the member's key, beside it. */
export async function signRecord(
  ports: Ports,
  opened: Opened,
  what: { record: Bytes; seen: SqlRow; destination: Destination; intent?: SignatureIntent },
): Promise<Result<undefined, Failure>> {
  const { record, seen, destination, intent = "sign" } = what;
  const { keys } = opened;
  const revision = await opened.openRevision(seen["revision"] as Bytes);
  if (!revision) return fail(failure("alarm-envelope-unopenable"));
  const at = ports.clock.now();
  const bytes = await signed(ports.crypto, keys.identity, keys.practice, {
    account: keys.account,
    compartment: seen["compartment"] as CompartmentId,
    record: record as RecordId,
    envelope: seen["envelope"] as Hash,
    content: hash(encodeRevision(revision)),
    intent,
    at,
  });
  const said: Revision = { type: "signature", revision: ports.crypto.random(16), writtenAt: at, signed: bytes };
  await opened.keep([revisionFor(destination, ports.crypto.random(16), said, [])]);
  return ok();
}

/** Failures: `note-unknown`, `not-entitled`, `note-unsigned`, `reason-empty`, `disk-full`. */
export async function askForChange(
  ports: Ports,
  opened: Opened,
  { note, words }: { readonly note: string; readonly words: string },
): Promise<Result<undefined, Failure>> {
  const place = placeOf(opened, note);
  if (!place.ok) return place;
  if (words.trim() === "") return fail(failure("reason-empty"));
  const { record, destination } = place.value;
  const all = await verified(ports, opened, record);
  const isSigned = all.some(({ view }) => view.broken === undefined && view.intent === "sign" && !view.isYours);
  if (!isSigned) return fail(failure("note-unsigned"));
  const said = { note: record, words: words.trim() };
  await opened.keep([nextRevision(ports, opened, destination, ports.crypto.random(16), "change-request", said)]);
  return ok();
}

export async function noteSignatures(
  ports: Ports,
  opened: Opened,
  note: string,
): Promise<Result<NoteSignatures, Failure>> {
  const record = idFrom(note);
  const row = record && opened.fold.note(record);
  if (!record || !row) return fail(failure("note-unknown"));
  const { fold, keys } = opened;
  const signatures = (await verified(ports, opened, record)).map(({ view }) => view);
  const chart = row["chart"] as Bytes;
  const changeRequests = fold
    .structuredOf("change-request", chart)
    .filter(({ value }) => equalBytes(value.note, record))
    .map(({ author, value }) => {
      const account = accountOf(opened, author) ?? keys.account;
      const isAnswered = signatures.some(
        (one) =>
          one.intent === "countersign" && one.account === toHex(account) && one.broken === undefined && one.isOfNow,
      );
      return { by: nameOf(opened, account), at: value.writtenAt, words: value.words, isAnswered };
    })
    .toSorted((a, b) => a.at - b.at);
  const addenda = fold
    .addendaOf(row)
    .map((one) => noteHead(opened, one))
    .toSorted((a, b) => a.writtenAt - b.writtenAt);
  return ok({ signatures, changeRequests, addenda });
}

/** Progress notes that this member began and has not signed, from the day of the first that they did sign. */
export function unsignedNotes(opened: Opened): NoteHead[] {
  const { fold, keys } = opened;
  return fold
    .unsignedSince(keys.account)
    .map((record) => fold.note(record))
    .filter((row) => row !== undefined)
    .filter((row) => {
      const author = accountOf(opened, row["begun_by"] as Bytes);
      return author === undefined || equalBytes(author, keys.account);
    })
    .map((row) => noteHead(opened, row));
}

type Verified = { readonly view: SignatureView; readonly body: { readonly envelope: Hash } };

/** Each signature of this record, and whether it holds. */
export async function verified(ports: Ports, opened: Opened, note: Bytes): Promise<Verified[]> {
  const views = opened.fold.signaturesOf(note).map(async (row): Promise<Verified | undefined> => {
    const signature = parseNoteSignature(row["signed"] as Bytes);
    if (!signature) return undefined;
    const { body } = signature;
    const covered = opened.fold.revisionByEnvelope(note, body.envelope);
    const broken = await whatIsBroken(ports, opened, note, row, signature, covered);
    const newest = opened.fold.standing(note)[0]?.["revision"] as Bytes | undefined;
    const view = {
      account: toHex(body.account),
      by: nameOf(opened, body.account),
      isYours: equalBytes(body.account, opened.keys.account),
      intent: body.intent,
      at: body.at,
      isOfNow: covered !== undefined && newest !== undefined && equalBytes(covered, newest),
      ...(covered ? { version: Number(opened.fold.revision(covered)?.["number"]), revision: toHex(covered) } : {}),
      ...(broken === undefined ? {} : { broken }),
    };
    return { view, body };
  });
  return (await Promise.all(views)).filter((one) => one !== undefined);
}

/** `undefined`: it holds. The order is that of what it costs to find out. */
async function whatIsBroken(
  { crypto }: Ports,
  opened: Opened,
  note: Bytes,
  row: SqlRow,
  signature: NonNullable<ReturnType<typeof parseNoteSignature>>,
  covered: Bytes | undefined,
): Promise<BrokenSignature | undefined> {
  const { roster } = opened.state;
  const { account, compartment, content, intent } = signature.body;
  if (!roster || !isTheirs(opened, note, row)) return "not-theirs";
  const at = covered && opened.fold.revision(covered)?.["compartment"];
  if (!covered || !at || !equalBytes(at as Bytes, compartment)) return "elsewhere";
  // Who writes in it later has not written what it says.
  const number = Number(opened.fold.revision(covered)?.["number"]);
  if (intent === "sign" && !isAuthor(opened, note, account, number)) return "not-theirs";
  const index = row["position"] === null ? undefined : Number(row["position"]);
  if (!(await isSignedByIdentity(crypto, roster, signature, index))) return "not-theirs";
  const revision = await opened.openRevision(covered);
  return revision && equalBytes(hash(encodeRevision(revision)), content) ? undefined : "other-words";
}

const nameOf = ({ fold }: Opened, account: Bytes): string => fold.nameOf(account) ?? "";
