/** Cases of a chart: where they lie, their clocks, what none may say (docs/spec, CASE). */

import { due, firstDue, latestDue, yearsBefore } from "@alcove/content/cases";
import {
  type CaseView,
  type CaseWords,
  type FailureCode,
  LockedMeanwhile,
  type Outcome,
  type PersonWords,
} from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { join, memberOf } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let fay: Device;
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  ben = await join(stage, ada, "Ben", "clinician");
  fay = await join(stage, ada, "Fay", "front-desk");
});
afterAll(() => stage.close());

const asked = (kind: CaseWords["kind"], more: Partial<CaseWords> = {}): CaseWords => ({
  kind,
  received: "2026-03-02",
  from: "Priya Raman",
  address: "",
  asked: "All notes of 2025.",
  checked: "",
  steps: [],
  ...more,
});
const denial = (grounds: readonly string[], on = "2026-03-20") =>
  ({ decision: { on, outcome: "denied", grounds, words: "" } }) as const;
const granted = { decision: { on: "2026-03-20", outcome: "granted", grounds: [], words: "" } } as const;

async function begun(name: string): Promise<string> {
  const chart = must(await ada.vault.createChart({ name })).id;
  await save(ada, chart, "About the heron.");
  await settle(ada.vault);
  return chart;
}
const write = (at: Device, chart: string, said: CaseWords, over?: CaseView) =>
  at.vault.saveCase({ chart, said, basedOn: over?.basedOn ?? [], ...(over ? { id: over.id } : {}) });
async function only(at: Device, chart: string): Promise<CaseView> {
  const [one] = await at.vault.cases(chart);
  if (!one) throw new Error("there is one");
  return one;
}
async function share(chart: string, name: string, kind: "administrative" | "progress"): Promise<void> {
  const member = await memberOf(ada, name);
  must(await ada.vault.shareChart({ chart, member, kind, right: "read-write" }));
  await allFollow();
}
async function allFollow(): Promise<void> {
  for (const { vault } of [ada, ben, fay, ada]) await settle(vault);
}
const refusedWith = (outcome: Outcome<unknown>): FailureCode | undefined =>
  outcome.ok ? undefined : outcome.error.code;

test("CASE-1 front desk works with what it must act on, and never learns of a subpoena or a warning", async () => {
  const chart = await begun("Priya Raman");
  await share(chart, "Fay", "administrative");
  for (const kind of ["access", "subpoena", "duty-to-warn", "amendment", "confidential"] as const)
    must(await write(ada, chart, asked(kind)));
  await allFollow();
  const seen = (all: readonly CaseView[]) => all.map(({ kind }) => kind).toSorted();
  expect(seen(await fay.vault.cases(chart))).toEqual(["access", "confidential"]);
  expect(seen(await ada.vault.cases(chart))).toHaveLength(5);
  expect(refusedWith(await write(fay, chart, asked("subpoena")))).toBe("not-entitled");
  const theirs = (await fay.vault.cases(chart)).find(({ kind }) => kind === "access");
  if (!theirs) throw new Error("it is there");
  must(await write(fay, chart, { ...theirs.said, checked: "Showed a passport." }, theirs));
  expect(refusedWith(await write(ada, chart, asked("restriction"), theirs)), "another kind").toBe("case-unfit");
  await allFollow();
  const here = (await ada.vault.cases(chart)).find(({ kind }) => kind === "access");
  expect([here?.said.checked, here?.author]).toEqual(["Showed a passport.", "Fay"]);
});

test("CASE-2 days of the calendar: month ends, leap years, and no hour that a clock change takes", () => {
  const last = (kind: CaseWords["kind"], received: string) => due({ kind, received });
  expect(last("access", "2026-01-31")).toBe("2026-03-02");
  expect(last("access", "2028-01-31"), "a leap year").toBe("2028-03-01");
  expect(last("access", "2026-03-01"), "over the change of the clocks").toBe("2026-03-31");
  expect(last("access", "2026-10-15")).toBe("2026-11-14");
  expect(last("amendment", "2026-12-31")).toBe("2027-03-01");
  expect(last("accounting", "2027-12-31"), "over 29 February").toBe("2028-02-29");
  expect([last("restriction", "2026-03-02"), last("subpoena", "2026-03-02")]).toEqual([undefined, undefined]);
  expect(due({ kind: "subpoena", received: "2026-03-02", answerBy: "2026-03-16" })).toBe("2026-03-16");
  const one = { kind: "access", received: "2026-03-02", extension: { until: "2026-04-20" } } as const;
  expect([firstDue(one), due(one), latestDue(one)]).toEqual(["2026-04-01", "2026-04-20", "2026-05-01"]);
});

