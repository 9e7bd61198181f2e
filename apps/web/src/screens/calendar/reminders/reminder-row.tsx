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
import { sayOutcome } from "../../../words/reminders.ts";
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
  const { chart, person, member, start, zone, by, at, state, said, begins, language, next } = row;
  const isOff = state === "changed";
  const [words, setWords] = useState(row.words);
  const [note, setNote] = useState("");
  const [knowsNext, setKnowsNext] = useState(true);
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
    const along = outcome === "taken-back" && next?.isDue && knowsNext ? { next } : {};
    const what = { outcome, words: isTold ? words : "", note: note.trim(), ...along };
    // Before: the row may be gone from here by the time that this is answered.
    isSaid.current = true;
    const noted = await acting.run(() => vault.noteReminder({ chart, person, member, start, zone, by, at, ...what }));
    if (noted) setNote("");
    // Who was not reached stays here, with the words for them.
    if (!noted || outcome === "not-reached") isSaid.current = false;
  };
  const takeBack = () =>
    acting.run(() =>
      vault.noteReminder({ chart, person, member, start, zone, by, at, words: "", note: "", outcome: "mistaken" }),
    );

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
            {sayOutcome(said)} {sayMoment(said.writtenAt, now)}, {said.author}
            {said.note && `: ${said.note}`}
          </p>
        )}
        {said && row.mayWrite && said.outcome !== "mistaken" && (
          <p className="small">
            <button className="as-link" type="button" aria-busy={acting.busy} onClick={() => void takeBack()}>
              This was noted by mistake<span className="vh">: {name}</span>
            </button>
          </p>
        )}
        {next && (
          <p className="small">
            Planned now: {sayDay(next.begins.slice(0, 10), now)}, {sayClock(next.begins)}.
            {!next.isDue && " They are reminded of it as agreed."}
          </p>
        )}
        {acting.error && <ErrorLine text={acting.error} />}
        {isOpen && row.mayWrite && (
          <>
            <Field label={by === "phone" ? "What may be said" : "What goes out"} hint={inLanguage(language)}>
              {(control) => (
                <textarea
                  {...control}
                  dir="auto"
                  lang={language}
                  autoComplete="off"
                  rows={next ? 5 : 3}
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
            {next?.isDue && (
              <label className="tick">
                <input type="checkbox" checked={knowsNext} onChange={({ target }) => setKnowsNext(target.checked)} />
                <span>
                  <b>They know of the new time too</b>
                </span>
              </label>
            )}
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
