/** Papers that ask for a record: subpoenas, orders, boards, attorneys. Guidance, and no legal advice: an attorney reads it first. */

import {
  answersToPapers,
  type CaseGround,
  type CaseStep,
  fromMemory,
  type KindOfCase,
  read,
  yourState,
} from "./shapes.ts";

const attorney: CaseStep = {
  id: "attorney",
  words: "Ask your attorney, or your insurer’s, before you answer. Destroy nothing and change nothing meanwhile.",
  source: yourState("Privilege and its waiver are State law"),
};
const privilege: CaseStep = {
  id: "privilege",
  words: "Ask the client, or their attorney, whether they claim privilege. It is theirs to claim or to waive.",
  source: yourState("Psychotherapist-patient privilege; in federal courts Jaffee v. Redmond, 518 U.S. 1 (1996)"),
};
const minimum: CaseStep = {
  id: "minimum",
  words: "Give what is asked for and no more. Keep a copy of what was given.",
  source: read("45 CFR 164.502(b), 164.514(d)"),
};
const apart: CaseStep = {
  id: "apart",
  words: "Psychotherapy notes go nowhere without an authorization of their own, but for the exceptions of the rule.",
  source: read("45 CFR 164.508(a)(2)"),
};

const notesApart: CaseGround = {
  id: "psychotherapy-notes",
  words: "Psychotherapy notes need an authorization of their own.",
  letter: "Psychotherapy notes are not produced: they require a separate authorization under 45 CFR 164.508(a)(2).",
  review: false,
  source: read("45 CFR 164.508(a)(2)"),
};
const claimed: CaseGround = {
  id: "privilege",
  words: "The client claims privilege.",
  letter: "The records are privileged, and the client has not waived the privilege.",
  review: false,
  source: yourState("Psychotherapist-patient privilege"),
};
const beyond: CaseGround = {
  id: "beyond",
  words: "It asks for more than the matter needs.",
  letter: "The request goes beyond what is relevant to the matter.",
  review: false,
  source: yourState("Rules of the court; 45 CFR 164.502(b)"),
};

export const papers: readonly KindOfCase[] = [
  {
    kind: "subpoena",
    name: "Subpoena",
    group: "papers",
    says: "A subpoena signed by an attorney or a clerk is not a court order. It must be answered, which is not the same as giving the record.",
    clock: { by: "paper", source: yourState("The paper names the day; objections often have an earlier one") },
    steps: [
      {
        id: "who-signed",
        words: "See who signed it: a judge, a clerk, an attorney. Only a judge’s signature makes it an order.",
        source: read("45 CFR 164.512(e)(1)"),
      },
      attorney,
      privilege,
      {
        id: "assurance",
        words:
          "Without an order: see written assurance that the client was told and could object, or that a protective order was asked for; or have the client’s authorization.",
        source: read("45 CFR 164.512(e)(1)(ii) to (iv)"),
      },
      apart,
      minimum,
    ],
    grounds: [
      claimed,
      {
        id: "no-assurance",
        words: "No assurance that the client was told, and no protective order.",
        letter:
          "We have received no satisfactory assurance that the client was given notice, or that a qualified protective order was sought, as 45 CFR 164.512(e)(1)(ii) requires.",
        review: false,
        source: read("45 CFR 164.512(e)(1)(ii)"),
      },
      notesApart,
      beyond,
    ],
    outcomes: answersToPapers,
    letters: ["paper-answer"],
    gives: { basis: "court", purpose: "Subpoena (45 CFR 164.512(e))" },
  },
  {
    kind: "court-order",
    name: "Court order",
    group: "papers",
    says: "An order that a judge has signed. Only what it names may be given.",
    clock: { by: "paper", source: yourState("The order names the day") },
    steps: [
      {
        id: "judge",
        words: "See that a judge or a tribunal signed it, and for which record.",
        source: read("45 CFR 164.512(e)(1)(i)"),
      },
      attorney,
      privilege,
      {
        id: "only-what-it-names",
        words: "Give only what the order expressly names.",
        source: read("45 CFR 164.512(e)(1)(i)"),
      },
      {
        id: "part-2",
        words: "Records of substance use treatment under Part 2 need an order of their own kind.",
        source: fromMemory("42 CFR 2.61 to 2.67"),
      },
    ],
    grounds: [
      {
        id: "not-named",
        words: "The order does not name it.",
        letter: "What is not produced is not expressly named in the order.",
        review: false,
        source: read("45 CFR 164.512(e)(1)(i)"),
      },
      {
        id: "asked-to-quash",
        words: "The attorney has asked the court to quash or to narrow it.",
        letter: "The court has been asked to quash or to narrow the order, and has not yet decided.",
        review: false,
        source: yourState("Rules of the court"),
      },
    ],
    outcomes: answersToPapers,
    letters: ["paper-answer"],
    gives: { basis: "court", purpose: "Court order (45 CFR 164.512(e)(1)(i))" },
  },
  {
    kind: "board-request",
    name: "Request of a licensing board",
    group: "papers",
    says: "A board looks into a complaint, or audits. It often may see more than others; ask your attorney how far.",
    clock: { by: "paper", source: yourState("The letter names the day; boards take late answers amiss") },
    steps: [
      {
        id: "real",
        words: "Call the board at a number that you looked up yourself: such letters are imitated.",
        source: fromMemory("45 CFR 164.514(h)"),
      },
      attorney,
      {
        id: "oversight",
        words: "See whether it is oversight that the rule allows, and whether it is about the client or about you.",
        source: read("45 CFR 164.512(d), 164.508(a)(2)(ii)"),
      },
      {
        id: "insurer",
        words: "Tell your insurer: many policies pay for this, and only when told in time.",
        source: fromMemory("Terms of one’s own liability policy"),
      },
      minimum,
    ],
    grounds: [
      claimed,
      {
        id: "not-oversight",
        words: "It is no oversight that the rule or the State allows.",
        letter: "We do not see by what authority this is asked for, and ask for the provision that it rests on.",
        review: false,
        source: yourState("Powers of the board"),
      },
      beyond,
    ],
    outcomes: answersToPapers,
    letters: ["paper-answer"],
    gives: { basis: "oversight", purpose: "Request of a licensing board (45 CFR 164.512(d))" },
  },
  {
    kind: "attorney-request",
    name: "An attorney asks for records",
    group: "papers",
    says: "A letter is no subpoena. With a valid authorization of the client it may be answered, and without it not.",
    clock: { by: "paper", source: yourState("Some States set a time where there is an authorization") },
    steps: [
      {
        id: "authorization",
        words: "See the authorization: what, by whom, to whom, for what, until when, signed and dated, not revoked.",
        source: fromMemory("45 CFR 164.508(c)"),
      },
      {
        id: "client",
        words: "Ask the client whether they know of it and want it.",
        source: yourState("Good practice; not asked for by the Privacy Rule"),
      },
      apart,
      minimum,
    ],
    grounds: [
      {
        id: "no-authorization",
        words: "There is no valid authorization.",
        letter:
          "We can neither confirm nor deny that anybody is a client here. Without an authorization that meets 45 CFR 164.508(c) nothing can be given.",
        review: false,
        source: fromMemory("45 CFR 164.508(b)(2), (c)"),
      },
      notesApart,
      beyond,
    ],
    outcomes: answersToPapers,
    letters: ["paper-answer"],
    gives: { basis: "authorisation", purpose: "An attorney asked, with the client’s authorization (45 CFR 164.508)" },
  },
];
