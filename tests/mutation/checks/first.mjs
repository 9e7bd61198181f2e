// What claims a record that is there already: the ledger's first counts, and who may say what of it.

import { inFile } from "./in-file.mjs";

const views = "packages/vault/src/views";

export const firstChecks = [
  ...inFile(`${views}/fold.ts`, { tests: [`${views}/first.test.ts`] }, [
    {
      id: "first/of-a-record",
      find: "if (!staysInItsChart(sql, entry) && !givesWay(record, place)) return;",
      replace: "if (!staysInItsChart(sql, entry)) return;",
      titles: "REC-6",
    },
    {
      id: "first/of-a-revision",
      find: ' || !givesWay(there["record"] as Bytes, place)',
      replace: " || true",
      titles: "REC-4",
    },
    {
      id: "first/not-what-came-behind",
      find: " || first <= place.position) return false;",
      replace: ") return false;",
      titles: "REC-6",
    },
    {
      id: "first/who-may-say-what",
      find: "if (!saysWhatItMay(sql, accountOf, entry)) return;",
      replace: "",
      titles: "REC-7",
    },
  ]),
  ...inFile(`${views}/homes.ts`, { tests: [`${views}/first.test.ts`] }, [
    {
      id: "first/files-too",
      find: "\n       UNION ALL SELECT chart, 'attachment' FROM every_attachment WHERE record = ?1",
      replace: "",
      titles: "REC-6",
    },
    {
      id: "first/a-case-is-of-its-kind",
      find: 'if (revision.type === "case") return `case ${revision.kind}`;',
      replace: 'if (revision.type === "case") return "case subpoena";',
      titles: "REC-7 CASE-1",
    },
    {
      id: "first/inside-from-outside-alone",
      find: 'if ("moved" in revision && revision.moved) return kind === "administrative";',
      replace: "",
      titles: "REC-7 CASE-1",
    },
    {
      id: "first/a-snippet-is-its-writers",
      find: 'if (revision.type === "snippet") return equalBytes(memberOf(author), memberOf(first["author"] as Bytes));',
      replace: 'if (revision.type === "snippet") return true;',
      titles: "REC-7 a snippet",
    },
    {
      id: "first/a-disclosure-says-the-same",
      find: 'before?.type === "disclosure" && equalBytes(wordsOf(before), wordsOf(revision))',
      replace: 'before?.type === "disclosure" && wordsOf(revision).length > 0',
      titles: "REC-7 DIS-3",
    },
  ]),
  ...[
    ["save-template.ts", "a template"],
    ["forms/known.ts", "a form"],
    ["measures/save.ts", "a measure"],
    ["schedule/around.ts", "a room"],
  ].flatMap(([file, what]) =>
    inFile(`packages/vault/src/features/${file}`, { tests: ["tests/rules/changed-at-once.test.ts"] }, [
      {
        id: `first/not-over-what-came/${what}`,
        find: "seenOf(opened, record, request.basedOn)",
        replace: "seenOf(opened, record, undefined)",
        titles: `REC-8 ${what}`,
      },
    ]),
  ),
  ...inFile("packages/vault/src/features/cases/office.ts", { tests: ["tests/rules/changed-at-once.test.ts"] }, [
    {
      id: "first/not-over-what-came/the office",
      find: "seenOf(opened, record, basedOn)",
      replace: "seenOf(opened, record, undefined)",
      titles: "REC-8 the office",
    },
  ]),
  ...inFile("packages/vault/src/features/cases/hold.ts", { tests: ["tests/rules/cases.test.ts"] }, [
    {
      id: "cases/holds-while-two-stand",
      find: "(!value.closed || fold.standing(record).length > 1)",
      replace: "(!value.closed || fold.standing(record).length < 0)",
      titles: "CASE-6 what two",
    },
  ]),
];
