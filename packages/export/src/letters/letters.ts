/** What stands in each letter, in which order; how it is said is for the words of a language. */

import type { Block } from "@alcove/pdf";
import type { LetterFacts, LetterName } from "./facts.ts";
import type { LetterWords } from "./words/english.ts";

/** With the words of its language. */
export type Said = LetterFacts & { readonly say: LetterWords };
type Letter = { readonly title: string; readonly blocks: readonly Block[] };

const p = (text: string): Block => ({ kind: "paragraph", text });
const heading = (text: string): Block => ({ kind: "heading", level: 2, text });
const list = (items: readonly string[]): Block => ({ kind: "list", ordered: false, items });
const words = (text: string): Block[] => (text.trim() === "" ? [] : [p(text.trim())]);

const asked = (facts: Said): string => facts.say.asks[facts.kind.kind as keyof LetterWords["asks"]] ?? "";

function acknowledgement(facts: Said): Letter {
  const { said, due, kind } = facts;
  return {
    title: facts.say.received,
    blocks: [
      p(facts.say.onWeReceived(facts.say.day(said.received), asked(facts))),
      ...(kind.kind === "confidential" && said.asked ? [p(facts.say.whatYouAsked), p(said.asked)] : []),
      ...(kind.kind === "confidential" ? [p(facts.say.noWhy)] : []),
      ...(due ? [p(facts.say.answerBy(facts.say.day(due)))] : [p(facts.say.answerSoon)]),
      ...(kind.kind === "access" ? [p(facts.say.copyCosts)] : []),
      p(facts.say.callUs),
    ],
  };
}

function extension(facts: Said): Letter {
  const { said } = facts;
  const { until = "", reason = "" } = said.extension ?? {};
  return {
    title: facts.say.longer,
    blocks: [
      p(facts.say.notInTime(facts.say.day(said.received), asked(facts))),
      p(reason),
      p(facts.say.answerByOnce(facts.say.day(until))),
    ],
  };
}

function decision(facts: Said): Letter {
  const outcome = facts.said.decision?.outcome ?? "denied";
  const of = decisions[facts.kind.kind] ?? decisions["access"];
  return outcome === "granted" ? (of?.granted(facts) ?? none) : (of?.denied(facts, outcome === "in-part") ?? none);
}

const none: Letter = { title: "", blocks: [] };

type Of = {
  readonly granted: (facts: Said) => Letter;
  readonly denied: (facts: Said, inPart: boolean) => Letter;
};

/** Those that the decision names. */
const groundsOf = ({ kind, said }: LetterFacts) => kind.grounds.filter(({ id }) => said.decision?.grounds.includes(id));
const groundLines = (facts: Said): string[] =>
  groundsOf(facts).map((ground) => `${facts.say.ground(ground)} (${ground.source.cite})`);

const basis = (facts: Said): Block[] => [
  heading(facts.say.why),
  list(groundLines(facts)),
  ...words(facts.said.decision?.words ?? ""),
];

/** 45 CFR 164.530(d), 160.306. */
const complaint = (facts: Said): Block[] => [
  heading(facts.say.complain),
  p(facts.say.toUs(facts.office.complaints.trim())),
  p(facts.say.toSecretary),
  p(facts.say.noWorse(facts.practice)),
];

const request = (facts: Said): Block => p(facts.say.onWeReceived(facts.say.day(facts.said.received), asked(facts)));

