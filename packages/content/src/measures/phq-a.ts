import type { Measure } from "@alcove/records/measures";
import { commonPractice, phqChoices, phqNotice, talkingTherapies } from "./phq-words.ts";

/**
 * The form for teens that was made from the PHQ, with the two weeks of the PHQ. Not the sheet of the DSM-5 (past 7 days), which is
 * the American Psychiatric Association's; nor the two questions on suicide of the GLAD-PC toolkit, which belong to that.
 */
export const phqA: Measure = {
  id: "phq-a",
  version: "1",
  language: "en",
  name: "PHQ-A",
  title: "PHQ-9 modified for adolescents",
  of: "Teens, about 12 to 18",
  lookBack: "the past two weeks",
  instruction: "How often have you been bothered by each of the following symptoms during the past two weeks?",
  credit: "Modified with permission from the PHQ (Spitzer, Williams & Kroenke, 1999) by J. Johnson (Johnson, 2002).",
  notice: phqNotice,
  sources: {
    nimh: "National Institute of Mental Health, ASQ toolkit: PHQ-9 modified for Adolescents (PHQ-A), after Johnson JG, Harris ES, Spitzer RL, Williams JBW. J Adolesc Health 2002;30:196-204",
    richardson:
      "Richardson LP, McCauley E, Grossman DC, et al. Evaluation of the Patient Health Questionnaire-9 item for detecting major depression among adolescents. Pediatrics 2010;126:1117-1123",
    borrowed:
      "Borrowed from the PHQ-9 for adults (Kroenke et al., J Gen Intern Med 2001;16:606-613): none of its own was found",
    nhs: `Borrowed from the PHQ-9 for adults: ${talkingTherapies}`,
    practice: commonPractice,
  },
  wording: "nimh",
  choices: {
    ...phqChoices,
    yes: [
      { value: 0, label: "No" },
      { value: 1, label: "Yes" },
    ],
  },
  items: [
    { text: "Feeling down, depressed, irritable, or hopeless?", choices: "days" },
    { text: "Little interest or pleasure in doing things?", choices: "days" },
    { text: "Trouble falling asleep, staying asleep, or sleeping too much?", choices: "days" },
    { text: "Poor appetite, weight loss, or overeating?", choices: "days" },
    { text: "Feeling tired, or having little energy?", choices: "days" },
    {
      text: "Feeling bad about yourself – or feeling that you are a failure, or that you have let yourself or your family down?",
      choices: "days",
    },
    { text: "Trouble concentrating on things like school work, reading, or watching TV?", choices: "days" },
    {
      text: "Moving or speaking so slowly that other people could have noticed? Or the opposite – being so fidgety or restless that you were moving around a lot more than usual?",
      choices: "days",
    },
    { text: "Thoughts that you would be better off dead, or of hurting yourself in some way?", choices: "days" },
    {
      text: "In the past year have you felt depressed or sad most days, even if you felt okay sometimes?",
      choices: "yes",
      unscored: true,
    },
    {
      text: "If you are experiencing any of the problems on this form, how difficult have these problems made it for you to do your work, take care of things at home or get along with other people?",
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
        source: "borrowed",
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
          at: 11,
          side: "or more",
          of: "ages 13 to 17",
          says: "at or above the cut-off found best for major depression with the PHQ-9 (sensitivity 89.5 %, specificity 77.5 %)",
          source: "richardson",
        },
      ],
      fill: { atMost: 2, source: "practice" },
      change: {
        by: "published",
        points: 6,
        who: "adults in NHS Talking Therapies, with the PHQ-9",
        source: "nhs",
      },
    },
  ],
  safety: [{ item: 9, from: 1, kind: "risk", about: "thoughts of being better off dead, or of self-harm" }],
  interval: "each session to every 4 weeks",
};
