/** For the moment in which somebody is in danger: whom to call, and words that are ready. Numbers of the United States. */

import type { CaseKind } from "@alcove/records";
import { fromMemory, type Source } from "./shapes.ts";

export type CallFirst = { readonly name: string; readonly at: string; readonly source: Source };

const police: CallFirst = { name: "Emergency, police", at: "911", source: fromMemory("911.gov") };
const crisis: CallFirst = {
  name: "Suicide and crisis lifeline, also for you while you decide",
  at: "988",
  source: fromMemory("988lifeline.org"),
};
const child: CallFirst = {
  name: "Childhelp, which tells you your State’s line",
  at: "1-800-422-4453",
  source: fromMemory("childhelphotline.org"),
};
const elder: CallFirst = {
  name: "Eldercare Locator, which tells you your State’s adult protective services",
  at: "1-800-677-1116",
  source: fromMemory("eldercare.acl.gov"),
};

/** Before these the practice's own numbers. */
export const callFirst: Readonly<Partial<Record<CaseKind, readonly CallFirst[]>>> = {
  "duty-to-warn": [police, crisis],
  "child-report": [police, child],
  "elder-report": [police, elder],
  "dependent-adult-report": [police, elder],
};

export const readyWords: Readonly<Partial<Record<CaseKind, string>>> = {
  "duty-to-warn":
    "I am a psychotherapist. I have reason to believe that somebody I treat means to harm a person soon. I am telling you what you need to prevent it, and no more. The person in danger is … The threat is … It was said at … They may be at …",
  "child-report":
    "I am a psychotherapist and report suspected abuse or neglect of a child. The child is …, … years old, now at … What I heard or saw is … It is said to be by … The last time I know of is … Others in danger are … What number does this report have, and do you want it in writing?",
  "elder-report":
    "I am a psychotherapist and report suspected abuse, neglect or exploitation of an older person. They are …, now at … What I heard or saw is … It is said to be by … What number does this report have, and do you want it in writing?",
  "dependent-adult-report":
    "I am a psychotherapist and report suspected abuse, neglect or exploitation of an adult who depends on others. They are …, now at … What I heard or saw is … It is said to be by … What number does this report have, and do you want it in writing?",
};