const decisions: Readonly<Record<string, Of>> = {
  access: {
    granted: (facts) => ({
      title: facts.say.record,
      blocks: [
        request(facts),
        p(facts.say.recordGranted),
        ...words(facts.said.decision?.words ?? ""),
        p(facts.say.notesApart),
      ],
    }),
    denied: (facts, inPart) => ({
      title: inPart ? facts.say.recordPart : facts.say.recordRequest,
      blocks: [
        request(facts),
        p(inPart ? facts.say.partGiven : facts.say.denied),
        ...basis(facts),
        ...(groundsOf(facts).some(({ review }) => review) ? [heading(facts.say.review), p(facts.say.reviewer)] : []),
        ...complaint(facts),
      ],
    }),
  },
  amendment: {
    granted: (facts) => ({
      title: facts.say.amended,
      blocks: [
        request(facts),
        p(facts.say.amendedHow),
        ...words(facts.said.decision?.words ?? ""),
        heading(facts.say.whomToTell),
        p(facts.say.tellUsWho),
      ],
    }),
    denied: (facts, inPart) => ({
      title: facts.say.amendRequest,
      blocks: [
        request(facts),
        p(inPart ? facts.say.partDenied : facts.say.denied),
        ...basis(facts),
        heading(facts.say.disagree),
        p(facts.say.disagreeHow),
        p(facts.say.goesAlong),
        ...(facts.said.disagreement?.rebuttal
          ? [heading(facts.say.rebuttal), p(facts.said.disagreement.rebuttal)]
          : []),
        ...complaint(facts),
      ],
    }),
  },
  accounting: {
    granted: (facts) => ({
      title: facts.say.disclosures,
      blocks: [request(facts), p(facts.say.listComes), ...words(facts.said.decision?.words ?? "")],
    }),
    denied: (facts) => ({
      title: facts.say.disclosuresPart,
      blocks: [request(facts), p(facts.say.listNow), ...basis(facts), ...complaint(facts)],
    }),
  },
  restriction: {
    granted: (facts) => ({
      title: facts.say.restricted,
      blocks: [
        request(facts),
        ...words(facts.said.asked),
        p(facts.said.paidInFull ? facts.say.paidInFull : facts.say.keepTo),
        ...words(facts.said.decision?.words ?? ""),
        p(facts.say.endIt),
      ],
    }),
    denied: (facts, inPart) => ({
      title: facts.say.restrictionRequest,
      blocks: [
        request(facts),
        ...words(facts.said.asked),
        p(inPart ? facts.say.agreePart : facts.say.notAgree),
        ...basis(facts),
        p(facts.say.always),
        ...complaint(facts),
      ],
    }),
  },
  confidential: {
    granted: (facts) => ({
      title: facts.say.reachNow,
      blocks: [
        request(facts),
        ...words(facts.said.asked),
        p(facts.say.nobodyAsks),
        ...words(facts.said.decision?.words ?? ""),
        p(facts.say.tellChange),
      ],
    }),
    denied: (facts, inPart) => ({
      title: facts.say.reachHow,
      blocks: [
        request(facts),
        ...words(facts.said.asked),
        p(inPart ? facts.say.reachPart : facts.say.reachNot),
        ...basis(facts),
        ...complaint(facts),
      ],
    }),
  },
};

/** 45 CFR 164.528(b)(2): for each the day, who, what, and why. */
function accounting(facts: Said): Letter {
  const { from = "", disclosures = [], isFirst = true } = facts.accounting ?? {};
  return {
    title: facts.say.accounting,
    blocks: [
      p(facts.say.between(facts.say.day(facts.said.received), facts.say.day(from))),
      disclosures.length === 0
        ? p(facts.say.nothing)
        : {
            kind: "table",
            head: facts.say.columns,
            rows: disclosures.map(({ on, to, address, what, purpose }) => [
              facts.say.day(on),
              [to, address].filter(Boolean).join("\n"),
              what,
              purpose,
            ]),
          },
      p(facts.say.notInIt),
      p(isFirst ? facts.say.free : facts.say.notFree),
    ],
  };
}

/** Goes to courts, boards and attorneys: in English, whatever the client reads. */
function paperAnswer(facts: Said): Letter {
  const { said, kind } = facts;
  const lines = groundLines(facts);
  const what = kind.name.toLowerCase();
  const { outcome = "denied", words: own = "" } = said.decision ?? {};
  return {
    title: outcome === "granted" ? `Answer to your ${what}` : `Answer and objections to your ${what}`,
    blocks: [
      p(`Re: the paper that we received on ${facts.say.day(said.received)}.`),
      outcome === "granted"
        ? p("We produce what the paper asks for, to the extent that the law permits it.")
        : p(
            outcome === "in-part"
              ? "We produce a part, and object to the rest, on these grounds:"
              : "We object, on these grounds:",
          ),
      ...(lines.length > 0 ? [list(lines)] : []),
      ...words(own),
      ...(outcome === "denied"
        ? [p("Nothing in this letter says whether anybody is or was a client of this practice.")]
        : [p("What is produced is confidential. It may be used for this matter only.")]),
    ],
  };
}

const letters = { acknowledgement, extension, decision, accounting, "paper-answer": paperAnswer } as const;

/** Of a case whose facts have what the letter needs. */
export const letterOf = (letter: LetterName, facts: Said): Letter => letters[letter](facts);