test("CASE-3 an extension is once, in time, with a reason, and no further than the rule goes", async () => {
  const chart = await begun("Q. Client");
  must(await write(ada, chart, asked("access")));
  const first = await only(ada, chart);
  expect([first.due, first.extendableTo]).toEqual(["2026-04-01", "2026-05-01"]);
  const extended = (on: string, until: string, reason = "The file is in the archive.") =>
    asked("access", { extension: { on, until, reason } });
  for (const [on, until] of [
    ["2026-04-02", "2026-04-20"],
    ["2026-03-01", "2026-04-20"],
    ["2026-04-01", "2026-05-02"],
    ["2026-03-30", "2026-04-01"],
  ] as const)
    expect([on, until, refusedWith(await write(ada, chart, extended(on, until), first))]).toEqual([
      on,
      until,
      "extension-unfit",
    ]);
  expect(refusedWith(await write(ada, chart, extended("2026-03-30", "2026-04-20", " "), first))).toBe("case-unfit");
  must(await write(ada, chart, extended("2026-04-01", "2026-05-01"), first));
  const second = await only(ada, chart);
  expect([second.due, second.extendableTo]).toEqual(["2026-05-01", undefined]);
  const again = extended("2026-04-01", "2026-04-29");
  expect(refusedWith(await write(ada, chart, again, second))).toBe("extension-once");
  expect(refusedWith(await write(ada, chart, asked("access"), second)), "taken back").toBe("extension-once");
  const later = { ...second.said, received: "2026-03-20" };
  expect(refusedWith(await write(ada, chart, later, second)), "received later after all").toBe("extension-once");
  must(await write(ada, chart, { ...second.said, checked: "By telephone." }, second));
  const other = asked("restriction", { extension: { on: "2026-03-03", until: "2026-03-20", reason: "Busy." } });
  expect(refusedWith(await write(ada, chart, other))).toBe("case-unfit");
});

test("CASE-4 a denial names a ground of its kind, and what was paid in full out of pocket is granted", async () => {
  const chart = await begun("R. Client");
  expect(refusedWith(await write(ada, chart, asked("access", denial([]))))).toBe("ground-missing");
  expect(refusedWith(await write(ada, chart, asked("access", denial(["accurate"]))))).toBe("case-unfit");
  const inPart = { decision: { ...denial([]).decision, outcome: "in-part" } } as const;
  expect(refusedWith(await write(ada, chart, asked("access", inPart)))).toBe("ground-missing");
  const both = { decision: { ...granted.decision, grounds: ["danger"] } };
  expect(refusedWith(await write(ada, chart, asked("access", both)))).toBe("case-unfit");
  must(await write(ada, chart, asked("access", denial(["danger"]))));
  const paid = { paidInFull: true } as const;
  expect(refusedWith(await write(ada, chart, asked("restriction", { ...paid, ...denial(["not-agreed"]) })))).toBe(
    "restriction-owed",
  );
  must(await write(ada, chart, asked("restriction", { ...paid, ...granted })));
  must(await write(ada, chart, asked("restriction", denial(["not-agreed"]))));
  const all = await ada.vault.cases(chart);
  expect(all.filter(({ restricts }) => restricts).map(({ said }) => said.paidInFull)).toEqual([true]);
  expect(refusedWith(await write(ada, chart, asked("access", paid)))).toBe("case-unfit");
  const ended = { ended: { on: "2026-04-01", words: "She told us so." } };
  expect(refusedWith(await write(ada, chart, asked("access", { ...granted, ...ended })))).toBe("case-unfit");
  expect(refusedWith(await write(ada, chart, asked("restriction", ended))), "nothing was agreed to").toBe("case-unfit");
  const agreed = all.find(({ restricts }) => restricts);
  if (!agreed) throw new Error("it restricts");
  must(await write(ada, chart, { ...agreed.said, closed: { on: "2026-03-21", words: "" } }, agreed));
  const closed = (await ada.vault.cases(chart)).find(({ id }) => id === agreed.id);
  expect(closed?.restricts, "closed it still binds").toBe(true);
  must(await write(ada, chart, { ...agreed.said, ...ended }, closed));
  expect((await ada.vault.cases(chart)).some(({ restricts }) => restricts)).toBe(false);
});

