// Cases: where they count, their clocks, what none may say, what a hold stops.

import { inFile } from "./in-file.mjs";

const vault = "packages/vault/src";
const rules = "tests/rules/cases.test.ts";

export const caseChecks = [
  ...inFile(`${vault}/views/homes.ts`, { tests: [`${vault}/views/homes.test.ts`] }, [
    {
      id: "cases/not-where-front-desk-reads",
      find: 'if (revision.type === "case" && kind === "administrative") return administrativeCaseKinds.includes(revision.kind);',
      replace: "",
      titles: "CASE-1",
    },
  ]),
  ...inFile(`${vault}/features/cases/cases.ts`, { tests: ["tests/hostile/cases.test.ts"] }, [
    {
      id: "cases/gone-inside-only-what-is-there",
      find: "!one.value.moved || !inside.some((other) => isSame(one, other))",
      replace: "!one.value.moved || inside.length < 0",
    },
  ]),
  ...inFile(`${vault}/features/cases/cases.ts`, { tests: [rules] }, [
    {
      id: "cases/placed-by-kind",
      find: 'return administrativeCaseKinds.includes(kind) ? placeOfRecord(view, chart, record) : "clinical";',
      replace: "return placeOfRecord(view, chart, record);",
      titles: "CASE-1",
    },
    {
      id: "cases/who-may-write",
      find: 'if (!mayWriteIn(view, chart, place)) return fail(failure("not-entitled"));',
      replace: "",
      titles: "CASE-1",
    },
    {
      id: "cases/stays-of-its-kind",
      find: "if (before && before.kind !== kind) return unfit;",
      replace: "",
      titles: "CASE-1",
    },
    {
      id: "cases/person-of-the-chart",
      find: "if (personId !== undefined && !isPersonOf(view, chart, person))",
      replace: "if (person === null && isPersonOf)",
      titles: "CASE-9 a guard",
    },
    {
      id: "cases/note-of-the-chart",
      find: 'if (noteId !== undefined && !isOfChart(note && view.fold.note(note), chart)) return fail(failure("note-unknown"));',
      replace: "",
      titles: "CASE-7",
    },
    {
      id: "cases/disclosures-of-the-chart",
      find: 'if (disclosures.length < given.length || !areHere) return fail(failure("disclosure-unknown"));',
      replace: "",
      titles: "CASE-10",
    },
    {
      id: "cases/tells-only-where-something-goes",
      find: 'if (told && !gives) return fail(failure("case-unfit"));',
      replace: "",
      titles: "CASE-10",
    },
    {
      id: "cases/extended-once",
      find: 'return isSame ? undefined : failure("extension-once");',
      replace: "return undefined;",
      titles: "CASE-3",
    },
    { id: "cases/extended-in-time", find: "extension.on <= first;", replace: "true;", titles: "CASE-3" },
    { id: "cases/extended-so-far", find: " && extension.until <= latest", replace: "", titles: "CASE-3" },
    {
      id: "cases/receipt-under-an-extension",
      find: " && next.received === before.received",
      replace: "",
      titles: "CASE-3",
    },
    {
      id: "cases/ground",
      find: 'return known.length > 0 && grounds.length === 0 ? failure("ground-missing") : undefined;',
      replace: "return undefined;",
      titles: "CASE-4",
    },
    {
      id: "cases/ground-of-its-kind",
      find: 'if (grounds.some((ground) => !known.some(({ id }) => id === ground))) return failure("case-unfit");',
      replace: "",
      titles: "CASE-4",
    },
    {
      id: "cases/restriction-owed",
      find: 'if (kind === "restriction" && paidInFull && outcome !== "granted") return failure("restriction-owed");',
      replace: "",
      titles: "CASE-4",
    },
    {
      id: "cases/decided-before-closed",
      find: 'if (closed && !decision && known.length > 0) return failure("case-undecided");',
      replace: "",
      titles: "CASE-5",
    },
    {
      id: "cases/not-before-receipt",
      find: "if (after.some((day) => day !== undefined && day < received)) return unfit;",
      replace: "",
      titles: "CASE-5",
    },
    {
      id: "cases/disagreement-of-a-denial",
      find: 'if (disagreement && !(kind === "amendment" && decision && decision.outcome !== "granted")) return unfit;',
      replace: "",
      titles: "CASE-7",
    },
    {
      id: "cases/only-a-restriction-ends",
      find: 'if (ended && !(kind === "restriction" && decision && decision.outcome !== "denied")) return unfit;',
      replace: "",
      titles: "CASE-4",
    },
    {
      id: "cases/closed-with-the-guard",
      find: "return view && (view !== opened) === isInside;",
      replace: "return true;",
      titles: "CASE-9 a guard",
    },
  ]),
  ...inFile(`${vault}/features/cases/accounting.ts`, { tests: [rules] }, [
    {
      id: "cases/accounting-six-years",
      find: "owed && !mistaken && from <= on && on <= received",
      replace: "owed && !mistaken",
      titles: "CASE-11",
    },
    {
      id: "cases/accounting-free-once",
      find: "since < value.received && value.received <= until",
      replace: "value.received <= until",
      titles: "CASE-11",
    },
  ]),
  ...inFile(`${vault}/features/retention.ts`, { tests: ["tests/rules/retention.test.ts"] }, [
    {
      id: "cases/hold-stops-retention",
      find: 'isHeld(view, chart) ? "held" : isGoing',
      replace: "isGoing",
      titles: "RET-3",
    },
    {
      id: "cases/retention-of-what-is-open",
      find: "const view = opens(running, chart) ? within(running, chart) : undefined;",
      replace: "const view = within(running, chart) ?? running;",
      titles: "RET-4",
    },
  ]),
  ...inFile(`${vault}/methods/cases.ts`, { tests: [rules] }, [
    {
      id: "cases/who-looked",
      find: "if (shown.some(({ kind }) => !administrativeCaseKinds.includes(kind))) await noteShown(running, () => listing);",
      replace: "",
      titles: "CASE-9 who looks",
    },
  ]),
  ...inFile(`${vault}/features/destroying/apart.ts`, { tests: [rules] }, [
    {
      id: "cases/hold-stops-destroying",
      find: 'if (view && isHeld(view, chart)) return fail(failure("legal-hold"));',
      replace: "",
      titles: "CASE-6",
    },
  ]),
];
