/** Signing says something for good: it is asked for once more, with what it means. */

import type { ReactElement } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { sayAll } from "../../words/counts.ts";

export type SignNoteProps = {
  readonly intent: "sign" | "countersign";
  /** Saves what is not saved yet, and gives what is to be signed; nothing where that failed, which the page says. */
  readonly take: () => Promise<{ readonly note: string; readonly revision: string } | undefined>;
  /** What the note says, of one that can still be changed. */
  readonly words?: string;
  /** Its headings that nothing stands below. */
  readonly blankBelow?: readonly string[];
  readonly onSigned: () => void;
  readonly onClose: () => void;
};

export function SignNote({
  intent,
  take,
  words = "",
  blankBelow = [],
  onSigned,
  onClose,
}: SignNoteProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  // Fields of a template that nothing filled: words in braces of one's own are rare in a note.
  const unfilled = [...new Set(words.match(/\{[a-z][a-z-]{1,39}\}/gi))];
  const sign = async () => {
    const taken = await take();
    if (!taken) return onClose();
    const signed = await acting.run(async () => {
      // A signature covers what the server has: what was saved a moment ago is sent first. Where it can't be, signing says so.
      await vault.sync();
      return vault.signNote({ ...taken, intent });
    });
    if (signed) onSigned();
  };
  return (
    <Dialog
      title={intent === "sign" ? "Sign this note?" : "Countersign this note?"}
      note={
        intent === "sign"
          ? "With your own key you say that this note is as it should be. It is locked from then on; what is to be added becomes an addendum."
          : "With your own key you say that you have read this note and agree with it. Its author’s signature stays as it is."
      }
      onClose={onClose}
    >
      <div className="inner">
        {unfilled.length > 0 && <p>In the text still stands {unfilled.join(", ")}: is it to stay?</p>}
        {blankBelow.length > 0 && <p>Nothing stands below {sayAll(blankBelow)}: is it to stay so?</p>}
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b primary" type="button" aria-busy={acting.busy} onClick={() => void sign()}>
            {intent === "sign" ? "Sign and lock" : "Countersign"}
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Not now
          </button>
        </div>
      </div>
    </Dialog>
  );
}
