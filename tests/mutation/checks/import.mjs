// What an import takes for granted before somebody deletes their folder: whose a row is, what is there already, what reads back the same.

import { inFile } from "./in-file.mjs";

const documents = "packages/documents/src";
const rules = "tests/rules/import.test.ts";
const mapping = `${documents}/import/mapping.test.ts`;

export const importChecks = [
  ...inFile(`${documents}/import/run.ts`, { tests: [rules] }, [
    {
      id: "import/whose-it-is-before-what-is-there",
      find: ' && !row.asks.includes("client")',
      replace: "",
      titles: "IMP-7 the same words",
    },
    {
      id: "import/reads-files-whole",
      find: 'const kept = await vault.readBack({ chart, files: "whole" });',
      replace: 'const kept = await vault.readBack({ chart, files: "named" });',
      titles: "IMP-8 what reads back",
    },
    {
      id: "import/reads-originals-back",
      find: 'if (!row.withFile) return { is: "same" };',
      replace: 'return { is: "same" };',
      titles: "IMP-11 an original that does not open",
    },
    {
      id: "import/takes-out-what-cameras-write",
      find: "const bytes = asTheyCame ? lying : withoutCamera(lying);",
      replace: "const bytes = lying;",
      titles: "IMP-12 a picture",
    },
  ]),
  ...inFile(`${documents}/import/kept.ts`, { tests: [rules] }, [
    {
      id: "import/same-words-of-another-day",
      find: 'const key = [row.take, row.date, row.hash].join("\\0");',
      replace:
        'const key = [...counts.keys()].find((one) => one.startsWith(row.take) && one.endsWith(row.hash)) ?? "";',
      titles: "IMP-7 the same words",
    },
  ]),
  ...inFile(`${documents}/import/report.ts`, { tests: [rules] }, [
    {
      id: "import/words-alone-free-no-file",
      find: "(isInside(one) && !isWordsOnly(one))",
      replace: "isInside(one)",
      titles: "IMP-11 a document lies beside",
    },
  ]),
  ...inFile(`${documents}/import/mapping.ts`, { tests: [mapping] }, [
    {
      id: "import/psychotherapy-is-asked",
      find: '...(take.value === "psychotherapy" ? (["take"] as const) : []),',
      replace: "",
      titles: "IMP-3 a psychotherapy note",
    },
    {
      id: "import/another-file-of-the-same-words",
      find: 'row.take !== "file" && row.holdsMore && row.fileHash !== first.fileHash;',
      replace: "false;",
      titles: "IMP-6 another file",
    },
    {
      id: "import/a-word-of-a-name-is-asked",
      find: 'asks: ["client"], because: { client: "its name" } };',
      replace: 'asks: [], because: { client: "its name" } };',
      tests: [`${documents}/import/named.test.ts`],
      titles: "IMP-3 the one chart",
    },
    {
      id: "import/one-of-several-is-not-guessed",
      find: "if (chart && more.length === 0) return",
      replace: "if (chart) return",
      tests: [`${documents}/import/named.test.ts`],
      titles: "IMP-3 the one chart",
    },
    {
      id: "import/two-of-one-name",
      find: "isSure: same.length === 1 };",
      replace: "isSure: same.length > 0 };",
      titles: "IMP-3 two charts",
    },
  ]),
  ...inFile(`${documents}/packed-folder.ts`, { tests: [`${documents}/packed-folder.test.ts`] }, [
    { id: "import/no-path-twice", find: " || all.has(path)", replace: "" },
  ]),
  ...inFile(`${documents}/zip.ts`, { tests: [`${documents}/packed-folder.test.ts`] }, [
    {
      id: "import/each-by-its-own-case",
      find: "entries.get(name) ?? entries.get(spelled.get(name.toLowerCase()) ?? name)",
      replace: "entries.get(spelled.get(name.toLowerCase()) ?? name)",
    },
  ]),
  ...inFile(`${documents}/doc.ts`, { tests: [`${documents}/doc.test.ts`] }, [
    {
      id: "import/deleted-words-of-old-word-files",
      find: "if (code === DELETED) return",
      replace: "if (code === DELETED) return false &&",
      titles: "what was deleted",
    },
  ]),
];
