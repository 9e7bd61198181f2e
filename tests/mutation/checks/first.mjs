// What claims a record that is there already: the ledger's first counts, and who may say what of it.

import { inFile } from "./in-file.mjs";

const views = "packages/vault/src/views";

export const firstChecks = [
  ...inFile(`${views}/fold.ts`, { tests: [`${views}/first.test.ts`] }, [
    {
      id: "first/of-a-record",
      find: "if (!staysInItsPlace(sql, key, entry) && !givesWay(key, place)) return;",
      replace: "if (!staysInItsPlace(sql, key, entry)) return;",
      titles: "REC-6",
    },
    {
      id: "first/of-a-revision",
      find: ' || !isBefore(place, there["position"])',
      replace: " || true",
      titles: "REC-4",
    },
    {
      id: "first/not-what-came-behind",
      find: " && place.position < position;",
      replace: ";",
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
  ...inFile(`${views}/homes.ts`, { tests: [`${views}/own-place.test.ts`] }, [
    {
      id: "first/in-its-compartment",
      find: '(isBetween || isSame(before["compartment"], compartment))',
      replace: "true",
      titles: "REC-6 a",
    },
    {
      id: "first/in-its-chart",
      find: 'isSame(before["of_chart"], chart) &&\n    before',
      replace: "before",
      titles: "REC-6 what waits",
      tests: [`${views}/first.test.ts`],
    },
    {
      id: "first/of-its-type",
      find: 'before["what"] === whatIs(revision) &&',
      replace: "",
      titles: "REC-6 under the id",
    },
    {
      id: "first/its-own-name",
      find: 'revision.type !== "chart" || chart === null || equalBytes(chart, record)',
      replace: 'revision.type !== "none" || record.length > 0',
      titles: "REC-5 a chart's name",
    },
  ]),
  ...inFile(`${views}/fold.ts`, { tests: [`${views}/own-place.test.ts`] }, [
    {
      id: "first/follows-in-its-record",
      find: 'WHERE revision = ? AND record = ?").run(parent, key);',
      replace: 'WHERE revision = ?").run(parent);',
      titles: "CAL-1 of one id",
    },
    {
      id: "first/of-two-lists",
      find: "toSorted((a, b) => place(a) - place(b))[0]",
      replace: "at(0)",
      titles: "REC-4 of lists",
    },
    {
      id: "first/stands-again",
      find: ".run(Number(isFollowed), ",
      replace: ".run(1, ",
      titles: "REC-4 a revision's id",
    },
  ]),
  ...inFile("packages/vault/src/features/guarded/view.ts", { tests: ["tests/hostile/laid-elsewhere.test.ts"] }, [
    {
      id: "first/each-list-opens-its-own",
      find: "fold: { ...lists, named, nameOf }, openRevision }",
      replace: "fold: { ...lists, named, nameOf } }",
      titles: "HS-21 REC-4",
    },
  ]),
  ...inFile(`${views}/lists/accesses.ts`, { tests: [`${views}/own-place.test.ts`] }, [
    {
      id: "first/entries-of-a-log",
      find: "PRIMARY KEY (revision, compartment)",
      replace: "PRIMARY KEY (revision)",
      titles: "ACL-1",
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
