import type { Measure } from "@alcove/records/measures";

export const who5: Measure = {
  id: "who-5",
  version: "1",
  language: "en",
  name: "WHO-5",
  title: "WHO-5 Well-Being Index",
  lookBack: "the last two weeks",
  instruction:
    "Please indicate for each of the five statements which is closest to how you have been feeling over the last two weeks. Notice that higher numbers mean better well-being.",
  credit:
    "WHO (Five) Well-Being Index, 1998 version. World Health Organization, Regional Office for Europe. CC BY-NC-SA 3.0 IGO.",
  notice:
    "The World Health Organization's, under Creative Commons Attribution-NonCommercial-ShareAlike 3.0 IGO: not to be sold, changed texts under the same terms. Alcove's own licence does not cover it.",
  sources: {
    who: "World Health Organization, Regional Office for Europe. Wellbeing Measures in Primary Health Care: the DepCare Project. 1998",
    topp: "Topp CW, Østergaard SD, Søndergaard S, Bech P. The WHO-5 Well-Being Index: a systematic review of the literature. Psychother Psychosom 2015;84:167-176",
    retest:
      "Test-retest reliability and measurement error of the Danish WHO-5 Well-being Index in outpatients with epilepsy. Health Qual Life Outcomes 2018;16, doi 10.1186/s12955-018-1001-0: minimal detectable change 23.6 points, 554 people, ICC 0.81",
  },
  wording: "who",
  choices: {
    time: [
      { value: 5, label: "All of the time" },
      { value: 4, label: "Most of the time" },
      { value: 3, label: "More than half of the time" },
      { value: 2, label: "Less than half of the time" },
      { value: 1, label: "Some of the time" },
      { value: 0, label: "At no time" },
    ],
  },
  items: [
    "I have felt cheerful and in good spirits",
    "I have felt calm and relaxed",
    "I have felt active and vigorous",
    "I woke up feeling fresh and rested",
    "My daily life has been filled with things that interest me",
  ].map((text) => ({ text, choices: "time" })),
  higherIs: "better",
  scales: [
    {
      id: "total",
      name: "Well-being",
      items: [1, 2, 3, 4, 5],
      times: 4,
      cutOffs: [
        { at: 50, side: "or less", says: "in the range in which to ask about depression", source: "topp" },
        { at: 28, side: "or less", says: "in the range in which depression is likely", source: "topp" },
      ],
      change: { by: "published", points: 24, who: "Danish out-patients with epilepsy", source: "retest" },
    },
  ],
  safety: [],
  interval: "every 2 to 4 weeks",
};
