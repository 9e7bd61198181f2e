/** Forms that can be filled in: those that come with the app, and the practice's own. */

import { fail, ok, type Result, toHex } from "@alcove/bytes";
import { forms } from "@alcove/content/forms";
import { type Failure, failure } from "@alcove/protocol";
import { parseRevision } from "@alcove/records";
import { endsSoundly, type FormLanguage, readQuestionnaire } from "@alcove/records/forms";
import type { Opened } from "../../engine/opened.ts";
import { directory } from "../../engine/outbox.ts";
import { compartmentFor } from "../../engine/state.ts";
import type { FormView, SaveForm } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { jsonOf } from "../../views/answers.ts";
import { authorName } from "../notes.ts";
import { idFrom } from "../open-charts.ts";
import { nextRevision, seenOf, standingIn } from "../structured.ts";

const builtIn = forms.map(
  ({ edition, sources, notice, ...form }): FormView => ({
    ...form,
    languages: forms.filter(({ id }) => id === form.id).map(({ questionnaire }) => questionnaire.language),
    from: { edition, sources, notice },
  }),
);
const inEnglish = builtIn.filter(({ questionnaire }) => questionnaire.language === "en");

/** The practice's own first, by name; those that were put away among them. One that nobody can read is passed over. Each once, in English if it can be. */
export function formViews(opened: Opened): readonly FormView[] {
  const own = opened.fold.structuredOfType("form").flatMap(({ record, author, value }): FormView[] => {
    const { type: _type, revision: _revision, writtenAt, questions, putAway, ...said } = value;
    const questionnaire = readQuestionnaire(jsonOf(questions));
    if (!questionnaire) return [];
    const version = Number(opened.fold.standing(record)[0]?.["number"] ?? 1);
    const changed = {
      changedBy: authorName(opened, author),
      changedAt: writtenAt,
      putAway,
      basedOn: standingIn(opened, record),
    };
    const languages = [questionnaire.language];
    return [{ id: toHex(record), version, ...said, questionnaire, languages, own: changed }];
  });
  return [...own.toSorted((a, b) => a.questionnaire.title.localeCompare(b.questionnaire.title)), ...inEnglish];
}

/** As it is offered now; `undefined` where it is not, or not in this language. Without one: in the chart's as far as the form has it. */
export function offeredForm(
  opened: Opened,
  form: string,
  { language, ofChart }: { readonly language?: FormLanguage | undefined; readonly ofChart: FormLanguage },
): FormView | undefined {
  const offered = formViews(opened).find((one) => one.id === form && !one.own?.putAway);
  const asked = language ?? (offered?.languages.includes(ofChart) ? ofChart : offered?.questionnaire.language);
  if (offered?.questionnaire.language === asked) return offered;
  return builtIn.find((one) => one.id === form && one.questionnaire.language === asked);
}

/** Failures: `form-unknown`, `form-unfit`, `not-entitled`, `disk-full`. */
export async function saveForm(
  ports: Ports,
  opened: Opened,
  request: SaveForm,
): Promise<Result<{ readonly id: string }, Failure>> {
  const { fold, keys, state } = opened;
  if (!state.roster || !compartmentFor(state.roster, keys.account, "directory", null))
    return fail(failure("not-entitled"));
  const record = request.form === undefined ? ports.crypto.random(16) : idFrom(request.form);
  if (!record || (request.form !== undefined && !fold.structuredRecord("form", record)))
    return fail(failure("form-unknown"));
  const questionnaire = readQuestionnaire(request.questionnaire);
  const { belongs, signatures, agrees, months, until, minor, about } = request;
  if (!questionnaire || !endsSoundly({ questionnaire, months, until, minor })) return fail(failure("form-unfit"));
  const said = {
    belongs,
    signatures,
    agrees: agrees.trim(),
    about: about.trim(),
    months,
    until,
    minor,
    questions: JSON.stringify(questionnaire),
    putAway: request.putAway ?? false,
  };
  const parents = seenOf(opened, record, request.basedOn);
  const next = nextRevision(ports, opened, directory, record, "form", said, parents);
  if (!parseRevision(next.revision)) return fail(failure("form-unfit"));
  await opened.keep([next]);
  return ok({ id: toHex(record) });
}
