/** Making a form of the practice's own, or changing one; beside it as it will be asked. */

import type { Form, FormLanguage, FormView } from "@alcove/vault";
import { formLanguages, isQuestion, itemsOf, type Question, readQuestionnaire } from "@alcove/vault/forms";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type FormEvent, type ReactElement, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ChangedTwice } from "../../parts/changed-twice.tsx";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { Stay } from "../../parts/stay.tsx";
import { FormFields } from "./form-fields.tsx";
import { NoSuchForm } from "./no-such-form.tsx";
import { asItems, asLines, type Line } from "./lines.ts";
import { LanguageChoice } from "./language-choice.tsx";
import { QuestionLines } from "./question-lines.tsx";
import type { Typed } from "./typed.ts";
import "./forms.css";

type Words = Pick<Form, "about" | "belongs" | "signatures" | "agrees"> & {
  readonly title: string;
  readonly language: FormLanguage;
  readonly ends: "never" | "months" | "asked";
  readonly months: string;
  readonly until: string;
  readonly lines: readonly Line[];
};

const EMPTY: Words = {
  title: "",
  language: "en",
  about: "",
  belongs: "administrative",
  signatures: 1,
  agrees: "I have read this and agree to it.",
  ends: "never",
  months: "12",
  until: "",
  lines: [{ type: "text", linkId: "q1", text: "", options: "" }],
};

export function OwnFormScreen(): ReactElement {
  const { formId } = useParams({ from: "/forms/$formId" });
  const { from } = useSearch({ from: "/forms/$formId" });
  const { value: forms } = useAnswer("forms", (vault) => vault.forms());
  if (!forms) return <Page title="Form">{null}</Page>;
  const like = forms.find(({ id }) => id === (formId === "new" ? from : formId));
  if (formId !== "new" && !like?.own) return <NoSuchForm />;
  return <OwnForm key={`${formId} ${like?.id}`} like={like} isNew={formId === "new"} />;
}

