/** Pictures on their way into a note: made a file of it first, then put where they were meant to stand. */

import { lookAtFile } from "@alcove/documents";
import type { Vault } from "@alcove/vault";
import type { Editor } from "@tiptap/react";
import { useRef, useState } from "react";
import { useVault } from "../../../app/vault-context.tsx";
import { withoutPlace } from "../../../parts/without-place.ts";
import { saySize } from "../../../words/counts.ts";
import { MOST_SHOWN_BYTES } from "../../../words/documents.ts";
import { SAY_BUG, sayFailure } from "../../../words/failures.ts";
import { keepPlace } from "./picture-node.ts";

export type NotePictures = {
  readonly take: (editor: Editor, files: readonly File[], at: number) => Promise<void>;
  /** A pasted text had pictures that were no files. */
  readonly leftOut: (pictures: number) => void;
  /** What there is to know since, a sentence each. */
  readonly said: readonly string[];
  readonly unsay: () => void;
  /** Some are on their way into the text. */
  readonly isBusy: () => boolean;
  /** Once those that are on their way stand in the text. */
  readonly settled: () => Promise<unknown>;
};

/** The note that a picture is to be a file of, saved just now where it is new; nothing where that failed. */
export type Home = { readonly note: string; readonly isNew: boolean };

/** `saveFirst`: called until it gave a note. */
export function usePictures(chart: string, saveFirst: () => Promise<Home | undefined>): NotePictures {
  const vault = useVault();
  const [said, setSaid] = useState<readonly string[]>([]);
  const say = (sentence: string) => setSaid((before) => [...before.filter((one) => one !== sentence), sentence]);
  /** One after the other: two pictures of a new note are files of one note. */
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const onTheirWay = useRef(0);
  const home = useRef<string>(undefined);

  const noteOf = async (): Promise<string | undefined> => {
    if (home.current !== undefined) return home.current;
    const found = await saveFirst();
    if (!found) say("The picture is not in the note: a new note has to be saved first. Then put it in again.");
    if (found?.isNew) say("The note was saved first: a picture is a file of its note.");
    return (home.current = found?.note);
  };

  return {
    async take(editor, files, at) {
      setSaid([]);
      const puts = files.map((file) => [file, keepPlace(editor, at)] as const);
      const run = async () => {
        for (const [file, put] of puts) put(await keepOne(vault, chart, noteOf, file, say));
      };
      onTheirWay.current++;
      line.current = line.current.then(run, run).finally(() => onTheirWay.current--);
      await line.current;
    },
    leftOut: (n) =>
      say(
        `${n === 1 ? "A picture was" : `${n} pictures were`} left out: the address alone was copied. Copy the picture by itself, or save it to this device and put it in.`,
      ),
    said,
    unsay: () => setSaid([]),
    isBusy: () => onTheirWay.current > 0,
    settled: () => line.current.catch(() => {}),
  };
}

/** The id of the file that it became; nothing where it became none, which was said. */
async function keepOne(
  vault: Vault,
  chart: string,
  noteOf: () => Promise<string | undefined>,
  file: File,
  say: (sentence: string) => void,
): Promise<string | undefined> {
  try {
    if (file.size > MOST_SHOWN_BYTES) {
      say(`${file.name} is too large for a picture in a text (${saySize(file.size)}). Add it under Files.`);
      return undefined;
    }
    const look = lookAtFile(new Uint8Array(await file.arrayBuffer()), file.name);
    if (look.kind !== "picture") {
      say(`${file.name} is no picture that can stand in a text: PNG, JPEG, WebP and GIF can. Add it under Files.`);
      return undefined;
    }
    const note = await noteOf();
    if (note === undefined) return undefined;
    const { bytes, remark } = await withoutPlace(file);
    const mediaType = look.mediaType ?? file.type;
    const added = await vault.attach({ chart, note, name: file.name, mediaType, bytes });
    if (!added.ok) say(`The picture is not in the note. ${sayFailure(added.error)}`);
    else if (remark) say(`${file.name}: ${remark}`);
    return added.ok ? added.value.id : undefined;
  } catch {
    say(SAY_BUG);
    return undefined;
  }
}
