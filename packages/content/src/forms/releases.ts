/**
 * Authorisations by 45 CFR 164.508. Each core element of (c)(1) and statement of (c)(2) has a place of its own, named by its linkId, so
 * that a test can count them.
 */

import {
  aboutClient,
  choice,
  date,
  english,
  isChosen,
  isYes,
  line,
  openChoice,
  part,
  say,
  text,
  yesNo,
} from "./asking.ts";

const authorisation =
  "Own words. 45 CFR 164.508(c)(1) core elements, (c)(2) statements, (c)(4) copy, (b)(5) withdrawal in writing";

const other = part("recipient", "To whom", [
  line("recipient-name", "Name of the person or office", { required: true }),
  line("recipient-reach", "Address, telephone or fax"),
]);

const ending = part("ending", "Until when", [
  date("ends-on", "Last day on which this holds", { required: true }),
  line("ends-event", "Or earlier, when this happens"),
]);

const signer = part("signer", "Who signs", [
  choice(
    "signs-as",
    "You sign",
    {
      client: "for yourself",
      representative: "for the client, as parent, guardian or personal representative",
    },
    { required: true },
  ),
  line("authority", "What gives you the right to act for the client", {
    required: true,
    when: isChosen("signs-as", "representative"),
  }),
]);

const statements = (beyond: string) =>
  part("statements", "What you should know", [
    say(
      "statement-revoke",
      "You can withdraw this at any time, in writing, by a letter or message to {practice}. It then ends for everything that has not happened yet; what was passed on before, relying on it, stays so. Our notice of privacy practices says the same.",
    ),
    say("statement-condition", beyond),
    say(
      "statement-redisclosure",
      "Whoever receives this may be bound by other rules, or by none. They could pass it on, and it may then no longer be protected by the federal privacy rule. Your State, and for substance use treatment 42 CFR Part 2, may protect it further.",
    ),
    say("statement-copy", "You get a copy of what you signed."),
  ]);

export const releaseOfInformation = english({
  id: "release-of-information",
  title: "Release of information",
  about: "Authorization to give or get information (45 CFR 164.508). Not for psychotherapy notes.",
  belongs: "administrative",
  signatures: 1,
  agrees: "I authorize what is written here, of my own free will.",
  until: "ends-on",
  sources: [authorisation, "Part 2 asks for a consent of its own: 42 CFR 2.31"],
  item: [
    aboutClient(),
    part("information", "What", [
      openChoice(
        "what",
        "Which information, so that somebody else would know exactly which",
        {
          attendance: "That you come here, and when",
          diagnosis: "Diagnosis",
          plan: "Treatment plan",
          summary: "A summary of the treatment",
          "progress-notes": "Progress notes",
          measures: "Results of questionnaires and tests",
          medication: "Medication",
          bills: "Bills and payments",
        },
        { repeats: true, required: true },
      ),
      line("period", "From when to when, if not all of it"),
      yesNo("includes-substances", "It includes treatment for substance use", { required: true }),
      say(
        "part-two",
        "Records of a programme under 42 CFR Part 2 need a consent that names that part. Ask before you rely on this form for them.",
        { when: isYes("includes-substances") },
      ),
      say(
        "not-notes",
        "Psychotherapy notes, which your therapist keeps apart, are never part of this. They need an authorization of their own.",
      ),
    ]),
    part("direction", "From whom", [
      choice(
        "direction-is",
        "You authorize {practice} to",
        {
          give: "give it to them",
          get: "get it from them",
          both: "exchange it with them, both ways",
        },
        { required: true },
      ),
      line("discloser", "Who gives it: person, office or kind of people", { required: true, starts: "{practice}" }),
    ]),
    other,
    part("purpose", "What for", [
      openChoice(
        "purpose-is",
        "Purpose",
        {
          request: "At my request",
          care: "So that my care is coordinated",
          insurance: "For insurance or benefits",
          school: "For school or work",
          legal: "For a legal matter",
        },
        { repeats: true, required: true },
      ),
    ]),
    ending,
    statements(
      "You don’t have to sign. Whether you are treated here, what you pay, and what you are entitled to do not depend on it, except where treatment takes place only to make information for somebody else, such as an examination for a court.",
    ),
    signer,
  ],
});

export const releasePsychotherapyNotes = english({
  id: "release-psychotherapy-notes",
  title: "Authorization for psychotherapy notes",
  about: "For these notes alone, never joined with another authorization (45 CFR 164.508(a)(2), (b)(3)(ii)).",
  belongs: "administrative",
  signatures: 1,
  agrees: "I authorize that these psychotherapy notes are passed on as written here, of my own free will.",
  until: "ends-on",
  sources: [
    authorisation,
    "Psychotherapy notes: definition 164.501; authorization needed 164.508(a)(2); combined only with another one for such notes (b)(3)(ii)",
  ],
  item: [
    aboutClient(),
    part("information", "Which notes", [
      say(
        "notes-are",
        "Psychotherapy notes are what your therapist writes for themselves about what was said in a session, kept apart from your record. You have no right to them by law, insurers can’t ask for them as a condition, and they are passed on only with this form or where the law lets or makes us.",
      ),
      line("discloser", "Notes of which therapist", { required: true, starts: "{me}" }),
      text("what", "Which notes exactly: of which time, about what", { required: true }),
    ]),
    other,
    part("purpose", "What for", [
      openChoice(
        "purpose-is",
        "Purpose",
        {
          request: "At my request",
          care: "For treatment by somebody else",
          legal: "For a legal matter",
        },
        { repeats: true, required: true },
      ),
    ]),
    ending,
    statements(
      "You don’t have to sign. Treatment, payment, enrolment and benefits do not depend on it: nobody may make them depend on psychotherapy notes.",
    ),
    signer,
  ],
});
