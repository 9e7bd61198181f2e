/** What was filled in, as it was asked, with who signed it and took it back; each signature verified. */

import type { Form, FormActView, FormResponseView } from "@alcove/vault";
import { itemsOf, speaksOfDanger } from "@alcove/vault/forms";
import { Link, useParams } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ClientName } from "../../parts/client-name.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { LANGUAGE_NAMES } from "../../words/clients/index.ts";
import { sentence } from "../../words/counts.ts";
import { dayOf, sayDayBriefly, sayMoment, sayOnDay } from "../../words/dates.ts";
import { sayFailure } from "../../words/failures.ts";
import { NOT_HOLDING, sayEnd, sayStanding } from "../../words/forms.ts";
import { useChartPrinted } from "../note/printed.ts";
import { Answered } from "./answered.tsx";
import { FormPdf } from "./form-pdf.tsx";
import { HandOver, InTheirHands } from "./hand-over.tsx";
import { NotThere } from "./not-there.tsx";
import { SignForm } from "./sign-form.tsx";
import { WithdrawForm } from "./withdraw-form.tsx";
import "./forms.css";

export function ResponseScreen(): ReactElement {
  const { chartId, responseId } = useParams({ from: "/charts/$chartId/forms/$responseId" });
  const { value: of } = useAnswer(`chart ${chartId}`, (vault) => vault.chart(chartId));
  const { value: read } = useAnswer(`form ${responseId}`, (vault) => vault.formResponse(responseId));
  if (!of || !read) return <Page title="Form">{null}</Page>;
  if (!of.ok) return <NotThere chart={chartId} says={sayFailure(of.error)} />;
  if (!read.ok) return <NotThere chart={chartId} says={sayFailure(read.error)} />;
  return <Response key={responseId} chartName={of.value.name} view={read.value} />;
}

