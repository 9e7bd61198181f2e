/** Letters in English, in plain language (45 CFR 164.524(d)(2), 164.526(d)(1)). */

import { longDay } from "./day.ts";

/** `spanish`: where it has words for who reads that. */
export type Ground = { readonly letter: string; readonly spanish?: string };

export const english = {
  /** "April 1, 2026". */
  day: longDay("en-US"),
  /** Why something is denied. */
  ground: ({ letter }: Ground): string => letter,
  asks: {
    access: "to see your record or to have a copy of it",
    amendment: "to amend your record",
    accounting: "for a list of those to whom we disclosed information about you",
    restriction: "to use or to disclose information about you less",
    confidential: "to be reached in another way or at another place",
  },
  received: "We have received your request",
  onWeReceived: (day: string, asked: string) => `On ${day} we received your request ${asked}.`,
  whatYouAsked: "This is what you asked:",
  noWhy: "You do not have to say why.",
  answerBy: (day: string) => `You will have our answer by ${day}.`,
  answerByOnce: (day: string) =>
    `You will have our answer by ${day}. The law lets us take more time once, and we will not ask for it again.`,
  answerSoon: "You will have our answer soon.",
  copyCosts:
    "If a copy costs anything, we will tell you how much before we make it, and ask whether you still want it.",
  callUs: "Call us if anything about this is not as you meant it.",
  longer: "Your request takes longer",
  notInTime: (day: string, asked: string) =>
    `On ${day} we received your request ${asked}. We can’t answer it in time, for this reason:`,
  why: "Why",
  complain: "If you want to complain",
  toUs: (who: string) => `To us: ${who}.`,
  toSecretary:
    "To the Secretary of the U.S. Department of Health and Human Services, through its Office for Civil Rights: 200 Independence Avenue SW, Washington, DC 20201; 1-800-368-1019; www.hhs.gov/ocr/complaints. In writing, within 180 days after you knew of it.",
  noWorse: (practice: string) => `${practice} will not treat you worse for a complaint.`,
  record: "Your record",
  recordGranted: "We grant it. You can see your record, or have a copy in the form you asked for.",
  notesApart:
    "Psychotherapy notes, where there are any, are kept apart from the record and are not part of this right (45 CFR 164.524(a)(1)(i)).",
  recordPart: "Your record: a part of it",
  recordRequest: "Your request for your record",
  partGiven: "We grant a part of it, and deny the rest. What can be given you get.",
  partDenied: "We grant a part of it, and deny the rest.",
  denied: "We deny it.",
  review: "You can have it reviewed",
  reviewer:
    "Write or call us, and another licensed health care professional, who took no part in this decision, will review it. We will tell you in writing what they decide, and do as they say (45 CFR 164.524(a)(4), (d)(4)).",
  amended: "Your record is amended",
  amendedHow:
    "We grant it. What was written before stays as it was written; the amendment is added to it, and whoever reads the one reads the other.",
  whomToTell: "Whom shall we tell?",
  tellUsWho:
    "Tell us who should know of it, and that you agree to our telling them. We also tell those of whom we know that they have what was amended and may rely on it.",
  amendRequest: "Your request to amend your record",
  disagree: "You can disagree",
  disagreeHow:
    "You can give us a written statement that says that you disagree, and why. Send or bring it to the address above. It stays with your record and goes along whenever this part of it is disclosed. We may write an answer to it, of which you get a copy.",
  goesAlong:
    "If you send no statement, you can ask that your request and this letter go along whenever this part of the record is disclosed.",
  rebuttal: "Our answer to your statement",
  disclosures: "Disclosures of information about you",
  listComes: "We grant it. The list comes with this letter.",
  disclosuresPart: "Disclosures of information about you: a part of them",
  listNow: "The list that we can give you now comes with this letter.",
  restricted: "We agree to your restriction",
  paidInFull:
    "We grant it. What you paid for in full yourself we do not disclose to your health plan for payment or for its operations, unless a law requires it.",
  keepTo:
    "We grant it, and keep to it from now on. In an emergency we may disclose what is needed to treat you, and ask whoever gets it to pass it on no further.",
  endIt: "You can end it by telling us.",
  restrictionRequest: "Your request for a restriction",
  agreePart: "We agree to a part of it, and not to the rest.",
  notAgree: "We do not agree to it.",
  always:
    "To one restriction we always agree: that your health plan does not hear of a service that you paid for in full yourself. If that is what you mean, tell us.",
  reachNow: "How we reach you from now on",
  nobodyAsks: "We do so from now on. Nobody here will ask you why.",
  tellChange: "Tell us when it changes.",
  reachHow: "How we can reach you",
  reachPart: "We can do a part of what you ask, and not the rest.",
  reachNot: "We can’t do it as you ask.",
  accounting: "Accounting of disclosures",
  between: (asked: string, from: string) =>
    `You asked on ${asked} to whom we disclosed information about you. This is what we disclosed between ${from} and ${asked}.`,
  nothing: "Nothing that the law counts here was disclosed in this time.",
  columns: ["Day", "To whom", "What", "Why"] as readonly string[],
  notInIt:
    "Not in it are disclosures for treatment, payment and health care operations, those to you, those that you authorized, and others that 45 CFR 164.528(a)(1) names.",
  free: "The first list within twelve months is free of charge.",
  notFree:
    "You had another list within the last twelve months; for a further one the law lets us ask what it costs us, after we told you how much.",
  regards: "Yours sincerely,",
};

/** Each language has all of it: what is missing is no valid program. */
export type LetterWords = typeof english;
