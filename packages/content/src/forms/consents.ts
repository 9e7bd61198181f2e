/** What is agreed before treatment, and how it may be done. None of it says anything of the treatment: it lies with people and numbers. */

import { aboutClient, choice, date, english, isChosen, isYes, line, part, say, text, yesNo } from "./asking.ts";

const ethics =
  "Informed consent: APA Ethics Code 3.10 and 10.01, ACA 2014 A.2, NASW 2021 1.03, AAMFT 2015 1.2, as listed in Alcove’s facts of 22 Nov 2026 (records-and-consent, 6)";

export const consentTherapy = english({
  id: "consent-therapy",
  title: "Consent to psychotherapy",
  about: "Informed consent: what therapy is, its risks, confidentiality and its limits, records, ending.",
  belongs: "administrative",
  signatures: 1,
  agrees: "I have read this, could ask my questions, and agree to psychotherapy. I can end it at any time.",
  sources: [
    `Own words. ${ethics}`,
    "Limits of confidentiality: 45 CFR 164.512; duty to warn or protect differs by State (records-and-consent, 4)",
  ],
  item: [
    aboutClient(),
    part("therapy", "What therapy is", [
      say(
        "therapy-is",
        "We talk about what troubles you and work on it together. We begin by finding out what you want to change, agree on a plan, and look at it again from time to time. How long it takes differs; ask at any point how it is going.",
      ),
      say(
        "therapy-risk",
        "Therapy often helps, and nobody can promise that it will. Talking about hard things can make you feel worse for a while, and changes can be felt by people around you. Other ways are possible, among them other kinds of therapy, medication, groups, or waiting.",
      ),
      line("therapist", "Your therapist", { required: true, starts: "{me}" }),
      text("approach", "What we plan to begin with, and how often we meet"),
      yesNo("supervised", "Your therapist works under supervision"),
      line("supervisor", "Supervisor’s name and licence", { when: isYes("supervised"), required: true }),
    ]),
    part("confidence", "What stays between us, and what does not", [
      say(
        "confidence-is",
        "What you say is confidential. Without your written leave nobody outside {practice} learns that you come here or what you say, apart from what the law asks or allows.",
      ),
      say(
        "confidence-limits",
        "We may have to tell somebody: where a child, an elder or a dependent adult is abused or neglected; where you or another person is in serious danger; where a court orders it. Your State’s law says when. Where we can, we speak with you first.",
      ),
      say(
        "confidence-inside",
        "Within {practice} only those who treat you, supervise that, or do what is needed for bills and appointments see what they need. Colleagues may be asked for advice without your name.",
      ),
    ]),
    part("records", "Your record", [
      say(
        "record-is",
        "We keep a record of each session as the law asks. You may ask to see it or have a copy, ask for a correction, and ask how we should reach you. How long it is kept depends on your State.",
      ),
    ]),
    part("between", "Between sessions, and the end", [
      say(
        "between-is",
        "We are no emergency service and do not see messages at once. In an emergency call 911 or go to an emergency room; in a crisis call or text 988.",
      ),
      say(
        "end-is",
        "You can stop whenever you want; we suggest one last session. If we can’t help with something or it has to end for another reason, we tell you and name others who can.",
      ),
    ]),
    text("questions", "Questions you asked, and what was answered"),
  ],
});

export const consentTelehealth = english({
  id: "consent-telehealth",
  title: "Sessions by video or telephone",
  about: "Consent to telehealth: place, privacy, what to do when the line breaks or in an emergency.",
  belongs: "administrative",
  signatures: 1,
  agrees: "I agree to sessions by video or telephone, and can ask to meet in person at any time.",
  months: 12,
  sources: [
    "Own words. ACA 2014 H.1 to H.4 (law of both places, consent, who is there, limits), AAMFT 2015 6.1 to 6.5, NASW 2021 1.03, as listed in Alcove’s facts (records-and-consent, 6)",
  ],
  item: [
    aboutClient(),
    part("how", "How it works", [
      say(
        "how-is",
        "You need a place where nobody listens and a connection that holds. Nobody records, neither you nor we, unless both have agreed in writing. If others are in the room, say so.",
      ),
      say(
        "how-limits",
        "Some things are lost over a screen, and the technology can fail or be attacked in spite of protection. It does not suit everything; we may suggest to meet in person, or a colleague near you.",
      ),
    ]),
    part("where", "Where you are", [
      say(
        "where-is",
        "Licences end at the State line. At the beginning of each session we ask where you are, since we may be allowed to treat you only in some States, and since help has to find you.",
      ),
      line("usual-place", "Where you usually are: address", { required: true }),
      line("usual-state", "State", { required: true }),
      line("near-person", "Somebody near you whom we may call in an emergency: name and telephone", { required: true }),
      line("near-hospital", "Nearest emergency room, if you know it"),
    ]),
    part("fails", "When the line breaks", [
      line("call-back", "Number at which we call you then", { required: true }),
      say("fails-is", "If neither of us gets through within ten minutes, we agree on another time by message."),
    ]),
    choice("kinds", "You agree to", { video: "video", phone: "telephone" }, { repeats: true, required: true }),
  ],
});