function OwnForm({ like, isNew }: { readonly like: FormView | undefined; readonly isNew: boolean }): ReactElement {
  const vault = useVault();
  const navigate = useNavigate();
  const acting = useActing();
  const [words, setWords] = useState<Words>(() => (like ? wordsOf(like, isNew) : EMPTY));
  const [basedOn] = useState(like?.own?.basedOn ?? []);
  const [isTyped, setTyped] = useState(false);
  const [tried, setTried] = useState<Typed>({});
  const change = (changes: Partial<Words>) => {
    setTyped(true);
    setWords({ ...words, ...changes });
  };
  const questionnaire = {
    resourceType: "Questionnaire",
    status: "active",
    language: words.language,
    title: words.title.trim(),
    item: asItems(words.lines),
  } as const;
  const preview = readQuestionnaire(questionnaire);
  const days = preview
    ? itemsOf(preview)
        .map(({ item }) => item)
        .filter(isDay)
    : [];
  const isMinors = like?.minor !== undefined && days.some(({ linkId }) => linkId === like.minor);
  const isAway = like?.own?.putAway === true;

  const save = async (putAway: boolean) => {
    const { about, belongs, signatures, agrees, ends, months, until } = words;
    const saved = await acting.run(() =>
      vault.saveForm({
        ...(!isNew && like ? { form: like.id, basedOn } : {}),
        questionnaire,
        about: about.trim() || words.title.trim(),
        belongs,
        signatures,
        agrees,
        ...(ends === "months" ? { months: Number(months) } : {}),
        ...(ends === "never" && isMinors ? { minor: like.minor } : {}),
        ...(ends === "asked" ? { until: until || days[0]?.linkId || "" } : {}),
        putAway,
      }),
    );
    if (saved) void navigate({ to: "/forms", ignoreBlocker: true });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(isAway);
  };

  return (
    <Page title="Form">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/forms">Forms</Link>
          </p>
          <h1>{isNew ? "A new form" : "Change the form"}</h1>
          <p className="lede">What was filled in with it keeps the questions that it had.</p>
        </div>
      </div>
      {!isNew && <ChangedTwice basedOn={basedOn} />}
      <div className="form-making">
        <form onSubmit={submit} noValidate>
          <Field label="Name">
            {(control) => (
              <input
                {...control}
                autoComplete="off"
                maxLength={300}
                value={words.title}
                onChange={({ target }) => change({ title: target.value })}
              />
            )}
          </Field>
          <Field label="What it is for" hint="One line, in lists." optional>
            {(control) => (
              <input
                {...control}
                autoComplete="off"
                maxLength={300}
                value={words.about}
                onChange={({ target }) => change({ about: target.value })}
              />
            )}
          </Field>
          <LanguageChoice
            label="Its words are in"
            languages={formLanguages}
            language={words.language}
            isOurs
            onChange={(language) => change({ language })}
          />
          <label className="tick">
            <input
              type="checkbox"
              checked={words.belongs === "clinical"}
              onChange={({ target }) => change({ belongs: target.checked ? "clinical" : "administrative" })}
            />
            <span>
              <b>Its answers are clinical</b>
              <span>They lie with the notes. Otherwise front desk works with them too.</span>
            </span>
          </label>
          <Field label="How many people sign it">
            {(control) => (
              <select
                {...control}
                value={words.signatures}
                onChange={({ target }) => change({ signatures: Number(target.value) })}
              >
                <option value={0}>Nobody: it is only filled in</option>
                <option value={1}>One</option>
                <option value={2}>Two, such as both parents</option>
                <option value={3}>Three</option>
              </select>
            )}
          </Field>
          {words.signatures > 0 && (
            <Field label="The sentence that they agree to">
              {(control) => (
                <textarea
                  {...control}
                  rows={2}
                  maxLength={1000}
                  autoComplete="off"
                  value={words.agrees}
                  onChange={({ target }) => change({ agrees: target.value })}
                />
              )}
            </Field>
          )}
          <Field label="It holds">
            {(control) => (
              <select
                {...control}
                value={words.ends}
                onChange={({ target }) => change({ ends: target.value as Words["ends"] })}
              >
                <option value="never">without an end</option>
                <option value="months">for some months</option>
                {days.length > 0 && <option value="asked">until a day that is asked</option>}
              </select>
            )}
          </Field>
          {words.ends === "months" && (
            <Field label="Months">
              {(control) => (
                <input
                  {...control}
                  inputMode="numeric"
                  autoComplete="off"
                  value={words.months}
                  onChange={({ target }) => change({ months: target.value })}
                />
              )}
            </Field>
          )}
          {words.ends === "asked" && (
            <Field label="Which question">
              {(control) => (
                <select {...control} value={words.until} onChange={({ target }) => change({ until: target.value })}>
                  {days.map(({ linkId, text }) => (
                    <option key={linkId} value={linkId}>
                      {text}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          )}
          <QuestionLines lines={words.lines} onChange={(lines) => change({ lines })} />
          {acting.error && <ErrorLine text={acting.error} />}
          <div className="acts">
            <button className="b primary" type="submit" aria-busy={acting.busy}>
              Save the form
            </button>
            {!isNew && (
              <button className="b plain" type="button" onClick={() => void save(!isAway)}>
                {isAway ? "Use it again" : "Put it away"}
              </button>
            )}
          </div>
        </form>
        <section aria-labelledby="h-preview" className="preview">
          <h2 id="h-preview">As it will be asked</h2>
          {preview ? (
            <FormFields questionnaire={preview} typed={tried} onChange={setTried} wrong={{}} />
          ) : (
            <p className="small quiet">It stands here once it has a name, and each question its words and options.</p>
          )}
        </section>
      </div>
      {isTyped && (
        <Stay
          title="Leave without saving?"
          note="The form as you changed it isn’t kept yet."
          stay="Stay here"
          leave="Leave all the same"
        />
      )}
    </Page>
  );
}

const isDay = (item: Parameters<typeof isQuestion>[0]): item is Question => isQuestion(item) && item.type === "date";

function wordsOf(like: FormView, isNew: boolean): Words {
  const { about, belongs, signatures, agrees, months, until, questionnaire } = like;
  return {
    language: questionnaire.language,
    title: isNew ? `${questionnaire.title}, ours` : questionnaire.title,
    about,
    belongs,
    signatures,
    agrees,
    ends: months !== undefined ? "months" : until !== undefined ? "asked" : "never",
    months: String(months ?? 12),
    until: until ?? "",
    lines: asLines(questionnaire),
  };
}
