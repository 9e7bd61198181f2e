/** What somebody tells about themselves before or at the first session. The answers are clinical: they lie with the notes. */

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

const sources = [
  "Own words. What to ask: contents of an intake by the record rules of GA 510-5-.04 and FL 64B19-19.0025, as summed up in Alcove’s facts of 22 Nov 2026 (records-and-consent, 1.2)",
];

const welcome = say(
  "welcome",
  "Answer what you can. You may leave out whatever you would rather say in person, or not at all; only what is marked as needed has to be there. If you are in danger now, call 911, or call or text 988.",
);

const riskQuestions = [
  yesNo("risk-now", "In the last weeks, have you thought that you would be better off dead, or of hurting yourself?"),
  text("risk-now-words", "Say as much about it as you want to. We will talk about it in the first session.", {
    when: isYes("risk-now"),
  }),
  yesNo("risk-before", "Have you ever tried to end your life?"),
  yesNo("risk-others", "Are you afraid that you could hurt somebody else?"),
  yesNo("safe-at-home", "Are you safe where you live?"),
];

export const intakeAdult = english({
  id: "intake-adult",
  title: "Intake: about you",
  about: "Intake of an adult: reason, history, health, people, risk, what helps.",
  belongs: "clinical",
  signatures: 0,
  agrees: "What I wrote is true as far as I know.",
  sources,
  item: [
    welcome,
    part("you", "You", [
      line("client-name", "Name", { required: true, starts: "{client}" }),
      line("called", "What should we call you, and which pronouns do you use?"),
      date("client-born-on", "Date of birth"),
      line("language", "In which language do you feel most at home?"),
      openChoice("found-us", "How did you find us?", {
        doctor: "Through a doctor or another therapist",
        friend: "Through somebody I know",
        insurer: "Through my insurer",
        web: "On the web",
      }),
    ]),
    part("reason", "What brings you here", [
      text("reason-words", "In your own words: what would you like help with?", { required: true }),
      text("since", "Since when, and what made it better or worse?"),
      text("wish", "How would you notice that therapy was worth it?"),
    ]),
    part("before", "Help you had before", [
      yesNo("therapy-before", "Have you been in therapy or in a hospital for your mental health before?"),
      text("therapy-before-words", "When, with whom, and what helped or did not?", { when: isYes("therapy-before") }),
    ]),
    part("health", "Health", [
      text("illnesses", "Illnesses, operations, pain, allergies"),
      text("medication", "Medication you take, with dose, and who prescribes it"),
      line("doctor", "Your doctor, and when you saw them last"),
      choice(
        "sleep",
        "How do you sleep?",
        {
          well: "Well",
          "falling-asleep": "I have trouble falling asleep",
          waking: "I wake up and lie awake",
          "too-much": "More than I want to",
        },
        { repeats: true },
      ),
      text("substances", "Alcohol, nicotine, cannabis and other substances: what, how much, how often?"),
    ]),
    part("people", "People and everyday life", [
      text("household", "With whom do you live? Who matters to you?"),
      text("work", "Work, school, or what fills your days"),
      text("background", "Culture, faith, identity: what should we know to understand you?"),
      text("family-history", "Has anybody in your family had trouble with mental health or substances?"),
      text("strengths", "What are you good at, and what carries you?"),
    ]),
    part("hard", "Hard things", [
      say("hard-note", "You may leave this part out, or only say that there is something."),
      text("hard-experiences", "Has something happened to you that still weighs on you?"),
      openChoice(
        "legal",
        "Is there anything legal going on?",
        {
          none: "No",
          custody: "Custody or divorce",
          court: "A court case or probation",
          claim: "A claim for disability or compensation",
          immigration: "Immigration",
        },
        { repeats: true },
      ),
    ]),
    part("risk", "Safety", riskQuestions),
    text("else", "What else should we know?"),
  ],
});

