import type { Measure } from "@alcove/records/measures";

export const pcl5: Measure = {
  id: "pcl-5",
  version: "1",
  language: "en",
  name: "PCL-5",
  title: "PTSD Checklist for DSM-5, past month",
  lookBack: "the past month",
  instruction:
    "Below is a list of problems that people sometimes have in response to a very stressful experience. Please read each problem carefully and then select one of the options to indicate how much you have been bothered by that problem in the past month. In the past month, how much were you bothered by:",
  credit:
    "Weathers, F. W., Litz, B. T., Keane, T. M., Palmieri, P. A., Marx, B. P., & Schnurr, P. P. (2013). The PTSD Checklist for DSM-5 (PCL-5) – Standard. Available from www.ptsd.va.gov.",
  notice:
    "Made by staff of the US Department of Veterans Affairs, National Center for PTSD: not under copyright. To be cited.",
  sources: {
    va: "National Center for PTSD, US Department of Veterans Affairs: PTSD Checklist for DSM-5 (PCL-5), standard form of 2018",
    scoring:
      "National Center for PTSD: scoring of the PCL-5, total and clusters B to E, as given at comorbidityguidelines.org.au",
    marx: "Marx BP, Lee DJ, Norman SB, et al. Reliable and clinically significant change in the Clinician-Administered PTSD Scale for DSM-5 and PTSD Checklist for DSM-5 among male veterans. Psychol Assess 2022;34:197-203",
  },
  wording: "va",
  choices: {
    much: [
      { value: 0, label: "Not at all" },
      { value: 1, label: "A little bit" },
      { value: 2, label: "Moderately" },
      { value: 3, label: "Quite a bit" },
      { value: 4, label: "Extremely" },
    ],
  },
  items: [
    "Repeated, disturbing, and unwanted memories of the stressful experience?",
    "Repeated, disturbing dreams of the stressful experience?",
    "Suddenly feeling or acting as if the stressful experience were actually happening again (as if you were actually back there reliving it)?",
    "Feeling very upset when something reminded you of the stressful experience?",
    "Having strong physical reactions when something reminded you of the stressful experience (for example, heart pounding, trouble breathing, sweating)?",
    "Avoiding memories, thoughts, or feelings related to the stressful experience?",
    "Avoiding external reminders of the stressful experience (for example, people, places, conversations, activities, objects, or situations)?",
    "Trouble remembering important parts of the stressful experience?",
    "Having strong negative beliefs about yourself, other people, or the world (for example, having thoughts such as: I am bad, there is something seriously wrong with me, no one can be trusted, the world is completely dangerous)?",
    "Blaming yourself or someone else for the stressful experience or what happened after it?",
    "Having strong negative feelings such as fear, horror, anger, guilt, or shame?",
    "Loss of interest in activities that you used to enjoy?",
    "Feeling distant or cut off from other people?",
    "Trouble experiencing positive feelings (for example, being unable to feel happiness or have loving feelings for people close to you)?",
    "Irritable behavior, angry outbursts, or acting aggressively?",
    "Taking too many risks or doing things that could cause you harm?",
    "Being “superalert” or watchful or on guard?",
    "Feeling jumpy or easily startled?",
    "Having difficulty concentrating?",
    "Trouble falling or staying asleep?",
  ].map((text) => ({ text, choices: "much" })),
  higherIs: "worse",
  scales: [
    {
      id: "total",
      name: "Total",
      items: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20],
      cutOffs: [
        {
          at: 31,
          side: "or more",
          says: "at or above the published cut-off for a provisional finding of PTSD, which lies between 31 and 33",
          source: "scoring",
        },
      ],
      change: { by: "published", points: 15, who: "male veterans in a treatment trial", source: "marx" },
    },
    { id: "b", name: "B, intrusion", items: [1, 2, 3, 4, 5] },
    { id: "c", name: "C, avoidance", items: [6, 7] },
    { id: "d", name: "D, thoughts and mood", items: [8, 9, 10, 11, 12, 13, 14] },
    { id: "e", name: "E, arousal", items: [15, 16, 17, 18, 19, 20] },
  ],
  safety: [],
  interval: "monthly",
};