test("CASE-5 closed only when it was decided, and nothing before it was received", async () => {
  const chart = await begun("S. Client");
  const closed = { closed: { on: "2026-03-21", words: "" } };
  expect(refusedWith(await write(ada, chart, asked("access", closed)))).toBe("case-undecided");
  expect(refusedWith(await write(ada, chart, asked("access", denial(["danger"], "2026-03-01"))))).toBe("case-unfit");
  expect(refusedWith(await write(ada, chart, asked("access", { received: "2026-02-30" })))).toBe("case-unfit");
  const step = { steps: [{ step: "assurance", on: "2026-03-03", words: "" }] };
  expect(refusedWith(await write(ada, chart, asked("access", step))), "a step of another kind").toBe("case-unfit");
  expect(refusedWith(await write(ada, chart, asked("access", { answerBy: "2026-03-20" })))).toBe("case-unfit");
  must(await write(ada, chart, asked("access", { ...granted, ...closed })));
  must(await write(ada, chart, asked("child-report", closed)));
  expect((await ada.vault.cases(chart)).map((one) => one.closed)).toEqual([true, true]);
});

test("CASE-6 an open paper holds the chart, and no longer than it is open", async () => {
  const chart = await begun("T. Client");
  must(await write(ada, chart, asked("subpoena", { answerBy: "2026-03-16" })));
  const open = await only(ada, chart);
  expect([open.holds, open.due]).toEqual([true, "2026-03-16"]);
  await save(ada, chart, "For myself.", { kind: "psychotherapy" });
  await settle(ada.vault);
  expect(refusedWith(await ada.vault.destroyApart({ chart }))).toBe("legal-hold");
  must(await write(ada, chart, { ...open.said, ...granted, closed: { on: "2026-03-21", words: "" } }, open));
  expect((await only(ada, chart)).holds).toBe(false);
  must(await write(ada, chart, asked("access")));
  expect((await ada.vault.cases(chart)).some(({ holds }) => holds)).toBe(false);
});

test("CASE-6 what two say at once of a paper, closed and open, holds until somebody saves over both", async () => {
  const chart = await begun("T. Another");
  await share(chart, "Ben", "progress");
  must(await write(ada, chart, asked("subpoena")));
  await allFollow();
  const there = await only(ben, chart);
  ben.network = "down";
  const closed = { ...there.said, ...granted, closed: { on: "2026-03-21", words: "" } };
  must(await write(ben, chart, closed, there));
  // Written on once more, so that what is closed leads in every list.
  must(await write(ben, chart, { ...closed, checked: "Ben called the court." }, await only(ben, chart)));
  must(await write(ada, chart, { ...there.said, checked: "Ada called the court." }, there));
  await settle(ada.vault);
  ben.network = "up";
  await allFollow();
  for (const device of [ada, ben]) {
    expect((await only(device, chart)).holds).toBe(true);
    const listed = await device.vault.retention();
    expect(listed?.charts.find((line) => line.chart === chart)?.state).toBe("held");
  }
  must(await write(ada, chart, closed, await only(ada, chart)));
  expect((await only(ada, chart)).holds).toBe(false);
});

test("CASE-7 a denied amendment goes along with its disagreement; a granted one has none", async () => {
  const chart = await begun("U. Client");
  const disagreement = { on: "2026-03-25", statement: "I never said that.", rebuttal: "" };
  expect(refusedWith(await write(ada, chart, asked("amendment", { disagreement })))).toBe("case-unfit");
  expect(refusedWith(await write(ada, chart, asked("amendment", { ...granted, disagreement })))).toBe("case-unfit");
  const note = (await ada.vault.notes(chart))[0]?.id ?? "";
  expect(refusedWith(await write(ada, chart, asked("access", { note })))).toBe("case-unfit");
  const elsewhere = await begun("Another client");
  const theirs = (await ada.vault.notes(elsewhere))[0]?.id ?? "";
  expect(refusedWith(await write(ada, chart, asked("amendment", { note: theirs })))).toBe("note-unknown");
  must(await write(ada, chart, asked("amendment", { ...denial(["accurate"]), disagreement, note })));
  const one = await only(ada, chart);
  expect([one.goesAlong, one.said.disagreement, one.said.note]).toEqual([true, disagreement, note]);
  must(await write(ada, chart, asked("amendment", granted)));
  must(await write(ada, chart, asked("amendment", denial(["accurate"]))));
  expect((await ada.vault.cases(chart)).filter(({ goesAlong }) => goesAlong)).toHaveLength(1);
});