function Response({ chartName, view }: { readonly chartName: string; readonly view: FormResponseView }): ReactElement {
  const { head, asked, acts, mayWrite, filled, changed } = view;
  const vault = useVault();
  const acting = useActing();
  const [shown, setShown] = useState<"sign" | "hand-over" | "withdraw">();
  useChartPrinted(head.chart);
  const [now, today] = [Date.now(), dayOf(Date.now())];
  const params = { chartId: head.chart, responseId: head.id };
  const isLocked = acts.length > 0;
  const maySign = mayWrite && head.standing === "completed" && head.signatures > 0 && view.beside === 0;
  const mayWithdraw = mayWrite && head.standing !== "withdrawn" && acts.some(({ act }) => act === "signed");
  const isWaiting = acts.some(({ holds, isYours }) => isYours && holds === "waits");
  const close = () => setShown(undefined);
  const { language } = asked.questionnaire;
  const [inEnglish, setInEnglish] = useState<Form>();
  const translate = async () => {
    const offered = await acting.run(() => vault.beginForm({ chart: head.chart, form: head.form, language: "en" }));
    if (!offered) return;
    if (offered.value.version !== head.version) return acting.setError("Its English words have changed since.");
    setInEnglish(offered.value);
  };
  const mistaken = () =>
    acting.run(() =>
      vault.saveFormResponse({
        chart: head.chart,
        response: head.id,
        form: head.form,
        version: head.version,
        answers: view.answers,
        state: "mistaken",
        on: head.on,
        basedOn: view.basedOn,
      }),
    );
  return (
    <Page title="Form">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/charts/$chartId" params={params} dir="auto">
              <ClientName of={chartName} />
            </Link>
            <Link to="/charts/$chartId/forms" params={params}>
              Forms
            </Link>
          </p>
          <h1 dir="auto" lang={language}>
            {head.title}
          </h1>
          <p className="form-facts">
            <span>{sentence(sayDayBriefly(head.on, now))}</span>
            <b>{sayStanding(head)}</b>
            {head.standing !== "withdrawn" && head.ends !== undefined && <span>{sayEnd(head, today, now)}</span>}
          </p>
        </div>
        <div className="acts">
          {maySign && (
            <>
              <button className="b primary" type="button" onClick={() => setShown("hand-over")}>
                Hand the device over
              </button>
              <button className="b" type="button" onClick={() => setShown("sign")}>
                Sign here
              </button>
            </>
          )}
          {mayWrite && !isLocked && (
            <Link className="b" to="/charts/$chartId/forms/$responseId/fill" params={params}>
              {head.standing === "in-progress" ? "Go on" : "Change"}
            </Link>
          )}
          <FormPdf view={view} />
        </div>
      </div>
      <Dangers view={view} />
      {view.beside > 0 && (
        <p className="due">
          Another version was written at the same time. Change it once more, and what you save settles it.
        </p>
      )}
      {isWaiting && (
        <div className="alarm lesser">
          <h2>Signed, and not confirmed yet</h2>
          <p>
            Your key signs what the server has. Once it can be reached, confirm it here: until then it doesn’t count.
          </p>
          <div className="acts">
            <button
              className="b"
              type="button"
              aria-busy={acting.busy}
              onClick={() =>
                void acting.run(async () => {
                  await vault.sync();
                  return vault.confirmForm(head.id);
                })
              }
            >
              Confirm the signature
            </button>
          </div>
        </div>
      )}
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="form-page">
        {language !== "en" && (
          <p className="small quiet">
            It was asked, and is signed, in {LANGUAGE_NAMES[language]}.{" "}
            {inEnglish ? (
              <button className="as-link" type="button" onClick={() => setInEnglish(undefined)}>
                As it was asked
              </button>
            ) : (
              <button className="as-link" type="button" onClick={() => void translate()}>
                Read the questions in English
              </button>
            )}
          </p>
        )}
        {filled && (
          <p className="small quiet">
            Filled in with {filled.author || "a member"} {sayMoment(filled.writtenAt, now)}.
            {changed && ` Answers changed by ${changed.author || "a member"} ${sayMoment(changed.writtenAt, now)}.`}
          </p>
        )}
        <Answered view={{ ...view, asked: inEnglish ?? asked }} />
        {(acts.length > 0 || head.signatures > 0) && (
          <section aria-labelledby="h-signatures">
            <h2 id="h-signatures">Signatures</h2>
            {acts.length === 0 && (
              <p className="small quiet">
                Nobody has signed. It asks for {head.signatures === 1 ? "one name" : `${head.signatures} names`}.
              </p>
            )}
            <ul className="rows form-acts">
              {acts.map((act) => (
                <Act key={act.id} act={act} now={now} />
              ))}
            </ul>
          </section>
        )}
        <div className="acts not-printed">
          {mayWithdraw && (
            <button className="b plain" type="button" onClick={() => setShown("withdraw")}>
              It was withdrawn
            </button>
          )}
          {mayWrite && !isLocked && head.standing !== "mistaken" && (
            <button className="b plain" type="button" onClick={() => void mistaken()}>
              It was begun by mistake
            </button>
          )}
        </div>
      </div>
      {shown === "sign" && <SignForm view={view} onClose={close} />}
      {shown === "hand-over" && (
        <HandOver language={asked.questionnaire.language} onClose={close}>
          <InTheirHands view={view} />
        </HandOver>
      )}
      {shown === "withdraw" && <WithdrawForm view={view} onClose={close} />}
    </Page>
  );
}

/** Answers that nobody may overlook, before all the others. */
function Dangers({ view }: { readonly view: FormResponseView }): ReactElement | null {
  const { head, asked, answers } = view;
  if (head.dangers === 0) return null;
  const told = itemsOf(asked.questionnaire).filter(({ item: { linkId } }) => speaksOfDanger(linkId, answers[linkId]));
  return (
    <div className="alarm lesser">
      <h2>Somebody may be in danger</h2>
      <ul>
        {told.map(({ item: { linkId, text } }) => (
          <li key={linkId} dir="auto">
            {text} <b>{answers[linkId] ? "Yes" : "No"}</b>
          </li>
        ))}
      </ul>
      <p>Read what they wrote, and ask. It stands on Today until a note or a flag is written after it.</p>
    </div>
  );
}

function Act({ act, now }: { readonly act: FormActView; readonly now: number }): ReactElement {
  const isUncovered = act.act === "signed" && !act.isOfNow;
  return (
    <li>
      <p dir="auto">
        <b>{act.name}</b>
        {act.as && ` (${act.as})`} {act.act === "signed" ? "signed" : "withdrew"} {sayOnDay(act.on, now)}
      </p>
      <p dir="auto">“{act.words}”</p>
      <p className="small quiet">
        Before {act.by || "a former member"}, written down {sayMoment(act.at, now)}.{" "}
        {act.holds === "yes" && "Signed with their key, and it holds."}
      </p>
      {act.holds !== "yes" && <p className="small due">{NOT_HOLDING[act.holds]}</p>}
      {isUncovered && <p className="small due">The form was changed after this, which it does not cover.</p>}
    </li>
  );
}