export const intakeMinor = english({
  id: "intake-minor",
  title: "Intake: about your child",
  about: "Intake of a minor, filled in by a parent or guardian: child, family, school, health, custody.",
  belongs: "clinical",
  signatures: 0,
  agrees: "What I wrote is true as far as I know.",
  sources: [...sources, "Custody named in a minor’s record: 49 Pa. Code 41.57, as summed up in the same facts"],
  item: [
    say(
      "welcome",
      "Answer what you can; you may leave things out and tell them in person. If your child is in danger now, call 911, or call or text 988.",
    ),
    part("child", "Your child", [
      line("client-name", "Child’s name", { required: true, starts: "{client}" }),
      line("called", "What are they called, and which pronouns do they use?"),
      date("client-born-on", "Date of birth", { required: true }),
      line("school", "School or day care, and grade"),
    ]),
    part("filled-by", "You", [
      line("parent-name", "Your name", { required: true }),
      choice(
        "parent-is",
        "You are their",
        {
          parent: "parent",
          "step-parent": "step-parent",
          guardian: "legal guardian",
          foster: "foster parent",
          relative: "relative",
        },
        { required: true },
      ),
    ]),
    part("custody", "Who decides", [
      choice(
        "custody-is",
        "Who may decide about treatment?",
        {
          both: "Both parents, together or each alone",
          one: "One parent alone, by a court order",
          guardian: "A guardian or an agency",
          unsure: "I am not sure",
        },
        { required: true },
      ),
      text("custody-words", "Which order, of which court and day? Please bring a copy.", {
        when: [isChosen("custody-is", "one"), isChosen("custody-is", "guardian")],
      }),
      yesNo("dispute", "Is there a dispute about custody now, or one that you expect?"),
      text("apart", "Is there anybody who must not pick the child up or be told about appointments?"),
    ]),
    part("reason", "What brings you here", [
      text("reason-words", "What worries you? Since when?", { required: true }),
      text("child-says", "What does your child say about it, and do they want to come?"),
      text("wish", "How would you notice that it was worth it?"),
    ]),
    part("growing", "Growing up", [
      text("birth", "Pregnancy, birth, first years: anything out of the ordinary?"),
      text("milestones", "Walking, talking, sleeping, eating, friends"),
      text("school-words", "How is school going? Special plans (IEP, 504)?"),
      text("changes", "Moves, separations, losses, other hard things"),
    ]),
    part("health", "Health", [
      text("illnesses", "Illnesses, allergies, hospital stays"),
      text("medication", "Medication, with dose, and who prescribes it"),
      line("doctor", "Their doctor"),
      yesNo("therapy-before", "Has your child had therapy or testing before?"),
      text("therapy-before-words", "When, with whom, and what helped or did not?", { when: isYes("therapy-before") }),
    ]),
    part("family", "Family", [
      text("household", "Who lives with the child, and where?"),
      text("family-history", "Has anybody in the family had trouble with mental health or substances?"),
      text("strengths", "What is your child good at, and what do they love?"),
    ]),
    part("risk", "Safety", [
      yesNo("risk-now", "Has your child talked about wanting to be dead, or hurt themselves?"),
      text("risk-now-words", "What was said or done, and when?", { when: isYes("risk-now") }),
      yesNo("screen", "Is there something online or on the phone that worries you?"),
    ]),
    text("else", "What else should we know?"),
  ],
});

export const emergencyContacts = english({
  id: "emergency-contacts",
  title: "Whom we may call in an emergency",
  about: "People to call when something happens, and what they may be told.",
  belongs: "administrative",
  signatures: 1,
  agrees: "You may call these people in an emergency and tell them what I ticked. I can change this at any time.",
  months: 12,
  sources: [
    "Own words. Disclosure to avert a serious threat without an agreement: 45 CFR 164.512(j); to those involved in care: 164.510(b)",
  ],
  item: [
    aboutClient(),
    part("first", "First person", [
      line("first-name", "Name", { required: true }),
      line("first-relation", "Who they are to you", { required: true }),
      line("first-phone", "Telephone", { required: true }),
    ]),
    part("second", "Second person", [
      line("second-name", "Name"),
      line("second-relation", "Who they are to you"),
      line("second-phone", "Telephone"),
    ]),
    choice(
      "may-know",
      "What may we tell them?",
      {
        come: "That we are worried and where you are",
        client: "That you are a client here",
        plan: "What is in your safety plan",
      },
      { repeats: true, required: true },
    ),
    line("place", "Where are you usually during a session by video or telephone? Address", {}),
    say(
      "law",
      "Where somebody’s life is in danger, the law lets us call for help without asking first. We tell only what is needed.",
    ),
  ],
});
