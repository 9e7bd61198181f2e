import type { Measure } from "@alcove/records/measures";
import { commonPractice, phqChoices, phqCredit, phqManual, phqNotice, talkingTherapies } from "./phq-words.ts";

export const gad7: Measure = {
  id: "gad-7",
  version: "1",
  language: "en",
  name: "GAD-7",
  title: "Generalized Anxiety Disorder scale",
  lookBack: "the last 2 weeks",
  instruction: "Over the last 2 weeks, how often have you been bothered by the following problems?",
  credit: phqCredit,
  notice: phqNotice,
  sources: {
    manual: phqManual,
    spitzer:
      "Spitzer RL, Kroenke K, Williams JBW, Löwe B. A brief measure for assessing generalized anxiety disorder: the GAD-7. Arch Intern Med 2006;166:1092-1097",
    nhs: talkingTherapies,
    practice: commonPractice,
  },
  wording: "manual",
  choices: phqChoices,
  items: [
    { text: "Feeling nervous, anxious or on edge", choices: "days" },
    { text: "Not being able to stop or control worrying", choices: "days" },
    { text: "Worrying too much about different things", choices: "days" },
    { text: "Trouble relaxing", choices: "days" },
    { text: "Being so restless that it is hard to sit still", choices: "days" },
    { text: "Becoming easily annoyed or irritable", choices: "days" },
    { text: "Feeling afraid as if something awful might happen", choices: "days" },
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
      items: [1, 2, 3, 4, 5, 6, 7],
      bands: {
        source: "spitzer",
        list: [
          { from: 0, label: "minimal" },
          { from: 5, label: "mild" },
          { from: 10, label: "moderate" },
          { from: 15, label: "severe" },
        ],
      },
      cutOffs: [
        {
          at: 10,
          side: "or more",
          says: "at or above the usual screening cut-off for generalized anxiety disorder (sensitivity 89 %, specificity 82 %)",
          source: "spitzer",
        },
      ],
      fill: { atMost: 2, source: "practice" },
      change: {
        by: "published",
        points: 4,
        who: "people in NHS Talking Therapies",
        source: "nhs",
        recovered: { at: 8, source: "nhs" },
      },
    },
  ],
  safety: [],
  interval: "each session to every 4 weeks",
};
