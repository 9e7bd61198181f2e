/** What this browser remembers about the person's eyes and hands. Nothing here comes from a record. */

export type Theme = "system" | "light" | "dark";

export type Preferences = {
  readonly theme: Theme;
  /** Single keys such as `/` act outside of fields. Off until switched on (WCAG 2.1.4). */
  readonly singleKeys: boolean;
  /** The browser's spelling check while writing. Off: some browsers send the words to their maker for it. */
  readonly spelling: boolean;
  /** Clients by initials in lists and headings. */
  readonly initials: boolean;
  /** The page is blurred while another window is in front. */
  readonly blurs: boolean;
  /** An owner was told that the server delivers this page's code, and let it be. */
  readonly codeFromServer: boolean;
  /** Ledger index of the newest act that Today showed and the person has seen. */
  readonly seenUpTo: number;
  /** What holds after recovery by cards was read. */
  readonly cardsNoticeRead: boolean;
};

const KEY = "alcove-preferences";
const STANDARD: Preferences = {
  theme: "system",
  singleKeys: false,
  spelling: false,
  initials: false,
  blurs: false,
  codeFromServer: false,
  seenUpTo: -1,
  cardsNoticeRead: false,
};

export function readPreferences(): Preferences {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (typeof kept !== "object" || kept === null) return STANDARD;
    const record = kept as Record<string, unknown>;
    const { theme, seenUpTo } = record;
    return {
      theme: theme === "light" || theme === "dark" ? theme : "system",
      singleKeys: record["singleKeys"] === true,
      spelling: record["spelling"] === true,
      initials: record["initials"] === true,
      blurs: record["blurs"] === true,
      codeFromServer: record["codeFromServer"] === true,
      seenUpTo: typeof seenUpTo === "number" ? seenUpTo : -1,
      cardsNoticeRead: record["cardsNoticeRead"] === true,
    };
  } catch {
    return STANDARD;
  }
}

/** Keeps and applies; a browser that refuses to keep it still applies it until the page closes. */
export function writePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Private windows may refuse; the theme holds for this page all the same.
  }
  applyTheme(preferences.theme);
}

export function applyTheme(theme: Theme): void {
  if (theme === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.setAttribute("data-theme", theme);
}
