/** What a letter of a case is made from. Days are `yyyy-mm-dd`; nothing in it is a key or an id. */

export type LetterName = "acknowledgement" | "extension" | "decision" | "accounting" | "paper-answer";

export type LetterFacts = {
  /** Which the client reads; an answer to a paper is in English. */
  readonly language: "en" | "es";
  readonly practice: string;
  /** Address and telephone, a line each; and who takes complaints, with a telephone. */
  readonly office: { readonly lines: string; readonly complaints: string };
  /** Who signs it. */
  readonly signer: string;
  readonly today: string;
  readonly kind: {
    readonly kind: string;
    readonly name: string;
    readonly group: "rights" | "papers" | "safety";
    readonly grounds: readonly {
      readonly id: string;
      readonly letter: string;
      readonly spanish?: string;
      readonly review: boolean;
      readonly source: { readonly cite: string };
    }[];
  };
  /** The last day for an answer. */
  readonly due?: string;
  readonly said: {
    readonly received: string;
    readonly from: string;
    readonly address: string;
    readonly asked: string;
    readonly paidInFull?: true;
    readonly extension?: { readonly on: string; readonly until: string; readonly reason: string };
    readonly decision?: {
      readonly on: string;
      readonly outcome: "granted" | "in-part" | "denied";
      readonly grounds: readonly string[];
      readonly words: string;
    };
    readonly disagreement?: { readonly rebuttal: string };
  };
  /** For an accounting: those of the six years before the request, and whether another was given within twelve months before. */
  readonly accounting?: {
    readonly from: string;
    readonly disclosures: readonly {
      readonly on: string;
      readonly to: string;
      readonly address: string;
      readonly what: string;
      readonly purpose: string;
    }[];
    readonly isFirst: boolean;
  };
};

/** What a letter has to say and nobody has written down yet. */
export type LetterGap = "complaints" | "decision" | "extension" | "accounting";
