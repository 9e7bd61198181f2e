/** The numbers of the CORE-10, without its words: two of ten items reversed, one on risk, and both samples of its papers. */

import type { Measure } from "../measure.ts";

export const core10Numbers: Measure = {
  id: "core-10-numbers",
  version: "1",
  language: "en",
  name: "CORE-10",
  title: "The numbers of the CORE-10",
  lookBack: "the last week",
  instruction: "In tests only",
  credit: "None: no words",
  notice: "None: no words",
  sources: {
    barkham:
      "Barkham M, Bewick B, Mullin T, et al. The CORE-10. Couns Psychother Res 2013;13:3-13: alpha 0.90, reliable change 6 at 90 %, cut-off 11",
    manual:
      "CORE-10 user manual 2007: primary-care counselling n 1835, M 19.7, SD 7.7; general population n 535, M 4.7, SD 4.8",
  },
  wording: "barkham",
  choices: { often: [0, 1, 2, 3, 4].map((value) => ({ value, label: `${value}` })) },
  items: Array.from({ length: 10 }, (_, i) => ({
    text: `${i + 1}`,
    choices: "often",
    ...(i === 1 || i === 2 ? { reversed: true as const } : {}),
  })),
  higherIs: "worse",
  scales: [
    {
      id: "total",
      name: "Total",
      items: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      fill: { atMost: 1, source: "manual" },
      change: {
        by: "jacobson-truax",
        clinical: { who: "primary-care counselling", n: 1835, mean: 19.7, sd: 7.7 },
        general: { who: "general population", n: 535, mean: 4.7, sd: 4.8 },
        reliability: 0.9,
        kind: "alpha",
        z: 1.645,
        source: "barkham",
      },
    },
  ],
  safety: [{ item: 6, from: 1, kind: "risk", about: "plans to end their life" }],
  interval: "each session",
};
