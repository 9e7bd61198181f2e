// Search beside the notes: what is kept apart, what does not count, and what is written down.

import { inFile } from "./in-file.mjs";

const vault = "packages/vault/src";

export const searchChecks = [
  ...inFile(`${vault}/views/lists/sayings.ts`, { tests: ["tests/rules/search.test.ts"] }, [
    {
      id: "search/files-of-psychotherapy-notes",
      find: "WHERE kind = 'progress'))))`",
      replace: "))))`",
      titles: "DOC-7",
    },
    {
      id: "search/takes-the-old-words-out",
      find: 'sql.prepare("DELETE FROM sayings WHERE record = ?").run(record);',
      replace: "if (!says) return;",
      titles: "DOC-7",
    },
  ]),
  ...inFile(`${vault}/features/search.ts`, { tests: ["tests/rules/search.test.ts"] }, [
    {
      id: "search/what-counts-of-a-file",
      find: 'row.type !== "document" || isSaidOf(opened, row)',
      replace: "true",
      titles: "DOC-7",
    },
  ]),
  ...inFile(`${vault}/features/access-log/record.ts`, { tests: ["tests/rules/search.test.ts"] }, [
    {
      id: "search/finds-are-written-down",
      find: "...beside])",
      replace: "])",
      titles: "DOC-7",
    },
  ]),
];
