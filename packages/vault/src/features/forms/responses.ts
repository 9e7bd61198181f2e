/**
 * What was filled in for a chart (docs/spec, FRM-2 to FRM-4). The questions stand in each response as they were asked, so that it says the
 * same whatever becomes of its form.
 */

import { type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { fillFields } from "@alcove/content/forms";
import { comesOfAge, majorityOf } from "@alcove/content/minors";
import { type Failure, failure } from "@alcove/protocol";
import { isDay, parseRevision, type RevisionOf } from "@alcove/records";
import { type Answers, checkAnswers, endOf, type Form, readAnswers, readQuestionnaire } from "@alcove/records/forms";
import { plusDays } from "@alcove/records/schedule";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import type { BeginForm, FormResponseView, FormsOfChart, FormView, SaveFormResponse } from "../../facade.ts";
import type { Ports, SqlRow } from "../../ports.ts";
import { languageOf, mayWriteIn, placeForNew, placeOfRecord } from "../administrative.ts";
import { office } from "../cases/office.ts";
import { revisionFor } from "../notes.ts";
import { chartFrom, idFrom } from "../open-charts.ts";
import { seenOf, standingIn } from "../structured.ts";
import { writersOf } from "../who-changed.ts";
import { formActs, responsePlace } from "./acts.ts";
import { headOf } from "./heads.ts";
import { jsonOf } from "../../views/answers.ts";
import { offeredForm } from "./known.ts";

/** `outside`: where more of it lies while a guard is open. */
export function formsOfChart(view: Opened, chart: Bytes, outside: readonly Opened[]): FormsOfChart {
  return {
    responses: [view, ...outside].flatMap((one) => one.fold.responsesOf(chart).map((row) => headOf(one, row))),
    mayFill: {
      clinical: mayWriteIn(view, chart, "clinical"),
      administrative: mayWriteIn(view, chart, placeForNew(view, chart)),
    },
  };
}

/** Failures: `form-unknown`, `alarm-envelope-unopenable`. */
export async function formResponse(ports: Ports, view: Opened, id: string): Promise<Result<FormResponseView, Failure>> {
  const record = idFrom(id);
  const row = record && view.fold.response(record);
  if (!record || !row) return fail(failure("form-unknown"));
  const said = await view.openRevision(row["current"] as Bytes);
  const read = said?.type === "form-response" ? readResponse(said) : undefined;
  if (!read) return fail(failure("alarm-envelope-unopenable"));
  const basedOn = standingIn(view, record);
  const place = responsePlace(view, row);
  const judged = await formActs(ports, view, row);
  const { first: filled, changed } = await writersOf(view, "form-response", record, ({ state, answers }) =>
    state === "completed" ? answers : undefined,
  );
  const holding = judged.filter(({ act }) => act.holds === "yes").map((one) => toHex(one.row["revision"] as Bytes));
  return ok({
    head: headOf(view, row, (act) => holding.includes(toHex(act["revision"] as Bytes))),
    ...read,
    revision: toHex(row["current"] as Bytes),
    basedOn,
    beside: basedOn.length - 1,
    ...(filled ? { filled } : {}),
    ...(changed ? { changed } : {}),
    acts: judged.map(({ act }) => act),
    mayWrite: mayWriteIn(view, row["chart"] as Bytes, place),
  });
}

/** `undefined`: its questions are none that Alcove reads, or what stands there answers others. */
function readResponse(said: RevisionOf<"form-response">): { asked: Form; answers: Answers } | undefined {
  const questionnaire = readQuestionnaire(jsonOf(said.questions));
  const answers = questionnaire && readAnswers(questionnaire, jsonOf(said.answers));
  if (!answers || questionnaire.title !== said.title) return undefined;
  const { form: id, version, belongs, signatures, agrees, months, until, minor } = said;
  const asked = { id, version, about: "", belongs, signatures, agrees, months, until, minor, questionnaire };
  return { asked, answers };
}

/**
 * Failures: `chart-unknown`, `form-unknown` (no such form, or another version of it is offered now), `form-signed`, `day-unfit`, `answers-unfit`,
 * `answers-missing` (`missing`: how many), `not-entitled`, `disk-full`.
 */
export async function saveFormResponse(
  ports: Ports,
  disk: Pick<Disk, "drafts">,
  opened: Opened,
  view: Opened,
  request: SaveFormResponse,
): Promise<Result<{ readonly id: string; readonly revision: string }, Failure>> {
  const chart = chartFrom(view, request.chart);
  if (!chart) return fail(failure("chart-unknown"));
  const before = request.response === undefined ? undefined : responseIn(view, chart, request.response);
  if (request.response !== undefined && !before) return fail(failure("form-unknown"));
  const begun = before && (await askedBefore(view, before));
  const asked = before
    ? begun && inLanguage(opened, view, chart, begun, request)
    : beginsWith(opened, view, chart, request);
  if (!asked) return fail(failure("form-unknown"));
  const record = (before?.["record"] as Bytes | undefined) ?? ports.crypto.random(16);
  if (view.fold.formActsOf(record).length > 0) return fail(failure("form-signed"));
  const place = asked.belongs === "clinical" ? "clinical" : placeOfRecord(view, chart, record);
  if (!mayWriteIn(view, chart, place)) return fail(failure("not-entitled"));
  if (!isDay(request.on)) return fail(failure("day-unfit"));
  const { items, missing, unfit } = checkAnswers(asked.questionnaire, request.answers);
  if (unfit.length > 0) return fail(failure("answers-unfit"));
  if (request.state === "completed" && missing.length > 0)
    return fail(failure("answers-missing", { missing: missing.length }));
  const { id: form, version, belongs, signatures, agrees, months, until, minor, questionnaire } = asked;
  const person = request.person === undefined ? undefined : idFrom(request.person);
  const ends = endOf(asked, request.on, request.answers, (bornOn) => lastAsMinor(opened, bornOn));
  const said: RevisionOf<"form-response"> = {
    type: "form-response",
    revision: ports.crypto.random(16),
    writtenAt: ports.clock.now(),
    form,
    version,
    title: questionnaire.title,
    belongs,
    signatures,
    agrees,
    ...(months === undefined ? {} : { months }),
    ...(until === undefined ? {} : { until }),
    ...(minor === undefined ? {} : { minor }),
    questions: JSON.stringify(questionnaire),
    answers: JSON.stringify(items),
    state: request.state,
    on: request.on,
    ...(ends === undefined ? {} : { ends }),
    ...(person ? { person } : {}),
  };
  const parents = before ? seenOf(view, record, request.basedOn) : [];
  const next = revisionFor({ kind: place, chart }, record, said, parents);
  if (!parseRevision(next.revision)) return fail(failure("answers-unfit"));
  const draft = request.draft === undefined ? undefined : idFrom(request.draft);
  await view.keep([next], () => {
    if (draft) disk.drafts.end(draft);
  });
  return ok({ id: toHex(record), revision: toHex(said.revision) });
}

const lastAsMinor = (opened: Opened, bornOn: string): string =>
  plusDays(comesOfAge(bornOn, majorityOf(office(opened).state)), -1);

function responseIn({ fold }: Opened, chart: Bytes, id: string): SqlRow | undefined {
  const record = idFrom(id);
  const row = record && fold.response(record);
  return row && equalBytes(row["chart"] as Bytes, chart) ? row : undefined;
}

/** What was begun goes on with the questions that it was begun with. */
async function askedBefore(view: Opened, row: SqlRow): Promise<Form | undefined> {
  const said = await view.openRevision(row["current"] as Bytes);
  return said?.type === "form-response" ? readResponse(said)?.asked : undefined;
}

type Begins = Pick<SaveFormResponse, "form" | "version" | "language">;

/** Names stand in it as they are now. `undefined`: whoever began it saw another version than is offered. */
function beginsWith(opened: Opened, view: Opened, chart: Bytes, { form, version, language }: Begins): Form | undefined {
  const offered = offeredForm(opened, form, { language, ofChart: languageOf(view, chart) });
  return offered?.version === version ? filled(opened, view, chart, offered) : undefined;
}

/** What was begun, in the language that is asked for: answers go by `linkId` and code, which are the same in each. */
function inLanguage(
  opened: Opened,
  view: Opened,
  chart: Bytes,
  begun: Form,
  { language = begun.questionnaire.language }: SaveFormResponse,
): Form | undefined {
  if (language === begun.questionnaire.language) return begun;
  return beginsWith(opened, view, chart, { form: begun.id, version: begun.version, language });
}

/** Failures: `chart-unknown`, `form-unknown` (no such form, or not in this language). */
export function beginForm(
  opened: Opened,
  view: Opened,
  { chart: id, form, language }: BeginForm,
): Result<FormView, Failure> {
  const chart = chartFrom(view, id);
  if (!chart) return fail(failure("chart-unknown"));
  const offered = offeredForm(opened, form, { language, ofChart: languageOf(view, chart) });
  return offered ? ok(filled(opened, view, chart, offered)) : fail(failure("form-unknown"));
}

/** A form with what the app knows in the place of its fields. */
function filled(opened: Opened, view: Opened, chart: Bytes, form: FormView): FormView {
  const { keys } = opened;
  const client = view.fold
    .structuredOf("person", chart)
    .find(({ value }) => !value.gone && value.roles.includes("client"));
  // Of strings in JSON, so that whatever a name holds stays one.
  const inJson = (value: string | undefined) => JSON.stringify(value ?? "").slice(1, -1);
  const fields = {
    client: inJson(client?.value.name ?? view.fold.nameOf(chart)),
    practice: inJson(view.fold.nameOf(keys.practice)),
    me: inJson(view.fold.nameOf(keys.account)),
  };
  const questionnaire = readQuestionnaire(jsonOf(fillFields(JSON.stringify(form.questionnaire), fields)));
  return questionnaire ? { ...form, questionnaire } : form;
}
