/** What States and others ask for, as it was found: dated, and none of it checked against an official site. A practice confirms its own. */

/** `text`: the rule's text was read. `secondary`: told by others, or a part of it. `weak`: a notice or list without the rule. */
export type RetentionRow = {
  /** Two letters; absent: not of a State. */
  readonly state?: string;
  /** Whose records, in the rule's own terms. */
  readonly who: string;
  /** Years from the last service. */
  readonly years: number;
  /** Of a minor at least until this age, where that is later. */
  readonly untilAge?: number;
  readonly note?: string;
  readonly cite: string;
  /** Of the copy that was read; absent: it bore no date. */
  readonly asOf?: string;
  readonly standing: "text" | "secondary" | "weak";
};

const row = (
  state: string,
  who: string,
  years: number,
  untilAge: number | undefined,
  cite: string,
  asOf: string | undefined,
  standing: RetentionRow["standing"],
  note?: string,
): RetentionRow => ({
  state,
  who,
  years,
  ...(untilAge === undefined ? {} : { untilAge }),
  ...(note === undefined ? {} : { note }),
  cite,
  ...(asOf === undefined ? {} : { asOf }),
  standing,
});

export const retentionRows: readonly RetentionRow[] = [
  row("AZ", "all health professions", 6, 21, "A.R.S. 12-2297", "2024", "secondary"),
  row(
    "CA",
    "educational psychologists",
    7,
    25,
    "B&P 4989.51; others by B&P 2919, 4980.49, 4993, 4999.75",
    "2018",
    "text",
  ),
  row("CO", "psychologists", 7, 18, "3 CCR 721-1-1.16", "2024", "text", "7 from last treatment, or until 18"),
  row("CO", "counselors", 7, 18, "4 CCR 737-1-1.16", "2024", "text", "Never over 12 years"),
  row("CO", "marriage and family, addiction", 7, 18, "4 CCR 736-1-1.16, 744-1-1.16", "2024", "text"),
  row("CT", "licensed health professions", 7, undefined, "Regs. 19a-14-42", "1998", "secondary", "3 years from death"),
  row("FL", "psychologists", 7, undefined, "64B19-19.003", "2024", "text", "3 years whole, then whole or a summary"),
  row("FL", "social work, marriage and family, mental health", 7, undefined, "64B4-9.001", undefined, "secondary"),
  row("GA", "psychologists", 7, 21, "510-5-.04(2)", "2024", "text"),
  row("IN", "psychologists, mental health", 7, undefined, "IC 16-39-7-1, 16-39-2-2", "2015", "text"),
  row("IA", "psychologists", 7, 21, "645 IAC 243.8", undefined, "secondary"),
  row("KS", "psychologists", 5, 20, "K.A.R. 102-1-20", "2024", "text"),
  row("ME", "social work in private practice", 7, undefined, "02-416 ch. 17 s. 2", "2024", "secondary"),
  row(
    "MD",
    "psychologists, counselors, social work",
    7,
    25,
    "Health-Gen. 4-403",
    "2026",
    "secondary",
    "Older pages still say 5 and 3; notice before destroying",
  ),
  row("MA", "counselors, marriage and family", 7, 19, "262 CMR 8.02(1)(b)", "2024", "text"),
  row("MA", "psychologists", 7, undefined, "251 CMR 1.11", undefined, "weak", "Of minors disputed"),
  row(
    "MI",
    "licensed health professions",
    7,
    undefined,
    "MCL 333.16213",
    undefined,
    "secondary",
    "Notice and written leave before it is destroyed earlier",
  ),
  row("MN", "psychologists", 8, 26, "Minn. R. 7200.4750", "2024", "text", "The time begins at 18"),
  row("MN", "counselors", 7, 25, "Minn. R. 2150.7535", "2024", "text", "The time begins at 18"),
  row("MT", "psychologists", 7, 25, "board rule, State inferred", undefined, "weak"),
  row("NV", "psychologists", 5, 22, "NAC 641.219", "2024", "text", "NRS 629.051: none before 23"),
  row("NJ", "marriage and family, social work", 7, 25, "13:34-8.1, 13:44G-12.1", "2024", "text"),
  row("NJ", "psychologists", 7, 25, "13:42-8.1", "2020", "secondary", "Proposed; whether it was adopted is unchecked"),
  row("NY", "psychologists and other health professions", 6, 22, "8 NYCRR 29.2(a)(3)", undefined, "secondary"),
  row("NC", "marriage and family", 5, 22, "G.S. 90-270.51(h)", undefined, "secondary"),
  row("NC", "psychologists", 7, undefined, "APA note", "2008", "weak"),
  row("OK", "counselors, behavioral practitioners", 5, undefined, "OAC 86:11-3-3, 86:20-5-3", undefined, "secondary"),
  row("OR", "psychologists", 7, undefined, "OAR 858-010-0060", "2021", "text"),
  row("OR", "counselors, marriage and family", 7, undefined, "OAR 833-075-0070", "2024", "text"),
  row("PA", "psychologists, counselors", 5, undefined, "49 Pa. Code 41.57(d), 49.78(b)", "2024", "text"),
  row("TN", "psychologists", 7, undefined, "1180-01-.06", "2015", "secondary"),
  row("TX", "counselors", 7, 23, "22 TAC 681.36(b)", "2023", "text"),
  row("TX", "social work", 7, 23, "22 TAC 781.309(4)", "2020", "secondary"),
  row("VT", "psychologists", 7, undefined, "3 V.S.A. 129a", undefined, "weak"),
  row("WA", "psychologists", 8, 22, "WAC 246-924-354(2)", undefined, "text"),
  row("WI", "psychologists", 7, 25, "a university clinic's notice", "2025", "weak"),
  {
    who: "APA guidelines, where no law says otherwise",
    years: 7,
    untilAge: 21,
    cite: "Record Keeping Guidelines 2007, 7",
    asOf: "2008",
    standing: "text",
  },
  {
    who: "Medicare, papers behind what was ordered or referred",
    years: 7,
    cite: "42 CFR 424.516(f)",
    asOf: "2024",
    standing: "text",
  },
  { who: "Medicare Advantage, by contract", years: 10, cite: "42 CFR 422.504(d)", standing: "secondary" },
];
