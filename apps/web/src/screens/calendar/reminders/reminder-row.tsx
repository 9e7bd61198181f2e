/** One reminder: whom, of what, where, with which words, and what became of it. */

import type { ReminderOutcome, ReminderView } from "@alcove/vault";
import { type ReactElement, useRef, useState } from "react";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { useClientName } from "../../../parts/client-name.tsx";
import { ErrorLine, Field } from "../../../parts/field.tsx";
import { useKept } from "../../../parts/kept.ts";
import { BY_NAMES, reachesWith, sayLeave } from "../../../words/administrative.ts";
import { sayClock } from "../../../words/appointments.ts";
import { sayDay, sayMoment } from "../../../words/dates.ts";
import { OUTCOME_NAMES } from "../../../words/reminders.ts";
import { LANGUAGE_NAMES } from "../../../words/clients/index.ts";

export function ReminderRow({
  row,
  isShared,
}: {
  readonly row: ReminderView;
  readonly isShared: boolean;
}): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const shown = useClientName();
  const now = Date.now();
  const { chart, person, member, start, zone, by, at, state, said, begins, language } = row;
  const isOff = state === "changed";
  const [words, setWords] = useState(row.words);
  const [note, setNote] = useState("");
  const isOpen = state === "due" || isOff;
  const isSaid = useRef(false);
  const isChanged = words !== row.words;
  useKept(
    isOpen && row.mayWrite
      ? {
          name: `reminder ${row.id} ${state}`,
          words: { note, ...(isChanged ? { words } : {}) },
          restore: (kept: { readonly note: string; readonly words?: string }) => {
            setNote(kept.note);
            setWords(kept.words ?? row.words);
          },
          staysWhenLeft: () => !isSaid.current,
        }
      : undefined,
    note !== "" || isChanged,
  );
  const name = shown(row.called || row.name);
  const href = reachesWith(row, words);
  const say = async (outcome: ReminderOutcome) => {
    const isTold = outcome === "told" || outcome === "taken-back";
    const what = { outcome, words: isTold ? words : "", note: note.trim() };
    // Before: the row may be gone from here by the time that this is answered.
    isSaid.current = true;
    const noted = await acting.run(() => vault.noteReminder({ chart, person, member, start, zone, by, at, ...what }));
    if (noted) setNote("");
    // Who was not reached stays here, with the words for them.
    if (!noted || outcome === "not-reached") isSaid.current = false;
  };

  return (
    <li>
      <p className="num">
        {sayDay(begins.slice(0, 10), now)}, {sayClock(begins)}
      </p>
      <div>
        <p className="plain-name" dir="auto">
          {name}
          {row.relation && <span className="quiet">, {row.relation}</span>}
        </p>
        {(isShared || row.chartName !== row.name) && (
          <p className="small quiet" dir="auto">
            {[row.chartName !== row.name && shown(row.chartName), isShared && `with ${row.whose}`]
              .filter(Boolean)
              .join(", ")}
          </p>
        )}
        <p className="small">
          {BY_NAMES[by]} {href && isOpen ? <a href={href}>{at}</a> : <span dir="auto">{at}</span>}
          {row.label && <span dir="auto"> ({row.label})</span>}
          {sayLeave(row) && <span className="rule"> {sayLeave(row)}</span>}
        </p>
        {said && (
          <p className="small quiet" dir="auto">
            {OUTCOME_NAMES[said.outcome]} {sayMoment(said.writtenAt, now)}, {said.author}
            {said.note && `: ${said.note}`}
          </p>
        )}
        {isOpen && row.mayWrite && (
          <>
            <Field label={by === "phone" ? "What may be said" : "What goes out"} hint={inLanguage(language)}>
              {(control) => (
                <textarea
                  {...control}
                  dir="auto"
                  lang={language}
                  autoComplete="off"
                  rows={3}
                  maxLength={500}
                  value={words}
                  onChange={({ target }) => setWords(target.value)}
                />
              )}
            </Field>
            <Field label="What they said, or why not" optional>
              {(control) => (
                <input
                  {...control}
                  dir="auto"
                  autoComplete="off"
                  maxLength={500}
                  value={note}
                  onChange={({ target }) => setNote(target.value)}
                />
              )}
            </Field>
            {acting.error && <ErrorLine text={acting.error} />}
            <div className="acts">
              <button
                className="b slim primary"
                type="button"
                aria-busy={acting.busy}
                onClick={() => void say(isOff ? "taken-back" : "told")}
              >
                They know<span className="vh">: {name}</span>
              </button>
              {!isOff && (
                <>
                  <button className="b slim" type="button" onClick={() => void say("not-reached")}>
                    Not reached<span className="vh">: {name}</span>
                  </button>
                  <button className="b slim plain" type="button" onClick={() => void say("left-out")}>
                    Leave it out<span className="vh">: {name}</span>
                  </button>
                </>
              )}
            </div>
          </>
        )}
      </div>
    </li>
  );
}

const inLanguage = (language: ReminderView["language"]): string | undefined =>
  language === "en" ? undefined : `In ${LANGUAGE_NAMES[language]}, as they read.`;
