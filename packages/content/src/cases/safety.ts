/** What is told to keep somebody safe. Never held up by anything here: the checklist can be filled in afterwards. */

import { answersOfSafety, type CaseStep, fromMemory, type KindOfCase, read, yourState } from "./shapes.ts";

const consult: CaseStep = {
  id: "consult",
  words: "If there is time: a colleague, a supervisor, your attorney or your insurer’s line.",
  source: fromMemory("Professional codes: APA 4.06, ACA B.2, NASW 1.07"),
};
const least: CaseStep = {
  id: "least",
  words: "Tell what is needed and no more. Psychotherapy notes stay where they are, but for what this asks.",
  source: read("45 CFR 164.502(b), 164.508(a)(2)(ii)"),
};
const report = (law: string): readonly CaseStep[] => [
  {
    id: "call",
    words: "Call now: the number for your State stands above, or ask for it there. In danger at this moment: 911.",
    source: yourState(law),
  },
  {
    id: "words",
    words: "Have ready: who, how old, where now, what was said or seen, by whom, since when, who else is in danger.",
    source: fromMemory("Common to what States’ lines ask"),
  },
  least,
  {
    id: "reference",
    words: "Write down whom you spoke to, when, and the number they gave the report.",
    source: yourState(law),
  },
  {
    id: "in-writing",
    words: "Many States want it in writing as well, within a day or two. Ask on the telephone.",
    source: yourState(law),
  },
  consult,
];
const tellThem: CaseStep = {
  id: "tell-them",
  words: "Tell the person that you reported, unless that would put them at risk of serious harm.",
  source: read("45 CFR 164.512(c)(2)"),
};

export const safety: readonly KindOfCase[] = [
  {
    kind: "duty-to-warn",
    name: "Warning somebody in danger",
    group: "safety",
    says: "A client threatens somebody. States differ in whether you must, may or may not warn; the privacy rule lets you where it is serious and imminent.",
    clock: {
      by: "at-once",
      source: yourState("Duty to warn or protect: State law, where sources differ. 45 CFR 164.512(j)(1)(i) permits it"),
    },
    steps: [
      {
        id: "call",
        words: "Call whoever can prevent it: the police where they are, the person in danger, a crisis team.",
        source: read("45 CFR 164.512(j)(1)(i)"),
      },
      {
        id: "threat",
        words:
          "Write down the words that were said, whom they name, how soon, by what means, and what you know of before.",
        source: fromMemory("What a reviewer or court looks for first"),
      },
      {
        id: "law",
        words: "Write down which law of your State you relied on, and what else you thought of doing.",
        source: yourState("Duty to warn or protect"),
      },
      least,
      consult,
    ],
    grounds: [],
    outcomes: answersOfSafety,
    letters: [],
    gives: { basis: "threat", purpose: "Serious and imminent threat (45 CFR 164.512(j)(1)(i))" },
  },
  {
    kind: "child-report",
    name: "Report about a child",
    group: "safety",
    says: "Suspected abuse or neglect of a child is reported in every State. You need no proof and no authorization.",
    clock: { by: "at-once", source: yourState("Reporting of child abuse; 45 CFR 164.512(b)(1)(ii) permits it") },
    steps: report("Reporting of child abuse: State law"),
    grounds: [],
    outcomes: answersOfSafety,
    letters: [],
    gives: { basis: "abuse-report", purpose: "Report of suspected child abuse or neglect (45 CFR 164.512(b)(1)(ii))" },
  },
  {
    kind: "elder-report",
    name: "Report about an elder",
    group: "safety",
    says: "Suspected abuse, neglect or exploitation of an older person. Most States name who must report, and to whom.",
    clock: { by: "at-once", source: yourState("Reporting of elder abuse; 45 CFR 164.512(c) permits it") },
    steps: [...report("Reporting of elder abuse: State law"), tellThem],
    grounds: [],
    outcomes: answersOfSafety,
    letters: [],
    gives: { basis: "abuse-report", purpose: "Report of suspected abuse of an elder (45 CFR 164.512(c))" },
  },
  {
    kind: "dependent-adult-report",
    name: "Report about a dependent adult",
    group: "safety",
    says: "Suspected abuse, neglect or exploitation of an adult who depends on others.",
    clock: { by: "at-once", source: yourState("Reporting of abuse of dependent adults; 45 CFR 164.512(c) permits it") },
    steps: [...report("Reporting of abuse of dependent adults: State law"), tellThem],
    grounds: [],
    outcomes: answersOfSafety,
    letters: [],
    gives: { basis: "abuse-report", purpose: "Report of suspected abuse of a dependent adult (45 CFR 164.512(c))" },
  },
];
