/** Smart fields: what an app knows already and nobody should type again. `{client}` in a template's title or text. */

export const smartFields = {
  client: "the name of the chart",
  date: "the day of the note",
  "last-session": "the day of the last note of a session before it",
  born: "the client’s day of birth",
  age: "their years on the day of the note",
  diagnosis: "the principal diagnosis",
  me: "who writes it",
  practice: "the name of the practice",
} as const;

export type SmartField = keyof typeof smartFields;
export type FieldValues = { readonly [Field in SmartField]: string };

/** Braces around anything else stay as they are: they are somebody's words. */
export function fillFields(text: string, values: Partial<FieldValues>): string {
  return text.replaceAll(/\{([a-z-]+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name as SmartField] ?? whole) : whole,
  );
}

/** What stands in braces and is no field: a word mistyped, or somebody's own. It is written into notes as it stands. */
export function unknownFields(text: string): readonly string[] {
  const named = [...text.matchAll(/\{([^{}\n]{1,40})\}/g)].map(([, name = ""]) => name);
  return [...new Set(named.filter((name) => !Object.hasOwn(smartFields, name)))];
}
