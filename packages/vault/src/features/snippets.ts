/**
 * Snippets: words of a member's own that a short one stands for. They lie in the directory, so an app of a colleague could read them;
 * each is its writer's, by the device that wrote it.
 */

import { type Bytes, equalBytes, fail, ok, type Result } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import { parseRevision } from "@alcove/records";
import type { Opened } from "../engine/opened.ts";
import { compartmentFor } from "../engine/state.ts";
import type { SnippetView } from "../facade.ts";
import type { Ports } from "../ports.ts";
import { accountOf } from "./signed.ts";
import { nextRevision } from "./structured.ts";
import { directory } from "../engine/outbox.ts";

const own = (opened: Opened) =>
  opened.fold.structuredOfType("snippet").filter(({ author, value }) => {
    const account = accountOf(opened, author);
    return !value.gone && account !== undefined && equalBytes(account, opened.keys.account);
  });

/** By word. */
export function snippetViews(opened: Opened): SnippetView[] {
  return own(opened)
    .map(({ value: { word, text } }) => ({ word, text }))
    .toSorted((a, b) => a.word.localeCompare(b.word));
}

/** In the place of what the word stood for. Failures: `snippet-unfit`, `not-entitled`, `disk-full`. */
export async function saveSnippet(
  ports: Ports,
  opened: Opened,
  { word, text }: SnippetView,
): Promise<Result<undefined, Failure>> {
  const { state, keys } = opened;
  if (!state.roster || !compartmentFor(state.roster, keys.account, "directory", null))
    return fail(failure("not-entitled"));
  const record = own(opened).find(({ value }) => value.word === word)?.record ?? ports.crypto.random(16);
  const next = nextRevision(ports, opened, directory, record, "snippet", { word, text, gone: false });
  if (!parseRevision(next.revision)) return fail(failure("snippet-unfit"));
  await opened.keep([next]);
  return ok();
}

/** Of every device that gave the word one. */
export async function removeSnippet(ports: Ports, opened: Opened, word: string): Promise<Result<undefined, Failure>> {
  const all = own(opened).filter(({ value }) => value.word === word);
  const gone = ({ record, value: { text } }: { readonly record: Bytes; readonly value: { readonly text: string } }) =>
    nextRevision(ports, opened, directory, record, "snippet", { word, text, gone: true });
  if (all.length > 0) await opened.keep(all.map(gone));
  return ok();
}
