/** Form fields of word processors: what is chosen is a state in the file, and a sign or a word on the page. */

export const CHECKED = "☒";
export const UNCHECKED = "☐";

export type FormField = {
  kind: "check-box" | "drop-down" | "other";
  checked: boolean;
  /** Position in `entries`. */
  chosen: number;
  readonly entries: string[];
};

export function createFormField(kind: FormField["kind"]): FormField {
  return { kind, checked: false, chosen: 0, entries: [] };
}

/** What the page shows; "" for a field whose text stands in the document anyway. */
export function shownBy(field: FormField | undefined): string {
  if (field?.kind === "check-box") return field.checked ? CHECKED : UNCHECKED;
  return field?.kind === "drop-down" ? (field.entries[field.chosen] ?? "") : "";
}
