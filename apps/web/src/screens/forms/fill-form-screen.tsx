/** Filling in a form for a chart: its questions in one column, kept as they are typed. */

import type { ChartView, DraftView, Form, FormLanguage, FormResponseView, Vault } from "@alcove/vault";
import { checkAnswers } from "@alcove/vault/forms";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type FormEvent, type ReactElement, useEffect, useRef, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useSession } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ClientName } from "../../parts/client-name.tsx";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { WhomField } from "../../parts/whom.tsx";
import { clientWords } from "../../words/clients/index.ts";
import { dayOf } from "../../words/dates.ts";
import { SAY_BUG, sayFailure } from "../../words/failures.ts";
import { FormFields } from "./form-fields.tsx";
import { HandOver, InTheirHands } from "./hand-over.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import { NotThere } from "./not-there.tsx";
import { answersFrom, type Typed, typedFrom, typedInstead } from "./typed.ts";
import { useFormDraft } from "./use-draft.ts";
import "./forms.css";

const NEW = "new";

type Begun = {
  readonly chart: ChartView;
  readonly form: Form;
  /** In which it can be asked. */
  readonly languages: readonly FormLanguage[];
  readonly response: FormResponseView | undefined;
  readonly draft: DraftView | undefined;
};

export function FillFormScreen(): ReactElement {
  const { chartId, responseId } = useParams({ from: "/charts/$chartId/forms/$responseId/fill" });
  const { form } = useSearch({ from: "/charts/$chartId/forms/$responseId/fill" });
  const vault = useVault();
  // Read once: a change elsewhere takes nothing from under somebody's hands.
  const [begun, setBegun] = useState<Begun | string>();
  useEffect(() => {
    let isGone = false;
    setBegun(undefined);
    openForm(vault, chartId, responseId, form ?? "").then(
      (read) => {
        if (!isGone) setBegun(read);
      },
      () => {
        if (!isGone) setBegun(SAY_BUG);
      },
    );
    return () => {
      isGone = true;
    };
  }, [vault, chartId, responseId, form]);
  if (begun === undefined) return <Page title="Form">{null}</Page>;
  if (typeof begun === "string") return <NotThere chart={chartId} says={begun} />;
  return <Fill key={`${responseId} ${form}`} {...begun} />;
}

async function openForm(vault: Vault, chartId: string, responseId: string, formId: string): Promise<Begun | string> {
  const of = await vault.chart(chartId);
  if (!of.ok) return sayFailure(of.error);
  const chart = of.value;
  if (chart.guarded === "closed") return "This chart is closed. Open it first.";
  const drafts = (await vault.drafts()).filter((draft) => draft.chart === chartId && draft.response === responseId);
  if (responseId !== NEW) {
    const there = await vault.formResponse(responseId);
    if (!there.ok) return sayFailure(there.error);
    const { asked } = there.value;
    const language = docOf(drafts[0])?.language ?? asked.questionnaire.language;
    const offered = await vault.beginForm({ chart: chartId, form: asked.id, language });
    // Of a form that has changed since there is this one version, in the language that it was begun in.
    const isOffered = offered.ok && offered.value.version === asked.version;
    const isOther = isOffered && language !== asked.questionnaire.language;
    return {
      chart,
      form: isOther ? offered.value : asked,
      languages: isOffered ? offered.value.languages : [],
      response: there.value,
      draft: drafts[0],
    };
  }
  const draft = drafts.find((one) => one.form === formId);
  const kept = docOf(draft);
  const language = kept?.language;
  const begun = await vault.beginForm({ chart: chartId, form: formId, ...(language ? { language } : {}) });
  if (!begun.ok) return sayFailure(begun.error);
  const { languages, version } = begun.value;
  return {
    chart,
    form: begun.value,
    languages,
    response: undefined,
    draft: kept?.version === version ? draft : undefined,
  };
}

type Kept = {
  readonly version: number;
  readonly typed: Typed;
  readonly person?: string;
  readonly language?: FormLanguage;
};
const docOf = (draft: DraftView | undefined) => draft?.body.doc as Kept | undefined;

