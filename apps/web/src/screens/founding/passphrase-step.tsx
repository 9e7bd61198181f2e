/** Five words drawn by chance are offered first; five others, or one's own, judged in words while it is typed. */

import { type FormEvent, type ReactElement, type ReactNode, useCallback, useEffect, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { WellLine } from "../../parts/field.tsx";
import { PassphraseField } from "../../parts/passphrase-field.tsx";
import { Facts, Step } from "../../parts/sitting.tsx";
import { sayFailure } from "../../words/failures.ts";
import { WordsBack } from "./words-back.tsx";

export type PassphraseStepProps = {
  readonly pips: ReactNode;
  /** What the passphrase must not hold. */
  readonly about: readonly string[];
  /** What was offered, kept around this step: written down, they must not be others after a step back. */
  readonly words: readonly string[];
  readonly onWords: (words: readonly string[]) => void;
  readonly busy: boolean;
  readonly error: string | undefined;
  readonly onBack: () => void;
  readonly onUse: (passphrase: string) => void;
};

export function PassphraseStep(props: PassphraseStepProps): ReactElement {
  const vault = useVault();
  const [own, setOwn] = useState(false);
  const [typing, setTyping] = useState(false);
  const { about, words, onWords } = props;
  const names = about.join("\n");
  const draw = useCallback(() => void vault.offerPassphrase(names.split("\n")).then(onWords), [vault, names, onWords]);
  useEffect(() => {
    if (words.length === 0) draw();
  }, [words, draw]);

  if (own) return <OwnPassphrase {...props} onOffered={() => setOwn(false)} />;
  if (typing) {
    const { pips, busy, error } = props;
    const use = () => props.onUse(words.join(" "));
    return <WordsBack {...{ pips, words, busy, error }} onShow={() => setTyping(false)} onRight={use} />;
  }
  return (
    <Step
      title="Here are five words"
      pips={props.pips}
      lede="Together they open your records. Chance chose them on this device; nobody else has seen them, and the server never will."
    >
      <ul className="words" aria-label="Your offered passphrase" aria-live="polite">
        {words.map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ul>
      <div className="acts">
        <button className="b primary" type="button" onClick={() => words.length > 0 && setTyping(true)}>
          Use these words
        </button>
        <button className="b" type="button" onClick={draw}>
          Show me five others
        </button>
        <button className="b plain" type="button" onClick={() => setOwn(true)}>
          I’d rather make my own
        </button>
        <button className="b plain" type="button" onClick={props.onBack}>
          Back
        </button>
      </div>
      <PassphraseFacts />
    </Step>
  );
}

function OwnPassphrase(props: PassphraseStepProps & { readonly onOffered: () => void }): ReactElement {
  const vault = useVault();
  const [passphrase, setPassphrase] = useState("");
  const [why, setWhy] = useState<string>();
  const [strong, setStrong] = useState(false);
  const [asked, setAsked] = useState<string>();
  const { about } = props;

  useEffect(() => {
    setStrong(false);
    if (!passphrase) return setWhy(undefined);
    let stale = false;
    const timer = setTimeout(() => {
      void vault.judgePassphrase(passphrase, about).then((verdict) => {
        if (stale) return;
        setStrong(verdict.ok);
        setWhy(verdict.ok ? undefined : sayFailure(verdict));
      });
    }, 150);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [passphrase, about, vault]);

  // What went wrong with a passphrase is not said of the next one.
  const failed = asked === passphrase ? props.error : undefined;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(passphrase);
    const verdict = await vault.judgePassphrase(passphrase, about);
    if (verdict.ok) props.onUse(passphrase);
    else setWhy(sayFailure(verdict));
  };

  return (
    <Step
      title="Your own words"
      pips={props.pips}
      lede="Four or five words that have nothing to do with each other, with you or with a client. A sentence from a book is guessed sooner than it looks."
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <PassphraseField
          label="Passphrase"
          hint="At least twelve characters. Spaces count."
          error={failed ?? (asked === undefined ? undefined : why)}
          value={passphrase}
          onChange={setPassphrase}
          autoComplete="new-password"
          startsVisible
        />
        <div aria-live="polite">
          {strong && !failed && <WellLine>This holds. Write it down before you go on.</WellLine>}
          {!strong && asked === undefined && why && <p className="small quiet">{why}</p>}
        </div>
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={props.busy}>
            {props.busy ? "Making your keys" : "Use this passphrase"}
          </button>
          <button className="b plain" type="button" onClick={props.onOffered}>
            Offer me five words instead
          </button>
        </div>
      </form>
      <PassphraseFacts />
    </Step>
  );
}

function PassphraseFacts(): ReactElement {
  return (
    <Facts>
      <p>
        <strong>Write them down now</strong>Once you have gone on they are not shown again. On paper, kept at home and
        away from this device; after a week of unlocking you will know them.
      </p>
      <p>
        <strong>There is no reset by e-mail</strong>Whoever could reset it for you could also read your notes. The paper
        and the Emergency Kit are your way back.
      </p>
    </Facts>
  );
}
