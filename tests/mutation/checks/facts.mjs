// Clinical facts and codes: who writes them, what stands over what, what a table must be, and where a chart's records count.

import { inFile } from "./in-file.mjs";

const vault = "packages/vault/src";
const rules = "tests/rules/facts.test.ts";
const codes = "tests/rules/codes.test.ts";
const elsewhere = "tests/hostile/laid-elsewhere.test.ts";

export const factChecks = [
  ...inFile(`${vault}/features/facts.ts`, { tests: [rules] }, [
    {
      id: "facts/who-may-write",
      find: 'if (!mayWrite(opened, chart, "progress")) return fail(failure("not-entitled"));',
      replace: "",
      titles: "FCT-2",
    },
    {
      id: "facts/of-this-chart",
      find: 'isNewPerson && !isPersonOf(opened, chart, idFrom(said.person ?? ""))',
      replace: "isNewPerson && !isPersonOf",
      tests: ["tests/rules/exports.test.ts"],
      titles: "EXP-6",
    },
    {
      id: "facts/stays-what-it-is",
      find: "const isSame = there?.value.type === said.kind && there.chart !== null && equalBytes(there.chart, chart);",
      replace: "const isSame = there !== undefined;",
      titles: "FCT-3 a fact stays",
    },
    {
      id: "facts/one-principal",
      find: ".filter(({ value }) => value.principal && !value.ended)",
      replace: ".filter(() => false)",
      titles: "FCT-4",
    },
    {
      id: "facts/principal-of-each",
      find: ".filter(({ value }) => keyOf(value.person && toHex(value.person)) === keyOf(person))",
      replace: "",
      titles: "FCT-4",
    },
    {
      id: "facts/ended-is-not-principal",
      find: 'said.kind === "diagnosis" && said.ended ?',
      replace: "false ?",
      titles: "FCT-6",
    },
    { id: "facts/shape", find: "if (!isRevision(revision)) return undefined;", replace: "", titles: "FCT-1" },
    { id: "facts/days", find: "!days.every(isWhen) || ", replace: "", titles: "FCT-1" },
    { id: "facts/end-after-beginning", find: " || endsBefore(revision)", replace: "", titles: "FCT-1" },
  ]),
  ...inFile(`${vault}/methods/notes.ts`, { tests: [rules] }, [
    {
      id: "facts/who-looked",
      find: "if (shownNow.length > 0) await noteShown(running, () => listing);",
      replace: "",
      titles: "FCT-5",
    },
  ]),
  ...inFile(`${vault}/views/homes.ts`, { tests: [elsewhere] }, [
    {
      id: "records/stay-in-their-chart",
      find: 'isSame(before["of_chart"], chart) &&\n    before["what"] === whatIs(revision) &&\n    (isBetween || isSame(before["compartment"], compartment))',
      replace: "true",
      titles: "another chart",
    },
  ]),
  ...inFile(`${vault}/features/codes.ts`, { tests: [codes] }, [
    {
      id: "codes/newest",
      find: "Number(isNewer(b.value.edition, a.value.edition)) - Number(isNewer(a.value.edition, b.value.edition))",
      replace: "Number(isNewer(a.value.edition, b.value.edition)) - Number(isNewer(b.value.edition, a.value.edition))",
      titles: "COD-3 COD-4",
    },
    {
      id: "codes/not-twice",
      find: "if (!view.isBuiltIn && !isNewer(edition, view.edition))",
      replace: "if (view.codes === 0)",
      titles: "COD-3 COD-4",
    },
    {
      id: "codes/held-against-its-record",
      find: 'codes && !("problem" in codes) && codes.length === value.codes ? codes : undefined',
      replace: 'codes && !("problem" in codes) ? codes : undefined',
      tests: [elsewhere],
      titles: "COD-4",
    },
  ]),
  ...inFile("packages/content/src/icd10cm/code-file.ts", { tests: ["packages/content/src/icd10cm/icd10cm.test.ts"] }, [
    { id: "codes/whole-file", find: "codes.length < fewestCodes ?", replace: "codes.length < 0 ?", titles: "too few" },
    {
      id: "codes/once-each",
      find: 'if (seen.has(bare)) return { problem: "twice", line: index + 1 };',
      replace: "",
      titles: "twice",
    },
    {
      id: "codes/form",
      find: 'if (!hasForm || description === "") return',
      replace: 'if (description === "") return',
      titles: "told by its number",
    },
  ]),
];
