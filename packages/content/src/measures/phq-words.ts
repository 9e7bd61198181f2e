/** What the questionnaires of the PHQ family share. */

import type { Measure } from "@alcove/records/measures";

export const phqChoices: Measure["choices"] = {
  days: [
    { value: 0, label: "Not at all" },
    { value: 1, label: "Several days" },
    { value: 2, label: "More than half the days" },
    { value: 3, label: "Nearly every day" },
  ],
  difficulty: [
    { value: 0, label: "Not difficult at all" },
    { value: 1, label: "Somewhat difficult" },
    { value: 2, label: "Very difficult" },
    { value: 3, label: "Extremely difficult" },
  ],
};

export const phqCredit =
  "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute.";

export const phqNotice =
  "No fee and no permission is needed to use, copy, translate, show or pass on the PHQ and GAD-7 questionnaires, as their manual says. The line of credit stays with them.";

export const phqManual =
  "Instruction manual: instructions for Patient Health Questionnaire (PHQ) and GAD-7 measures (phqscreeners.com)";

export const talkingTherapies =
  "NHS Talking Therapies: caseness and reliable change of PHQ-9 and GAD-7, as in the registration of trial NCT05134103";

export const commonPractice = "Common practice; the owners give no rule";
