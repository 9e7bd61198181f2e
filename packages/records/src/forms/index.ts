/** Forms: their questions as data, the answers to them, and both as FHIR. */
export * from "./answers.ts";
export * from "./fhir.ts";
export * from "./form.ts";
export * from "./questionnaire.ts";
export { type FormAct, formActs, type FormState, formStates } from "./record.ts";
