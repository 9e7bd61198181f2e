/**
 * Smart fields: what an app knows already and nobody should type again. `{client}` in a template's title or text; `{last-score PHQ-9}` is the
 * score of the measure of that name alone.
 */

export const smartFields = {
  client: "the name of the chart",
  date: "the day of the note",
  "last-session": "the day of the last note of a session before it",
  born: "the client’s day of birth",
  age: "their years on the day of the note",
  diagnosis: "the principal diagnosis",
  "last-score": "the last score of each measure, with its day",
  me: "who writes it",
  practice: "the name of the practice",
} as const;

export type SmartField = keyof typeof smartFields;
export type FieldValues = { readonly [Field in SmartField]: string };

const ofMeasure = /\{last-score ([^{}\n]{1,60})\}/g;

/** Braces around anything else stay as they are: they are somebody's words. `scoreOf`: by the name of a measure as it was typed. */
export function fillFields(
  text: string,
  values: Partial<FieldValues>,
  scoreOf?: (measure: string) => string | undefined,
): string {
  // In one pass: what a value says in braces is no field.
  return text.replaceAll(/\{([a-z-]+)(?: ([^{}\n]{1,60}))?\}/g, (whole, name: string, measure?: string) => {
    if (measure !== undefined) return (name === "last-score" ? scoreOf?.(measure) : undefined) ?? whole;
    return Object.hasOwn(values, name) ? (values[name as SmartField] ?? whole) : whole;
  });
}

/** Whether scores are asked for: they are read only then. */
export const namesScores = (text: string): boolean => text.includes("{last-score}") || text.search(ofMeasure) !== -1;

/** What stands in braces and is no field: a word mistyped, or somebody's own. It is written into notes as it stands. */
export function unknownFields(text: string): readonly string[] {
  const named = [...text.replaceAll(ofMeasure, "").matchAll(/\{([^{}\n]{1,40})\}/g)].map(([, name = ""]) => name);
  return [...new Set(named.filter((name) => !Object.hasOwn(smartFields, name)))];
}