test("CASE-8 of two who write at once both are kept, and the next save goes on from both", async () => {
  const chart = await begun("V. Client");
  await share(chart, "Ben", "progress");
  must(await write(ada, chart, asked("board-request")));
  await allFollow();
  const there = await only(ben, chart);
  ben.network = "down";
  must(await write(ben, chart, { ...there.said, checked: "Ben called the board." }, there));
  must(await write(ada, chart, { ...there.said, checked: "Ada called the board." }, there));
  await settle(ada.vault);
  ben.network = "up";
  await allFollow();
  for (const device of [ada, ben]) {
    const one = await only(device, chart);
    expect(new Set([one.said, ...one.others].map(({ checked }) => checked))).toEqual(
      new Set(["Ben called the board.", "Ada called the board."]),
    );
  }
  const both = await only(ada, chart);
  must(await write(ada, chart, { ...both.said, checked: "Both called." }, both));
  await allFollow();
  expect(await only(ben, chart)).toMatchObject({ said: { checked: "Both called." }, others: [] });
});

test("CASE-9 a guard takes cases inside with whom they are of; closed, nothing of them is listed", async () => {
  const chart = await begun("The President");
  const president: PersonWords = { name: "P.", called: "", roles: ["client"], relation: "", reach: [], note: "" };
  const { id: person } = must(await ada.vault.savePerson({ chart, basedOn: [], ...president }));
  const another = await begun("W. Client");
  const theirs = must(await ada.vault.savePerson({ chart: another, basedOn: [], ...president })).id;
  expect(refusedWith(await write(ada, chart, asked("access", { person: theirs })))).toBe("person-unknown");
  must(await write(ada, chart, asked("access", { person })));
  must(await write(ada, chart, asked("subpoena")));
  await share(chart, "Fay", "administrative");
  const heads = async (at = ada) => (await at.vault.caseHeads()).filter((one) => one.chart === chart);
  fay.network = "down";
  must(await write(fay, chart, asked("accounting")));
  expect(await heads()).toHaveLength(2);
  expect(JSON.stringify(await heads())).not.toContain("All notes of 2025");
  must(await ada.vault.guardChart({ chart, alias: "J. Linden" }));
  await settle(ada.vault);
  await settle(ada.vault);
  expect((await heads()).map(({ kind }) => kind).toSorted()).toEqual(["access", "subpoena"]);
  await ada.vault.closeGuarded();
  fay.network = "up";
  await allFollow();
  expect([await heads(), await ada.vault.cases(chart)], "what came from outside meanwhile neither").toEqual([[], []]);
  expect(await heads(fay)).toEqual([]);
  expect(refusedWith(await write(ada, chart, asked("access")))).toBe("guard-closed");
  must(await ada.vault.openGuarded(chart));
  await allFollow();
  const inside = (await ada.vault.cases(chart)).find(({ kind }) => kind === "access");
  const [there] = (await ada.vault.administrative(chart))?.people ?? [];
  expect([inside?.said.asked, inside?.said.person]).toEqual(["All notes of 2025.", there?.id]);
  must(await ada.vault.unguardChart(chart));
  await settle(ada.vault);
  expect(await heads(), "each once, though two records say it").toHaveLength(3);
});

test("CASE-9 who looks at clinical cases is written down, and who looks at a request for access is not", async () => {
  const chart = await begun("X. Client");
  await share(chart, "Ben", "progress");
  must(await write(ada, chart, asked("access")));
  await allFollow();
  const looked = async () => (await ada.vault.accessLog(chart)).sittings.filter(({ name }) => name === "Ben");
  await ben.vault.cases(chart);
  await allFollow();
  expect(await looked()).toEqual([]);
  must(await write(ada, chart, asked("duty-to-warn")));
  await allFollow();
  await ben.vault.cases(chart);
  await allFollow();
  expect(await looked()).toHaveLength(1);
});

test("CASE-10 what is told is a disclosure in the same save, by the right of its kind; none of another chart", async () => {
  const chart = await begun("Y. Client");
  const told = { on: "2026-03-02", to: "Officer Reyes", address: "503 555 0199", what: "That he is on his way." };
  must(await ada.vault.saveCase({ chart, said: asked("duty-to-warn"), told, basedOn: [] }));
  const [given] = await ada.vault.disclosures(chart);
  expect(given).toMatchObject({ ...told, basis: "threat", owed: true });
  const there = await only(ada, chart);
  expect(there.said.disclosures).toEqual([given?.id]);
  must(
    await ada.vault.saveCase({
      chart,
      id: there.id,
      said: there.said,
      told: { ...told, to: "Her sister" },
      basedOn: there.basedOn,
    }),
  );
  expect((await only(ada, chart)).said.disclosures).toHaveLength(2);
  const nothing = await ada.vault.saveCase({ chart, said: asked("confidential"), told, basedOn: [] });
  expect(refusedWith(nothing), "nothing goes out in it").toBe("case-unfit");
  const unfit = await ada.vault.saveCase({
    chart,
    said: asked("child-report"),
    told: { ...told, to: " " },
    basedOn: [],
  });
  expect([refusedWith(unfit), (await ada.vault.cases(chart)).length]).toEqual(["disclosure-unfit", 1]);
  const elsewhere = await begun("Another");
  const theirs = asked("subpoena", { disclosures: [given?.id ?? ""] });
  expect(refusedWith(await write(ada, elsewhere, theirs))).toBe("disclosure-unknown");

  must(await ada.vault.guardChart({ chart, alias: "K. Linden" }));
  await settle(ada.vault);
  const inside = await only(ada, chart);
  must(await write(ada, chart, { ...inside.said, asked: "After the guard began." }, inside));
  expect((await only(ada, chart)).said.disclosures, "what went out before stays named").toHaveLength(2);
  must(await ada.vault.unguardChart(chart));
});

