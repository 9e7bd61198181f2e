/** Records of forms (docs/spec, FRM): the practice's own, what was filled in, and who signed or withdrew it. */

import * as z from "zod/mini";
import { common, day, id, key } from "../fields.ts";
import { formWords, ownFormWords } from "./form.ts";
import { formLine } from "./questionnaire.ts";

const json = z.string();
const name = formLine;

/** `mistaken`: begun by mistake; it stays to be read, and counts in nothing. */
export const formStates = ["in-progress", "completed", "mistaken"] as const;
export type FormState = (typeof formStates)[number];

/** Somebody puts their name to it, or takes it back. */
export const formActs = ["signed", "withdrawn"] as const;
export type FormAct = (typeof formActs)[number];

export const formShapes = {
  /** Directory; record id random, and what `form` names. */
  form: z.strictObject({
    type: z.literal("form"),
    ...common,
    ...ownFormWords,
    /** A Questionnaire as JSON. */
    questions: json,
    /** It is offered no more; what was filled in keeps its own questions. */
    putAway: z.boolean(),
  }),
  /** Where the form says that it belongs; record id random. The questions stand in it as they were asked. */
  "form-response": z.strictObject({
    type: z.literal("form-response"),
    ...common,
    form: z.string().check(z.regex(/^[a-z0-9-]{1,40}$/)),
    version: z.int().check(z.minimum(1)),
    title: formLine,
    ...formWords,
    /** A Questionnaire as JSON. */
    questions: json,
    /** Items of a QuestionnaireResponse as JSON. */
    answers: json,
    state: z.enum(formStates),
    /** The day it is of. */
    on: day,
    /** The last day on which it holds. */
    ends: z.optional(day),
    /** Of the chart's people, whom it is about. */
    person: z.optional(id),
  }),
  /** Beside the response; record id random. A member's signature of it lies beside it (SIG). */
  "form-act": z.strictObject({
    type: z.literal("form-act"),
    ...common,
    act: z.enum(formActs),
    response: id,
    /** Of the response: the version that was before them, and the hash of all that it says. */
    version: id,
    content: key,
    /** Who, as they typed it, and what they are: "client", "mother". */
    name,
    as: z.string().check(z.maxLength(300)),
    person: z.optional(id),
    /** The sentence that they agreed to; of a withdrawal, how it came. */
    words: z.string().check(z.refine((text) => text.trim() !== "" && text.length <= 4000)),
    on: day,
  }),
} as const;
