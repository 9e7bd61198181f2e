// What was given out of a chart: who writes it down and who reads it.

import { inFile } from "./in-file.mjs";

const vault = "packages/vault/src";
const rules = "tests/rules/disclosures.test.ts";

export const disclosureChecks = [
  ...inFile(`${vault}/features/disclosures.ts`, { tests: [rules] }, [
    {
      id: "disclosures/writers-only",
      find: 'if (!mayWriteIn(view, chart, place)) return fail(failure("not-entitled"));',
      replace: "",
      titles: "DIS-1 DIS-2",
    },
    {
      id: "disclosures/withdrawn-by-writers-only",
      find: 'if (!mayWriteIn(at, chart, place)) return fail(failure("not-entitled"));',
      replace: "",
      titles: "DIS-3",
    },
    {
      id: "disclosures/purpose-where-owed",
      find: "...(disclosureBases[basis].owed ? [words.purpose] : [])",
      replace: "",
      titles: "DIS-1 what",
    },
    {
      id: "disclosures/inside-a-guard",
      find: "return isGuardedChart(chart) || !places",
      replace: "return !places",
      titles: "DIS-2 of a guarded",
    },
  ]),
  ...inFile(`${vault}/methods/disclosures.ts`, { tests: [rules] }, [
    {
      id: "disclosures/closed-with-the-guard",
      find: "const view = running && id && within(running, id);",
      replace: "const view = running && id && (within(running, id) ?? running);",
      titles: "DIS-2 of a guarded",
    },
  ]),
  ...inFile(`${vault}/methods/notes.ts`, { tests: [rules] }, [
    {
      id: "access-log/exported-without-notes",
      find: "besideNotes.some((type) => lists.structuredOf(type, chart).length > 0)",
      replace: "false",
      titles: "ACL-1 an export",
    },
  ]),
];