test("CASE-11 an accounting: six years, what is owed and stands; free once in twelve months", async () => {
  const chart = await begun("Z. Client");
  const tell = (on: string, basis: "threat" | "treatment" = "threat") =>
    ada.vault.recordDisclosure({
      chart,
      on,
      to: on,
      address: "",
      what: "Words",
      basis,
      purpose: "A threat",
      authorisation: "",
    });
  for (const on of ["2020-03-01", "2020-03-02", "2026-03-02", "2026-03-03"]) must(await tell(on));
  must(await tell("2024-05-05", "treatment"));
  must(await ada.vault.withdrawDisclosure({ chart, id: must(await tell("2023-01-01")).id }));
  const { id } = must(await write(ada, chart, asked("accounting")));
  const list = must(await ada.vault.caseAccounting({ chart, id }));
  expect([list.from, list.disclosures.map(({ on }) => on), list.isFirst]).toEqual([
    "2020-03-02",
    ["2020-03-02", "2026-03-02"],
    true,
  ]);
  must(await write(ada, chart, asked("accounting", { received: "2025-03-02", ...granted })));
  expect(must(await ada.vault.caseAccounting({ chart, id })).isFirst, "a year ago to the day").toBe(true);
  must(await write(ada, chart, asked("accounting", { received: "2025-03-03" })));
  expect(must(await ada.vault.caseAccounting({ chart, id })).isFirst, "asked and not given").toBe(true);
  must(await write(ada, chart, asked("accounting", { received: "2025-03-03", ...granted })));
  expect(must(await ada.vault.caseAccounting({ chart, id })).isFirst).toBe(false);
  const other = must(await write(ada, chart, asked("access"))).id;
  expect(refusedWith(await ada.vault.caseAccounting({ chart, id: other }))).toBe("case-unknown");
  const elsewhere = await begun("Another");
  const laid = await ada.vault.saveCase({ chart: elsewhere, id: other, said: asked("access"), basedOn: [] });
  expect(refusedWith(laid), "a case goes on in its own chart").toBe("case-unknown");
  expect([yearsBefore("2028-02-29", 6), yearsBefore("2028-02-29", 4), yearsBefore("2026-03-02", 6)]).toEqual([
    "2022-02-28",
    "2024-02-29",
    "2020-03-02",
  ]);
});

test("CASE-1 what stands on letters is the practice's, and everybody's", async () => {
  const office = {
    lines: "12 Reed Lane\n555 0100",
    complaints: "Ada, 555 0100",
    state: "OR",
    numbers: [{ name: "Child abuse hotline", at: "855 503 7233" }],
  };
  must(await ada.vault.saveOffice(office));
  expect(refusedWith(await ada.vault.saveOffice({ ...office, state: "Oregon" }))).toBe("case-unfit");
  await allFollow();
  expect(await fay.vault.office()).toMatchObject(office);
});

test("a lock in the middle of a look ends it as one, whatever it was at", async () => {
  const { vault } = fay;
  let isLocked = false;
  const locking = vault.lock("person").then(() => (isLocked = true));
  const looks: Promise<unknown>[] = [];
  while (!isLocked) {
    const now: Promise<unknown>[] = [vault.office(), vault.caseHeads(), vault.retention()];
    looks.push(...now.map((look) => look.catch((end: unknown) => end)));
    await new Promise(setImmediate);
  }
  await locking;
  const ends = (await Promise.all(looks)).filter((end) => end instanceof Error);
  expect(ends.length, "some were at it").toBeGreaterThan(0);
  for (const end of ends) expect(end).toBeInstanceOf(LockedMeanwhile);
});