export const noticeAcknowledgement = english({
  id: "notice-acknowledgement",
  title: "Notice of privacy practices: received",
  about: "Acknowledges the notice, or says why nobody signed (45 CFR 164.520(c)(2)).",
  belongs: "administrative",
  signatures: 1,
  agrees: "I was given the notice of privacy practices. Signing says that I have it, not that I agree with it.",
  sources: [
    "Own words. 45 CFR 164.520(c)(2)(ii): a good faith effort to have a written acknowledgement, or its reason in writing",
  ],
  item: [
    aboutClient(),
    say(
      "notice-is",
      "The notice tells how {practice} may use and pass on what it knows about your health, what you may ask for, and to whom you can complain.",
    ),
    line("notice-edition", "Edition or date of the notice", { required: true }),
    choice(
      "given-as",
      "You were given it",
      {
        paper: "on paper",
        electronic: "electronically",
        read: "to read, and wanted no copy",
      },
      { required: true },
    ),
    choice(
      "obtained",
      "For the practice",
      {
        signed: "The client signs below",
        refused: "The client did not want to sign",
        emergency: "It was an emergency",
        other: "It could not be signed for another reason",
      },
      { required: true },
    ),
    text("effort", "What was done to have it signed, and why it was not", {
      required: true,
      when: [isChosen("obtained", "refused"), isChosen("obtained", "emergency"), isChosen("obtained", "other")],
    }),
  ],
});

const forMinor = [
  part("child", "The child", [
    line("client-name", "Child’s name", { required: true, starts: "{client}" }),
    date("client-born-on", "Date of birth", { required: true }),
  ]),
  part("therapy", "What you agree to", [
    say(
      "therapy-is",
      "Your child will be treated at {practice} by psychotherapy. It often helps, and nobody can promise that it will; hard feelings can come up on the way. You may ask at any time how it is going, and end it.",
    ),
    line("therapist", "Therapist", { required: true, starts: "{me}" }),
  ]),
  part("confidence", "What your child can keep to themselves", [
    say(
      "confidence-is",
      "Children need to know that what they say is not carried home. We tell you about goals, progress and what you can do, and about danger at once; we ask you not to press for the rest. What the law gives a parent to see, or a minor to keep, differs by State and age, and by who consented.",
    ),
    text("agreed-sharing", "What we agreed to tell you, and how"),
  ]),
  part("apart", "Parents who live apart", [
    say(
      "apart-is",
      "We treat the child and take no side. We give no opinion on custody; whoever needs one asks an evaluator whom the court names.",
    ),
    yesNo("order", "Is there a court order about custody or decisions on treatment?", { required: true }),
    text("order-words", "Which court, of which day, and what it says. A copy lies in the record.", {
      required: true,
      when: isYes("order"),
    }),
  ]),
];
const minorSources = [
  "Own words. Who may consent for a minor, and from what age minors consent themselves, is State law (records-and-consent, 3: check your own); 45 CFR 164.502(g)(3)",
  "Custody named in a minor’s record: 49 Pa. Code 41.57",
];

export const consentMinor = english({
  id: "consent-minor",
  title: "Consent for a child: one parent or guardian",
  about: "For a minor, by somebody who may decide alone.",
  belongs: "administrative",
  signatures: 1,
  agrees: "I may decide about this child’s treatment alone, and I agree to it.",
  minor: "client-born-on",
  sources: minorSources,
  item: [
    ...forMinor,
    part("authority", "You", [
      line("parent-name", "Your name", { required: true }),
      choice(
        "authority-is",
        "You decide alone as",
        {
          parent: "a parent whom the law lets decide alone",
          sole: "the parent with sole legal custody",
          guardian: "legal guardian",
          agency: "an agency, by placement",
        },
        { required: true },
      ),
      line("authority-shown", "What showed it: order, letter, identity card", { required: true }),
    ]),
    yesNo("child-agrees", "Your child was asked, and agrees in their own way"),
  ],
});

