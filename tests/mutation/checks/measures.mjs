// Measures: blank is never 0, what is told of danger is asked about, and only who writes a chart files in it.

import { inFile } from "./in-file.mjs";

const pure = "packages/records/src/measures";
const vault = "packages/vault/src";

export const measuresChecks = [
  ...inFile(`${pure}/score.ts`, { tests: [`${pure}/score.test.ts`] }, [
    {
      id: "measures/no-score-beyond-the-rule",
      find: "if (!fill || gaps.length > fill.atMost || answered === 0)",
      replace: "if (!fill || answered === 0)",
      titles: "MEA-3",
    },
    {
      id: "measures/blank-safety-item",
      find: "answer === null || answer >= from",
      replace: "answer !== null && answer >= from",
      titles: "MEA-4",
    },
    {
      id: "measures/answers-out-of-the-choices",
      find: "choicesOf(measure, i + 1).some(({ value }) => value === answer)",
      replace: "answer >= 0",
      titles: "MEA-2",
    },
  ]),
  ...inFile(`${pure}/reliable-change.ts`, { tests: [`${pure}/score.test.ts`] }, [
    {
      id: "measures/worse",
      find: 'if (better < 0) return { points, needed, verdict: "worse" };',
      replace: "",
      titles: "MEA-5",
    },
    { id: "measures/both-errors", find: "sd * Math.SQRT2 * Math.sqrt", replace: "sd * Math.sqrt", titles: "MEA-5" },
  ]),
  ...inFile(`${vault}/features/measures/save.ts`, { tests: ["tests/rules/measures.test.ts"] }, [
    {
      id: "measures/of-this-chart",
      find: "!wasNamed && !isPersonOf(opened, chart, person)",
      replace: "!wasNamed && !isPersonOf",
      tests: ["tests/rules/exports.test.ts"],
      titles: "EXP-6",
    },
    {
      id: "measures/whose-it-is",
      find: "!there && request.person === undefined && whoseOfMeasures",
      replace: "false && whoseOfMeasures",
      titles: "MEA-10",
    },
    {
      id: "measures/risk-enquiry",
      find: "risks.length > 0 && !mistaken && !isEnquired",
      replace: "false",
    },
    { id: "measures/enquiry-says-something", find: ' && enquiry.words.trim() !== ""', replace: "" },
    {
      id: "measures/who-writes",
      find: 'if (!mayWrite(opened, chart, "progress")) return fail(failure("not-entitled"));',
      replace: "",
    },
    {
      id: "measures/answers-fit",
      find: 'if (!answersFit(measure, filled.answers)) return fail(failure("measure-unfit"));',
      replace: "",
    },
    {
      id: "measures/entry-of-this-chart",
      find: 'fold.structuredOf("measure", chart)',
      replace: 'fold.structuredOfType("measure")',
    },
  ]),
  ...inFile(`${vault}/features/measures/view.ts`, { tests: ["tests/rules/measures.test.ts"] }, [
    {
      id: "measures/course-of-one",
      find: "entries.filter((entry) => whose.keyOf(entry.person) === of)",
      replace: "entries",
      titles: "MEA-9",
    },
    {
      id: "measures/no-change-of-nobody",
      find: "isOnes && points.length > 1",
      replace: "points.length > 1",
      titles: "MEA-9",
    },
  ]),
  ...inFile(`${vault}/features/whose.ts`, { tests: ["tests/rules/measures.test.ts"] }, [
    { id: "measures/who-went", find: " && !all.some(wasTheirs)", replace: "", titles: "MEA-9" },
    { id: "measures/who-was-there", find: "firstWritten(fold, person) <= begunAt && ", replace: "", titles: "MEA-9" },
  ]),
  ...inFile(`${vault}/features/measures/last-scores.ts`, { tests: ["tests/rules/note-forms.test.ts"] }, [
    { id: "measures/score-until-that-day", find: " && entry.date <= until", replace: "", titles: "NOTE-9" },
    { id: "measures/score-by-name", find: "({ says: `${name}: `, of:", replace: '({ says: "", of:', titles: "NOTE-9" },
  ]),
  ...inFile(`${vault}/features/measures/known.ts`, { tests: ["tests/rules/measures.test.ts"] }, [
    {
      id: "measures/who-makes-their-own",
      find: 'if (!treats(opened)) return fail(failure("not-entitled"));\n  const rights',
      replace: "const rights",
    },
    {
      id: "measures/words-of-its-own-id",
      find: "if (!equalBytes(recordOf(value.measure), record)) return undefined;",
      replace: "",
      tests: ["packages/vault/src/features/measures/known.test.ts"],
    },
    {
      id: "measures/id-of-its-own",
      find: "return measure && { ...measure, id: idOf(record) };",
      replace: "return measure;",
      tests: ["packages/vault/src/features/measures/known.test.ts"],
    },
    {
      id: "measures/a-right-to-the-words",
      find: 'if (rights === "") return fail(failure("measure-rights-unsaid"));',
      replace: "",
    },
  ]),
  ...inFile(`${vault}/methods/notes.ts`, { tests: ["tests/rules/measures.test.ts"] }, [
    {
      id: "measures/exports-are-written-down",
      find: 'const besideNotes = ["measure", ',
      replace: "const besideNotes = [",
    },
  ]),
  ...inFile(`${vault}/methods/measures.ts`, { tests: ["tests/rules/measures.test.ts"] }, [
    {
      id: "measures/looks-are-written-down",
      find: 'await noteShown(running, () => accessToAll(running, "listed", id, "progress"));',
      replace: "void noteShown;",
    },
  ]),
];
