import type { Measure, MeasureScale } from "@alcove/records/measures";

/** Seven items, doubled, so that scores compare with those of the 42 items. */
function scale(
  id: string,
  name: string,
  items: number[],
  edges: readonly [number, number, number, number],
): MeasureScale {
  const labels = ["mild", "moderate", "severe", "extremely severe"];
  return {
    id,
    name,
    items,
    times: 2,
    bands: {
      source: "manual",
      list: [{ from: 0, label: "normal" }, ...edges.map((from, i) => ({ from, label: labels[i] as string }))],
    },
    fill: { atMost: 1, source: "faq" },
  };
}

export const dass21: Measure = {
  id: "dass-21",
  version: "1",
  language: "en",
  name: "DASS-21",
  title: "Depression Anxiety Stress Scales, 21 items",
  lookBack: "the past week",
  instruction:
    "Please read each statement and choose a number 0, 1, 2 or 3 which indicates how much the statement applied to you over the past week. There are no right or wrong answers. Do not spend too much time on any statement.",
  credit:
    "Lovibond, S.H. & Lovibond, P.F. (1995). Manual for the Depression Anxiety & Stress Scales (2nd ed.). Sydney: Psychology Foundation. www.psy.unsw.edu.au/dass",
  notice:
    "University of New South Wales. May be used without a fee by professionals and researchers; not changed, not sold, and the DASS site is named. Not for a public page on which people test themselves.",
  sources: {
    manual:
      "Lovibond SH, Lovibond PF. Manual for the Depression Anxiety & Stress Scales. 2nd ed. Sydney: Psychology Foundation 1995; key and severity ratings",
    faq: "DASS website, frequently asked questions: missing items",
  },
  wording: "manual",
  choices: {
    applied: [
      { value: 0, label: "Did not apply to me at all" },
      { value: 1, label: "Applied to me to some degree, or some of the time" },
      { value: 2, label: "Applied to me to a considerable degree or a good part of time" },
      { value: 3, label: "Applied to me very much or most of the time" },
    ],
  },
  items: [
    "I found it hard to wind down",
    "I was aware of dryness of my mouth",
    "I couldn’t seem to experience any positive feeling at all",
    "I experienced breathing difficulty (e.g. excessively rapid breathing, breathlessness in the absence of physical exertion)",
    "I found it difficult to work up the initiative to do things",
    "I tended to over-react to situations",
    "I experienced trembling (e.g. in the hands)",
    "I felt that I was using a lot of nervous energy",
    "I was worried about situations in which I might panic and make a fool of myself",
    "I felt that I had nothing to look forward to",
    "I found myself getting agitated",
    "I found it difficult to relax",
    "I felt down-hearted and blue",
    "I was intolerant of anything that kept me from getting on with what I was doing",
    "I felt I was close to panic",
    "I was unable to become enthusiastic about anything",
    "I felt I wasn’t worth much as a person",
    "I felt that I was rather touchy",
    "I was aware of the action of my heart in the absence of physical exertion (e.g. sense of heart rate increase, heart missing a beat)",
    "I felt scared without any good reason",
    "I felt that life was meaningless",
  ].map((text) => ({ text, choices: "applied" })),
  higherIs: "worse",
  scales: [
    scale("depression", "Depression", [3, 5, 10, 13, 16, 17, 21], [10, 14, 21, 28]),
    scale("anxiety", "Anxiety", [2, 4, 7, 9, 15, 19, 20], [8, 10, 15, 20]),
    scale("stress", "Stress", [1, 6, 8, 11, 12, 14, 18], [15, 19, 26, 34]),
  ],
  safety: [
    { item: 10, from: 1, kind: "review", about: "nothing to look forward to" },
    { item: 17, from: 1, kind: "review", about: "not being worth much" },
    { item: 21, from: 1, kind: "review", about: "life being meaningless" },
  ],
  interval: "every 1 to 4 weeks",
};
