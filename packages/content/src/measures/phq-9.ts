import type { Measure } from "@alcove/records/measures";
import { commonPractice, phqChoices, phqCredit, phqManual, phqNotice, talkingTherapies } from "./phq-words.ts";

export const phq9: Measure = {
  id: "phq-9",
  version: "1",
  language: "en",
  name: "PHQ-9",
  title: "Patient Health Questionnaire, depression",
  lookBack: "the last 2 weeks",
  instruction: "Over the last 2 weeks, how often have you been bothered by any of the following problems?",
  credit: phqCredit,
  notice: phqNotice,
  sources: {
    manual: phqManual,
    kroenke:
      "Kroenke K, Spitzer RL, Williams JBW. The PHQ-9: validity of a brief depression severity measure. J Gen Intern Med 2001;16:606-613",
    nhs: talkingTherapies,
    practice: commonPractice,
  },
  wording: "manual",
  choices: phqChoices,
  items: [
    { text: "Little interest or pleasure in doing things", choices: "days" },
    { text: "Feeling down, depressed, or hopeless", choices: "days" },
    { text: "Trouble falling or staying asleep, or sleeping too much", choices: "days" },
    { text: "Feeling tired or having little energy", choices: "days" },
    { text: "Poor appetite or overeating", choices: "days" },
    {
      text: "Feeling bad about yourself — or that you are a failure or have let yourself or your family down",
      choices: "days",
    },
    {
      text: "Trouble concentrating on things, such as reading the newspaper or watching television",
      choices: "days",
    },
    {
      text: "Moving or speaking so slowly that other people could have noticed? Or the opposite — being so fidgety or restless that you have been moving around a lot more than usual",
      choices: "days",
    },
    { text: "Thoughts that you would be better off dead or of hurting yourself in some way", choices: "days" },
    {
      text: "If you checked off any problems, how difficult have these problems made it for you to do your work, take care of things at home, or get along with other people?",
      choices: "difficulty",
      unscored: true,
    },
  ],
  higherIs: "worse",
  scales: [
    {
      id: "total",
      name: "Total",
      items: [1, 2, 3, 4, 5, 6, 7, 8, 9],
      bands: {
        source: "kroenke",
        list: [
          { from: 0, label: "minimal" },
          { from: 5, label: "mild" },
          { from: 10, label: "moderate" },
          { from: 15, label: "moderately severe" },
          { from: 20, label: "severe" },
        ],
      },
      cutOffs: [
        {
          at: 10,
          side: "or more",
          says: "at or above the usual screening cut-off for major depression (sensitivity 88 %, specificity 88 %)",
          source: "kroenke",
        },
      ],
      fill: { atMost: 2, source: "practice" },
      change: {
        by: "published",
        points: 6,
        who: "people in NHS Talking Therapies",
        source: "nhs",
        recovered: { at: 10, source: "nhs" },
      },
    },
  ],
  safety: [{ item: 9, from: 1, kind: "risk", about: "thoughts of being better off dead, or of self-harm" }],
  interval: "each session to every 4 weeks",
};
