/**
 * What a file holds, to look at: pages, pictures, words. Nothing in it ever runs: pages and words are drawn by workers of their own, a
 * picture is one by its content and is handed over as such, and markup is text.
 */

import { type FileLook, lookAtFile, type ReadDocument } from "@alcove/documents";
import type { DocumentView } from "@alcove/vault";
import { lazy, type ReactElement, Suspense, useEffect, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { Icon } from "../../parts/icon.tsx";
import { saySize } from "../../words/counts.ts";
import { MOST_SHOWN_BYTES, nameOf, sayNotShown, warnOf } from "../../words/documents.ts";
import { sayFailure } from "../../words/failures.ts";
import { readWords, startReader } from "../bring-in/read-files.ts";

const PdfPages = lazy(() => import("./pdf-pages.tsx").then((m) => ({ default: m.PdfPages })));

/** Of a text, at first sight. */
const MOST_LETTERS = 100_000;

type Seen =
  | { readonly at: "reading" }
  | { readonly at: "not"; readonly why: string }
  | { readonly at: "here"; readonly bytes: Uint8Array<ArrayBuffer>; readonly look: FileLook };

export function Preview({ file }: { readonly file: DocumentView }): ReactElement {
  const vault = useVault();
  const [seen, setSeen] = useState<Seen>({ at: "reading" });
  const { id, name, bytes: size } = file;

  useEffect(() => {
    let isGone = false;
    const tooLarge = `It is too large to be looked at here (${saySize(size)}). Save it to this device.`;
    const read = async (): Promise<Seen> => {
      if (size > MOST_SHOWN_BYTES) return { at: "not", why: tooLarge };
      const outcome = await vault.readAttachment(id);
      if (!outcome.ok) return { at: "not", why: sayFailure(outcome.error) };
      const bytes = outcome.value.bytes as Uint8Array<ArrayBuffer>;
      return { at: "here", bytes, look: lookAtFile(bytes, name) };
    };
    setSeen({ at: "reading" });
    void read().then((now) => {
      if (!isGone) setSeen(now);
    });
    return () => {
      isGone = true;
    };
  }, [vault, id, name, size]);

  if (seen.at === "reading") return <p className="quiet small">Opening</p>;
  if (seen.at === "not") return <p className="quiet">{seen.why}</p>;
  return (
    <>
      {warnOf(seen.look).map((warning) => (
        <p key={warning} className="file-warning">
          <Icon name="danger" />
          <span>{warning}</span>
        </p>
      ))}
      <Shown file={file} bytes={seen.bytes} look={seen.look} />
    </>
  );
}

type ShownProps = { readonly file: DocumentView; readonly bytes: Uint8Array<ArrayBuffer>; readonly look: FileLook };

function Shown({ file, bytes, look }: ShownProps): ReactElement {
  switch (look.kind) {
    case "picture":
      return <Picture bytes={bytes} mediaType={look.mediaType ?? "image/png"} name={nameOf(file)} />;
    case "pdf":
      return (
        <Suspense fallback={<p className="quiet small">Opening</p>}>
          <PdfPages bytes={bytes} name={nameOf(file)} />
        </Suspense>
      );
    case "text":
    case "markup":
      return <Words text={decode(bytes)} />;
    case "docx":
    case "odt":
    case "rtf":
      return <WordsOf bytes={bytes} as={look.kind} />;
    default:
      return <p className="quiet">This kind of file can’t be shown here. Save it to this device to open it.</p>;
  }
}

/** An image element draws and runs nothing; the type is the content's, never the name's. */
function Picture(props: {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  readonly name: string;
}) {
  const { bytes, mediaType, name } = props;
  const [address, setAddress] = useState<string>();
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
    setAddress(made);
    setBroken(false);
    return () => URL.revokeObjectURL(made);
  }, [bytes, mediaType]);
  if (isBroken) return <p className="quiet">This picture is damaged and can’t be shown. It is kept as it came.</p>;
  return <img className="picture" src={address} alt={name} onError={() => setBroken(true)} />;
}

function Words({ text }: { readonly text: string }): ReactElement {
  const [all, setAll] = useState(false);
  const isCut = !all && text.length > MOST_LETTERS;
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard */}
      <pre className="file-words" tabIndex={0} dir="auto" role="region" aria-label="Its text">
        {isCut ? text.slice(0, MOST_LETTERS) : text}
      </pre>
      {isCut && (
        <button className="as-link" type="button" onClick={() => setAll(true)}>
          Show all of it
        </button>
      )}
    </>
  );
}

/** Text without its shape, as it is brought in from such files; in a worker that is ended when one takes too long. */
function WordsOf({ bytes, as }: { readonly bytes: Uint8Array<ArrayBuffer>; readonly as: string }): ReactElement {
  const [read, setRead] = useState<ReadDocument | "too-long">();
  useEffect(() => {
    const reader = startReader();
    void readWords(reader, `file.${as}`, bytes).then(setRead);
    return () => reader.end();
  }, [bytes, as]);
  if (!read) return <p className="quiet small">Opening</p>;
  if (read === "too-long") return <p className="quiet">{sayNotShown("document-slow")}</p>;
  if (!read.ok) return <p className="quiet">{sayNotShown(read.problem.code)}</p>;
  return (
    <>
      <p className="small quiet">Its words alone, without their shape.</p>
      <Words text={read.notes.map(({ text }) => text).join("\n\n")} />
    </>
  );
}

/** UTF-8 or UTF-16; what is neither is shown letter by letter, as Windows wrote it. */
function decode(bytes: Uint8Array): string {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) return new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
