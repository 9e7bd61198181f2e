/** A practice's own templates: records in the directory, which everybody there may write. */

import { fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import { parseRevision } from "@alcove/records";
import { compartmentFor } from "../engine/state.ts";
import type { Opened } from "../engine/opened.ts";
import type { SaveTemplate } from "../facade.ts";
import type { Ports } from "../ports.ts";
import { idFrom } from "./open-charts.ts";
import { nextRevision, seenOf } from "./structured.ts";
import { directory } from "../engine/outbox.ts";

/** Failures: `template-unknown`, `template-unfit`, `not-entitled`, `disk-full`. */
export async function saveTemplate(
  ports: Ports,
  opened: Opened,
  request: SaveTemplate,
): Promise<Result<{ id: string }, Failure>> {
  const { fold, keys, state } = opened;
  if (!state.roster || !compartmentFor(state.roster, keys.account, "directory", null))
    return fail(failure("not-entitled"));
  const record = request.template === undefined ? ports.crypto.random(16) : idFrom(request.template);
  const before = record && fold.structuredRecord("template", record)?.value;
  if (!record || (request.template !== undefined && !before)) return fail(failure("template-unknown"));
  const sections = request.sections.map(({ heading, hint, text, carries }) => ({
    heading: heading.trim(),
    hint: hint.trim(),
    ...(text?.trim() ? { text } : {}),
    ...(carries ? { carries } : {}),
  }));
  const said = {
    // Notes of one kind name it already.
    kind: before?.kind ?? request.kind,
    name: request.name.trim(),
    about: request.about.trim(),
    title: request.title.trim() || request.name.trim(),
    everySession: request.everySession,
    sections,
    putAway: request.putAway ?? false,
  };
  const parents = seenOf(opened, record, request.basedOn);
  const next = nextRevision(ports, opened, directory, record, "template", said, parents);
  const isTwice = new Set(sections.map(({ heading }) => heading)).size < sections.length;
  if (isTwice || !parseRevision(next.revision)) return fail(failure("template-unfit"));
  await opened.keep([next]);
  return ok({ id: toHex(record) });
}
