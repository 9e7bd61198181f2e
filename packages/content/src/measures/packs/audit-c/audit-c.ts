import type { Measure } from "@alcove/records/measures";

export const auditC: Measure = {
  id: "audit-c",
  version: "1",
  language: "en",
  name: "AUDIT-C",
  title: "Alcohol Use Disorders Identification Test, consumption",
  lookBack: "the past year",
  instruction:
    "Because alcohol use can affect your health and can interfere with certain medications and treatments, it is important that we ask some questions about your use of alcohol.",
  credit:
    "Items 1 to 3 of the AUDIT. Babor TF, Higgins-Biddle JC, Saunders JB, Monteiro MG. © World Health Organization 2001 (WHO/MSD/MSB/01.6a).",
  notice:
    "© World Health Organization: free to reproduce and translate, in part or in whole, and not for sale or use with commercial purposes. A paid hosted edition asks the World Health Organization first.",
  sources: {
    who: "Babor TF, Higgins-Biddle JC, Saunders JB, Monteiro MG. AUDIT: Guidelines for Use in Primary Care. 2nd ed. World Health Organization 2001, WHO/MSD/MSB/01.6a",
    bush: "Bush K, Kivlahan DR, McDonell MB, Fihn SD, Bradley KA. The AUDIT alcohol consumption questions (AUDIT-C). Arch Intern Med 1998;158:1789-1795",
    bradley:
      "Bradley KA, DeBenedetti AF, Volk RJ, et al. AUDIT-C as a brief screen for alcohol misuse in primary care. Alcohol Clin Exp Res 2007;31:1208-1217",
  },
  wording: "who",
  choices: {
    often: [
      { value: 0, label: "Never" },
      { value: 1, label: "Monthly or less" },
      { value: 2, label: "2 to 4 times a month" },
      { value: 3, label: "2 to 3 times a week" },
      { value: 4, label: "4 or more times a week" },
    ],
    drinks: [
      { value: 0, label: "1 or 2" },
      { value: 1, label: "3 or 4" },
      { value: 2, label: "5 or 6" },
      { value: 3, label: "7 to 9" },
      { value: 4, label: "10 or more" },
    ],
    occasions: [
      { value: 0, label: "Never" },
      { value: 1, label: "Less than monthly" },
      { value: 2, label: "Monthly" },
      { value: 3, label: "Weekly" },
      { value: 4, label: "Daily or almost daily" },
    ],
  },
  items: [
    { text: "How often do you have a drink containing alcohol?", choices: "often" },
    {
      text: "How many drinks containing alcohol do you have on a typical day when you are drinking?",
      choices: "drinks",
    },
    { text: "How often do you have six or more drinks on one occasion?", choices: "occasions" },
  ],
  unasked: { item: 1, answer: 0, items: [2, 3], source: "who" },
  higherIs: "worse",
  scales: [
    {
      id: "total",
      name: "Total",
      items: [1, 2, 3],
      cutOffs: [
        {
          at: 4,
          side: "or more",
          of: "men",
          says: "at or above the screening cut-off for unhealthy use",
          source: "bush",
        },
        {
          at: 3,
          side: "or more",
          of: "women",
          says: "at or above the screening cut-off for unhealthy use",
          source: "bradley",
        },
      ],
    },
  ],
  safety: [],
  interval: "at intake, then yearly",
};
