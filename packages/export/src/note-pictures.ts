/**
 * A note's words with its pictures where they stand (docs/spec, NOTE-6). Its plain words say `[Picture: ...]` for each, and its tree says
 * in the same order which file that is.
 */

import type { Block } from "@alcove/pdf";
import { documentPath } from "./text.ts";
import type { Document, NoteVersion } from "./source.ts";

/** `files`: those of this very note that go out. A picture that is none of them is named and not set. */
export function noteWords({ body }: Pick<NoteVersion, "body">, files: readonly Document[]): Block[] {
  const blocks: Block[] = [];
  const say = (text: string) => {
    const words = text.replace(/^[\n ]*\n/, "").trimEnd();
    if (words !== "") blocks.push({ kind: "paragraph", text: words });
  };
  let at = 0;
  const unplaced: Block[] = [];
  for (const { file, says } of picturesIn(body.doc)) {
    const placed = placeOf(body.text, says, at);
    const block = pictureBlock(file, says, files);
    if (!placed) {
      unplaced.push(block);
      continue;
    }
    say(body.text.slice(at, placed.from));
    blocks.push(block);
    at = placed.until;
  }
  say(body.text.slice(at));
  return [...blocks, ...unplaced];
}

function pictureBlock(file: string, says: string, files: readonly Document[]): Block {
  const document = files.find(({ id }) => id === file);
  const named = namedAs(says);
  if (!document)
    return { kind: "paragraph", quiet: true, text: `${named} It is none of this note’s files in this export.` };
  const otherwise = `${named} It could not be set here. It is a file of this export: ${documentPath(document)}`;
  return { kind: "image", file, says, otherwise };
}

/** As an editor writes it into a note's plain words. */
const namedAs = (says: string): string => (says === "" ? "[Picture]" : `[Picture: ${says}]`);

type Named = { readonly file: string; readonly says: string };
/** Deeper than any editor nests. */
const deepest = 40;

/** In the order in which they stand; whatever else is in a tree that somebody else's program wrote is passed over. */
function picturesIn(node: unknown, depth = 0): Named[] {
  if (typeof node !== "object" || node === null || depth > deepest) return [];
  const { type, attrs, content } = node as {
    type?: unknown;
    attrs?: { file?: unknown; says?: unknown };
    content?: unknown;
  };
  if (type === "picture") {
    const says = typeof attrs?.says === "string" ? attrs.says.slice(0, 300).replaceAll(/\s+/g, " ").trim() : "";
    return [{ file: String(attrs?.file), says }];
  }
  return Array.isArray(content) ? content.flatMap((inner) => picturesIn(inner, depth + 1)) : [];
}

function placeOf(text: string, says: string, after: number) {
  const named = namedAs(says);
  const from = text.indexOf(named, after);
  return from < 0 ? undefined : { from, until: from + named.length };
}
