/** Forms as FHIR R4 resources that stand by themselves: for an export, and for whoever checks them. */

import type { ResponseItem } from "./answers.ts";
import type { Form } from "./form.ts";
import type { Questionnaire } from "./questionnaire.ts";
import type { FormState } from "./record.ts";

/** No address on the web: forms are known by what they are called here. */
const canonical = (form: string): string => `urn:alcove:form:${form}`;

export type QuestionnaireResource = Questionnaire & { readonly url: string; readonly version: string };

export const asQuestionnaire = ({ id, version, questionnaire }: Pick<Form, "id" | "version" | "questionnaire">) =>
  ({ ...questionnaire, url: canonical(id), version: String(version) }) satisfies QuestionnaireResource;

export type QuestionnaireResponseResource = {
  readonly resourceType: "QuestionnaireResponse";
  readonly questionnaire: string;
  readonly status: "in-progress" | "completed" | "entered-in-error";
  readonly language: Questionnaire["language"];
  readonly authored: string;
  readonly item?: readonly ResponseItem[];
};

export const asQuestionnaireResponse = (
  { id, version, questionnaire }: Pick<Form, "id" | "version" | "questionnaire">,
  {
    items,
    state,
    on,
  }: {
    readonly items: readonly ResponseItem[];
    readonly state: FormState;
    readonly on: string;
  },
): QuestionnaireResponseResource => ({
  resourceType: "QuestionnaireResponse",
  questionnaire: `${canonical(id)}|${version}`,
  status: state === "mistaken" ? "entered-in-error" : state,
  language: questionnaire.language,
  authored: on,
  // FHIR has no empty lists.
  ...(items.length > 0 ? { item: items } : {}),
});
