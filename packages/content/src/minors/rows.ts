/** From what age, and within what limits, a minor consents to out-patient therapy themselves. States that are not here were not found. */

/** `text`: the law's text was read. `secondary`: told by others. */
export type ConsentRow = {
  readonly state: string;
  readonly says: string;
  readonly cite: string;
  readonly standing: "text" | "secondary";
};

const row = (state: string, says: string, cite: string, standing: ConsentRow["standing"] = "text"): ConsentRow => ({
  state,
  says,
  cite,
  standing,
});

export const consentRows: readonly ConsentRow[] = [
  row("AL", "From 16, since 1 October 2025 (14 before), with exceptions.", "Act 2025-455; Code 22-8-4"),
  row("CA", "From 12, if mature enough; a parent takes part unless that is inappropriate.", "Fam. 6924; HSC 124260"),
  row("CO", "From 12, if it is knowing and voluntary, and clinically indicated.", "C.R.S. 12-245-203.5"),
  row("CT", "At any age, on five findings and a signed statement.", "C.G.S. 19a-14c"),
  row("FL", "From 13, in a crisis only, for two visits in a week.", "F.S. 394.4784"),
  row("ID", "Not under 18, emergencies apart.", "I.C. 32-1015"),
  row("IL", "From 12 to 16 for eight sessions, at 17 without a limit.", "405 ILCS 5/3-5A-105"),
  row("MD", "From 12, if mature; what a parent consents to can't be refused.", "Health-Gen. 20-104"),
  row("NY", "At no fixed age, in programmes licensed by OMH; a private office is unsettled.", "MHL 33.21"),
  row("OH", "From 14, for six sessions or 30 days, without medication.", "O.R.C. 5122.04"),
  row("OR", "From 14; a parent is involved before the end, with exceptions.", "O.R.S. 109.675, 109.680", "secondary"),
  row("PA", "From 14; a parent may consent too, and neither undoes the other's.", "Act 10 of 1970, as of 2020"),
  row("PR", "From 14 to 17, for six sessions.", "24 L.P.R.A. 6161"),
  row("TN", "From 16, with an adult's rights.", "T.C.A. 33-8-202"),
  row("TX", "At any age for suicide prevention, addiction and abuse.", "Fam. 32.004"),
  row("VA", "At any age, as an adult, for out-patient mental care.", "Va. Code 54.1-2969(E)", "secondary"),
  row("WA", "From 13.", "R.C.W. 71.34.530"),
];
