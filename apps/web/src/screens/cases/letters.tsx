/** Letters of a case as PDF files: downloaded, and kept among the chart's documents, whose log says that it was taken out. */

import { type LetterFacts, type LetterGap, letterGaps, type LetterName, letterPaper } from "@alcove/export/letters";
import type { CaseView, ChartView, FormLanguage, KindOfCase } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useOpenStatus, useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, WellLine } from "../../parts/field.tsx";
import { saveFile } from "../../parts/save-file.ts";
import { setPaper } from "../../parts/set-paper.ts";
import { dayOf } from "../../words/dates.ts";
import { LanguageChoice } from "../forms/language-choice.tsx";
import { OfficeForm } from "./office-form.tsx";

const NAMES: Readonly<Record<LetterName, string>> = {
  acknowledgement: "We have received it",
  extension: "It takes longer",
  decision: "The decision",
  accounting: "The list of disclosures",
  "paper-answer": "The answer",
};
const GAPS: Readonly<Record<LetterGap, string>> = {
  decision: "once it is decided",
  extension: "once it is extended",
  accounting: "once the list can be made",
  complaints: "once it is written down who takes complaints",
};

type LettersProps = { readonly chart: ChartView; readonly view: CaseView; readonly kind: KindOfCase };

export function Letters({ chart, view, kind }: LettersProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const { practiceName, memberName } = useOpenStatus();
  const { value: office } = useAnswer("office", (one) => one.office());
  const { value: accounting } = useAnswer(`accounting ${view.id}`, async (one) =>
    view.kind === "accounting" ? one.caseAccounting({ chart: chart.id, id: view.id }) : undefined,
  );
  // Until it is known who reads them there is no letter: it would be in the wrong language.
  const { value: of } = useAnswer(`who reads letters ${chart.id}`, async (one) => ({
    administrative: await one.administrative(chart.id),
  }));
  const [chosen, setChosen] = useState<FormLanguage>();
  const [made, setMade] = useState<LetterName>();
  const [writesOffice, setWritesOffice] = useState(false);
  if (!office || !of) return <></>;
  const person = of.administrative?.people.find(({ id }) => id === view.said.person);
  const language = chosen ?? (person ? person.language : of.administrative?.language) ?? "en";
  const facts: LetterFacts = {
    language,
    practice: practiceName,
    office,
    signer: memberName,
    today: dayOf(Date.now()),
    kind,
    ...(view.due === undefined ? {} : { due: view.due }),
    said: view.said,
    ...(accounting?.ok ? { accounting: accounting.value } : {}),
  };

  const make = (letter: LetterName) =>
    acting.run(async () => {
      const paper = letterPaper(letter, facts);
      const bytes = paper && (await setPaper(paper, Date.now()));
      if (!paper || !bytes) return { ok: false, error: { code: "server-unreachable" } };
      const name = `${paper.title}, ${facts.today}.pdf`;
      if (chart.writes) {
        const kept = await vault.attach({ chart: chart.id, name, mediaType: "application/pdf", bytes });
        if (!kept.ok) return kept;
        const logged = await vault.recordAccess({
          chart: chart.id,
          act: "exported",
          kind: "progress",
          note: kept.value.id,
        });
        if (!logged.ok) return logged;
      }
      saveFile(name, new Blob([bytes], { type: "application/pdf" }));
      setMade(letter);
      return { ok: true, value: undefined };
    });

  return (
    <section aria-labelledby="h-letters" className="case-letters">
      <h2 id="h-letters">Letters</h2>
      {kind.group === "rights" && (
        <LanguageChoice label="Language of letters" languages={["en", "es"]} language={language} onChange={setChosen} />
      )}
      <ul>
        {kind.letters.map((letter) => {
          const gaps = letterGaps(letter, facts);
          return (
            <li key={letter}>
              {gaps.length === 0 ? (
                <button className="b slim" type="button" aria-busy={acting.busy} onClick={() => void make(letter)}>
                  {NAMES[letter]}
                </button>
              ) : (
                <p className="small quiet">
                  {NAMES[letter]}: {gaps.map((gap) => GAPS[gap]).join(", ")}.
                </p>
              )}
              {gaps.includes("complaints") && (
                <button className="as-link small" type="button" onClick={() => setWritesOffice(true)}>
                  Write down who takes complaints
                </button>
              )}
              {made === letter && <WellLine>Saved{chart.writes ? ", and kept among the documents" : ""}.</WellLine>}
            </li>
          );
        })}
      </ul>
      <p className="small quiet">
        {kind.group === "papers"
          ? "A draft for your attorney, never to be sent as it is."
          : "In plain language, with what the rule asks for. Read it before you send it."}
      </p>
      {acting.error && <ErrorLine text={acting.error} />}
      {writesOffice && <OfficeForm onClose={() => setWritesOffice(false)} />}
    </section>
  );
}
