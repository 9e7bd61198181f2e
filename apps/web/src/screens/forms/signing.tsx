/** What somebody does who signs: reads the sentence, types their name, says what they are. */

import type { FormResponseView } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { clientWords } from "../../words/clients/index.ts";
import { dayOf } from "../../words/dates.ts";

export type SigningProps = {
  readonly view: FormResponseView;
  readonly onSigned: () => void;
  readonly onTyped: (isTyped: boolean) => void;
  readonly leave: { readonly says: string; readonly go: () => void };
};

export function Signing({ view, onSigned, onTyped, leave }: SigningProps): ReactElement {
  const { head, asked, revision } = view;
  const { language } = asked.questionnaire;
  const say = clientWords[language];
  const vault = useVault();
  const acting = useActing();
  const { value: administrative } = useAnswer(`administrative ${head.chart}`, (answering) =>
    answering.administrative(head.chart),
  );
  const [name, setName] = useState("");
  const [as, setAs] = useState(say.client);
  const [agreed, setAgreed] = useState(false);
  const [wrong, setWrong] = useState<"name" | "agreed">();
  const called = administrative?.people.find((one) => one.name.trim().toLowerCase() === name.trim().toLowerCase());

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return setWrong("name");
    if (!agreed) return setWrong("agreed");
    const on = dayOf(Date.now());
    const signed = await acting.run(async () => {
      // What was filled in a moment ago is sent first: a signature covers what the server has.
      await vault.sync();
      const person = called ? { person: called.id } : {};
      return vault.signForm({ response: head.id, revision, act: "signed", name, as, on, ...person });
    });
    if (signed) onSigned();
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate lang={language}>
      <label className="tick agree">
        <input
          type="checkbox"
          checked={agreed}
          aria-invalid={wrong === "agreed" || undefined}
          onChange={({ target }) => {
            setAgreed(target.checked);
            setWrong(undefined);
            onTyped(true);
          }}
        />
        <span>
          <b dir="auto">{asked.agrees}</b>
        </span>
      </label>
      {wrong === "agreed" && <ErrorLine text={say.tick} />}
      <Field label={say.yourName} hint={say.typing} error={wrong === "name" ? say.nameNeeded : undefined}>
        {(control) => (
          <input
            {...control}
            dir="auto"
            autoComplete="off"
            value={name}
            onChange={({ target }) => {
              setName(target.value);
              setWrong(undefined);
              onTyped(target.value !== "");
            }}
          />
        )}
      </Field>
      <Field label={say.youAre} hint={say.youAreLike}>
        {(control) => (
          <input {...control} dir="auto" autoComplete="off" value={as} onChange={({ target }) => setAs(target.value)} />
        )}
      </Field>
      {acting.error && <ErrorLine text={language === "en" ? acting.error : say.failed} />}
      <div className="acts">
        <button className="b primary" type="submit" aria-busy={acting.busy}>
          {say.sign}
        </button>
        <button className="b plain" type="button" onClick={leave.go}>
          {leave.says}
        </button>
      </div>
    </form>
  );
}
