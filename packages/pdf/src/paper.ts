/** What stands on paper, in order. Who makes one says what it is; how it is set on pages is decided in one place. */

export type Paper = {
  /** Also the file's own title. */
  readonly title: string;
  readonly language: "en" | "es";
  /** Who it comes from, a line each, above the title. */
  readonly from: readonly string[];
  /** On each page beside its number. */
  readonly foot: string;
  readonly blocks: readonly Block[];
};

export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string; readonly quiet?: boolean }
  /** What something is, and what it says. */
  | { readonly kind: "facts"; readonly rows: readonly (readonly [string, string])[] }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly kind: "table"; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  /** PNG or JPEG, over the width of the page at most; `says` is read to whoever doesn't see it. */
  | { readonly kind: "image"; readonly bytes: Uint8Array; readonly says: string }
  | { readonly kind: "new-page" };