export const consentMinorBoth = english({
  id: "consent-minor-both",
  title: "Consent for a child: both parents",
  about: "For a minor, signed by two people who decide together. It holds once both have signed.",
  belongs: "administrative",
  signatures: 2,
  agrees: "Together with the other parent I may decide about this child’s treatment, and I agree to it.",
  minor: "client-born-on",
  sources: minorSources,
  item: [
    ...forMinor,
    part("parents", "The two of you", [
      line("first-parent", "Name of the first", { required: true }),
      line("second-parent", "Name of the second", { required: true }),
      text("each-told", "How each of you is told about appointments and progress", { required: true }),
    ]),
    yesNo("child-agrees", "Your child was asked, and agrees in their own way"),
  ],
});

export const coupleNoSecrets = english({
  id: "couple-no-secrets",
  title: "Therapy as a couple or family: no secrets",
  about: "What one tells alone may be brought to both; who may have the record. Signed by two.",
  belongs: "administrative",
  signatures: 2,
  agrees:
    "I understand that the two of us together are treated, and agree that there are no secrets to keep from the other.",
  sources: [
    "Own words. Each competent person agrees in writing before a record of several goes out: AAMFT 2015 2.2; couples and families: APA 10.02, ACA 2014 B.4, NASW 2021 1.07(f)",
  ],
  item: [
    part("who", "Who is treated together", [
      line("first-name", "Name", { required: true }),
      line("second-name", "Name", { required: true }),
      text("others", "Others who take part"),
    ]),
    part("secrets", "What one of you tells alone", [
      say(
        "secrets-are",
        "The couple or family is the client. If one of you tells us something between sessions or in a session alone, we don’t promise to keep it from the other. We decide whether and when it has to be brought up; we give you the chance to say it yourself first. If that is not possible, we may have to end the work together, without saying why.",
      ),
      say("secrets-danger", "What has to do with somebody’s safety is dealt with as the law asks, whoever said it."),
    ]),
    part("record", "The record", [
      say(
        "record-is",
        "There is one record of what we do together. Nobody outside is given it unless each of you who took part has agreed in writing, or a court orders it.",
      ),
      say("record-court", "We ask you not to call us as a witness against each other. A court may decide otherwise."),
    ]),
    yesNo("alone", "There may be sessions with one of you alone", { required: true }),
    text("alone-words", "What we agreed about these", { when: isYes("alone") }),
  ],
});

export const consentMessages = english({
  id: "consent-messages",
  title: "E-mail and text messages",
  about: "Which messages may go by e-mail or text, what can go wrong, and the safer way that was offered.",
  belongs: "administrative",
  signatures: 1,
  agrees:
    "I was told what can go wrong, and want to be written to as ticked. I can take this back at any time, without any effect on my treatment.",
  months: 12,
  sources: [
    "Own words. Unencrypted e-mail after a warning: 78 FR 5634 (25 Jan 2013), narrowed by HHS FAQ 2061; FAQ 570; 45 CFR 164.522(b); fields as summed up in Alcove’s facts (privacy-rule-for-therapists, 8)",
  ],
  item: [
    aboutClient(),
    part("risks", "What can go wrong", [
      say(
        "risks-are",
        "E-mail and texts can be read on their way, on lost or shared phones, by an employer or family who has access, on lock screens, in backups, and after somebody passed them on. They can reach the wrong person, and can be asked for in a court case. We keep them in your record.",
      ),
      say(
        "risks-not-for",
        "They are not for emergencies. Call 911, or call or text 988. Don’t count on an answer the same day.",
      ),
      choice(
        "own-risks",
        "Who else could see your messages?",
        {
          nobody: "Nobody that I know of",
          partner: "A partner or family member",
          employer: "An employer or school",
          shared: "Others who use the phone or computer",
        },
        { repeats: true, required: true },
      ),
    ]),
    part("agreed", "What you want", [
      yesNo("email", "E-mail", { required: true }),
      line("email-address", "To which address", { required: true, when: isYes("email") }),
      yesNo("texting", "Text messages", { required: true }),
      line("texting-number", "To which number", { required: true, when: isYes("texting") }),
      choice(
        "content",
        "About what?",
        {
          appointments: "Appointments only",
          forms: "Appointments, forms and bills",
          clinical: "Also what we work on",
        },
        { required: true, when: [isYes("email"), isYes("texting")] },
      ),
      line("answer-within", "We answer within", { when: [isYes("email"), isYes("texting")] }),
    ]),
    yesNo("safer-offered", "A safer way was offered (secure messages, telephone, post)", { required: true }),
    text("safer-wanted", "How you would rather be reached, if not so"),
  ],
});
