/** What treatment costs, and what was said about it. No codes of procedures: these are licensed. */

import { aboutClient, amount, choice, count, date, english, isChosen, line, part, say, text, yesNo } from "./asking.ts";

export const feeAgreement = english({
  id: "fee-agreement",
  title: "Fees and payment",
  about: "What a session costs, when it is paid, missed sessions, insurance, what is not claimed.",
  belongs: "administrative",
  signatures: 1,
  agrees: "I have read what treatment costs and agree to pay it as written here.",
  sources: [
    "Own words. Paid in full and kept from the insurer at request: 45 CFR 164.522(a)(1)(vi). Records are not held back in an emergency for an unpaid bill: APA 6.03",
  ],
  item: [
    aboutClient(),
    part("fees", "Fees", [
      amount("fee-session", "A session, in dollars", { required: true }),
      count("minutes", "It takes, in minutes", { required: true }),
      amount("fee-first", "The first session, in dollars, if it differs"),
      text("fee-other", "Letters, reports, calls, court: what they cost"),
      line("fee-change", "Fees may change, told ahead by", { starts: "30 days" }),
    ]),
    part("missed", "Sessions that don’t take place", [
      count("notice-hours", "Say so how many hours ahead, so that it costs nothing?", { required: true }),
      amount("fee-missed", "Otherwise it costs, in dollars", { required: true }),
      say("missed-is", "Insurers don’t pay for missed sessions. In illness or an emergency, speak with us."),
    ]),
    part("paying", "Paying", [
      choice(
        "paid-when",
        "When",
        {
          each: "at each session",
          monthly: "once a month",
          advance: "ahead of the session",
        },
        { required: true },
      ),
      choice(
        "paid-by",
        "Who pays",
        {
          client: "the client",
          other: "somebody else",
          insurer: "an insurer, and the client what it leaves",
        },
        { required: true },
      ),
      line("payer-name", "Their name and how to reach them", { required: true, when: isChosen("paid-by", "other") }),
      line("insurer-name", "Insurer and number", { required: true, when: isChosen("paid-by", "insurer") }),
      say(
        "insurer-is",
        "An insurer asks for diagnosis, dates and kind of treatment, and may ask for more. You pay what it does not.",
        { when: isChosen("paid-by", "insurer") },
      ),
      yesNo("keep-from-insurer", "I pay in full myself, and ask that nothing about it goes to my insurer", {
        when: [isChosen("paid-by", "client"), isChosen("paid-by", "other")],
      }),
    ]),
    part("unpaid", "If something stays unpaid", [
      say(
        "unpaid-is",
        "Tell us early; we find a way with you if we can. After written reminders we may pause treatment, or ask somebody to collect it, who then learns your name and what is owed, and nothing of your treatment.",
      ),
    ]),
  ],
});

export const goodFaithEstimate = english({
  id: "good-faith-estimate",
  title: "Good faith estimate: received",
  about: "For clients who pay themselves: the estimate was given, and what it may be disputed by.",
  belongs: "administrative",
  signatures: 1,
  agrees: "I was given the estimate named here. Signing says that I have it; I may still dispute a bill.",
  months: 12,
  sources: [
    "Own words. 42 USC 300gg-136; 45 CFR 149.610 (estimate and its times), 149.620 (dispute from $400 over), as summed up in Alcove’s facts of 22 Nov 2026 (records-and-consent, 5.1). The estimate itself is a paper of its own",
  ],
  item: [
    aboutClient(),
    yesNo("no-insurance", "You have no insurance for this, or don’t want to use it", { required: true }),
    say(
      "use-insurer",
      "This estimate is meant for those who don’t use insurance. With an insurer, ask it what you will pay.",
      { when: { question: "no-insurance", operator: "=", answerBoolean: false } },
    ),
    part("estimate", "The estimate", [
      date("estimate-of", "Its date", { required: true }),
      amount("estimate-total", "Expected total, in dollars", { required: true }),
      date("estimate-from", "For the time from"),
      date("estimate-to", "Until"),
      choice("given-as", "You were given it", { paper: "on paper", electronic: "electronically" }, { required: true }),
      yesNo("explained", "It was also explained aloud"),
    ]),
    part("rights", "What you should know", [
      say(
        "rights-estimate",
        "It is an estimate of what can be expected now, and no contract. More may be recommended on the way, and you are told before it costs more.",
      ),
      say(
        "rights-dispute",
        "If a bill is $400 or more above the estimate, you can dispute it within 120 days of the bill. See cms.gov/nosurprises. It has no effect on your treatment. Keep the estimate; you may ask for a copy.",
      ),
    ]),
  ],
});
