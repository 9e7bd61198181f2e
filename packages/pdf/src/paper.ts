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
  /**
   * PNG or JPEG, over the width of the page at most. `file` names it to whoever gives its bytes (`Pictures`); `says` is read to whoever doesn't
   * see it, and stands below where it is not empty. `otherwise`: a line that stands in its place where it can't be set.
   */
  | { readonly kind: "image"; readonly file: string; readonly says: string; readonly otherwise?: string }
  | { readonly kind: "new-page" };

/** Where a paper's pictures come from, one at a time, as each is set. */
export type Pictures = {
  /** Undefined: it is not there. */
  readonly read: (file: string) => Promise<Uint8Array | undefined>;
  /** Another kind of picture, or one of a rare sort, as PNG or JPEG. Undefined: this is no picture, or can't be drawn here. */
  readonly redraw?: (bytes: Uint8Array) => Promise<Uint8Array | undefined>;
};