function Fill({ chart, form: begun, languages, response, draft }: Begun): ReactElement {
  const vault = useVault();
  const navigate = useNavigate();
  const acting = useActing();
  const [form, setForm] = useState(begun);
  const { questionnaire } = form;
  const { language } = questionnaire;
  const [typed, setTyped] = useState<Typed>(
    () => docOf(draft)?.typed ?? typedFrom(questionnaire, response?.answers ?? {}),
  );
  const [on, setOn] = useState(draft?.date ?? response?.head.on ?? dayOf(Date.now()));
  const [person, setPerson] = useState(docOf(draft)?.person ?? response?.head.person);
  /** In a client's hands: while they fill it in, then what they are to sign. */
  const [hands, setHands] = useState<"filling" | FormResponseView>();
  const { lockNow } = useSession();
  const [wrong, setWrong] = useState<{ readonly [linkId: string]: string }>({});
  const page = useRef<HTMLFormElement>(null);
  const basedOn = draft?.basedOn ?? response?.basedOn ?? [];
  const kept = useFormDraft(draft?.id, {
    chart: chart.id,
    kind: "progress",
    date: on,
    title: questionnaire.title,
    body: { text: "", doc: { version: form.version, language, typed, ...(person === undefined ? {} : { person }) } },
    form: form.id,
    response: response?.head.id ?? NEW,
    basedOn,
  });
  const params = { chartId: chart.id };
  // Around its questions a client reads their language, and a member English.
  const say = clientWords[hands ? language : "en"];
  const speak = async (other: FormLanguage) => {
    const next = await acting.run(() => vault.beginForm({ chart: chart.id, form: form.id, language: other }));
    if (!next) return;
    setForm(next.value);
    setTyped(typedInstead(questionnaire, next.value.questionnaire, typed));
    setWrong({});
    kept.changed();
  };

  const save = async (state: "in-progress" | "completed") => {
    const answers = answersFrom(questionnaire, typed);
    const { missing, unfit } = checkAnswers(questionnaire, answers);
    const found: Record<string, string> = Object.fromEntries(unfit.map((id) => [id, clientWords[language].unfit]));
    if (state === "completed") for (const id of missing) found[id] = clientWords[language].needed;
    setWrong(found);
    if (Object.keys(found).length > 0) return focusOn(page.current, Object.keys(found));
    const ended = kept.stop();
    const saved = await acting.run(() =>
      vault.saveFormResponse({
        chart: chart.id,
        ...(response ? { response: response.head.id } : {}),
        form: form.id,
        version: form.version,
        language,
        answers,
        state,
        on,
        basedOn,
        ...(person === undefined ? {} : { person }),
        ...(ended === undefined ? {} : { draft: ended }),
      }),
    );
    if (!saved) return kept.resume("failed");
    if (hands) {
      const read = await acting.run(() => vault.formResponse(saved.value.id));
      return read && setHands(read.value);
    }
    if (state === "in-progress") return void navigate({ to: "/charts/$chartId/forms", params });
    toResponse(saved.value.id);
  };
  const toResponse = (id: string) =>
    void navigate({
      to: "/charts/$chartId/forms/$responseId",
      params: { ...params, responseId: id },
      ignoreBlocker: true,
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save("completed");
  };
  const change = (next: Typed) => {
    setTyped(next);
    setWrong({});
    kept.changed();
  };

  const failed = acting.error ?? kept.error;
  const fields = (
    <form ref={page} className="form-page" onSubmit={submit} noValidate lang={hands ? language : undefined}>
      {hands && (
        <h1 id="h-handed" dir="auto">
          {questionnaire.title}
        </h1>
      )}
      {!hands && <LanguageChoice languages={languages} language={language} onChange={(one) => void speak(one)} />}
      <FormFields questionnaire={questionnaire} typed={typed} onChange={change} wrong={wrong} />
      {!hands && (
        <WhomField
          chart={chart.id}
          person={person}
          onChange={(chosen) => {
            setPerson(chosen);
            kept.changed();
          }}
        />
      )}
      <Field label={say.filledInOn}>
        {(control) => (
          <input
            {...control}
            type="date"
            autoComplete="off"
            value={on}
            onChange={({ target }) => {
              setOn(target.value);
              kept.changed();
            }}
          />
        )}
      </Field>
      {Object.keys(wrong).length > 0 && <ErrorLine text={say.lookAgain(Object.keys(wrong).length)} />}
      {failed !== undefined && <ErrorLine text={hands && language !== "en" ? say.failed : failed} />}
      <div className="acts">
        <button className="b primary" type="submit" aria-busy={acting.busy}>
          {form.signatures > 0 ? say.toSigning : say.done}
        </button>
        {hands ? (
          <button className="b plain" type="button" onClick={lockNow}>
            {say.giveBackAsItIs}
          </button>
        ) : (
          <button className="b plain" type="button" onClick={() => void save("in-progress")}>
            Save, and finish later
          </button>
        )}
      </div>
      <p className="small quiet" role="status">
        {kept.isKept ? say.isKept : ""}
      </p>
    </form>
  );

  return (
    <Page title="Form">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/charts/$chartId" params={params} dir="auto">
              <ClientName of={chart.name} />
            </Link>
            <span aria-hidden="true">·</span>
            <Link to="/charts/$chartId/forms" params={params}>
              Forms
            </Link>
          </p>
          <h1 dir="auto" lang={language}>
            {questionnaire.title}
          </h1>
          {form.about && <p className="lede">{form.about}</p>}
        </div>
        <div className="acts">
          <button className="b" type="button" onClick={() => setHands("filling")}>
            Hand the device over
          </button>
        </div>
      </div>
      {!hands && fields}
      {hands && (
        <HandOver
          language={language}
          choice={<LanguageChoice languages={languages} language={language} onChange={(one) => void speak(one)} />}
          onClose={() => setHands(undefined)}
        >
          {hands === "filling" ? fields : <InTheirHands view={hands} onEnd={() => toResponse(hands.head.id)} />}
        </HandOver>
      )}
    </Page>
  );
}

/** On the first of these as they stand on the page. */
function focusOn(page: HTMLElement | null, ids: readonly string[]): void {
  const all = [...(page?.querySelectorAll<HTMLElement>("[data-question]") ?? [])];
  all.find((one) => ids.includes(one.dataset["question"] ?? ""))?.focus();
}
