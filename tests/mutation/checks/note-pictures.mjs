// Pictures in notes: shown are files of the very note, drawn are pictures by their content, and a moved note names its files as they are there.

import { inFile } from "./in-file.mjs";

const pictures = "apps/web/src/screens/note/pictures";

export const notePictureChecks = [
  ...inFile(`${pictures}/picture-view.tsx`, { tests: ["tests/e2e/web-note-pictures.test.ts"] }, [
    {
      id: "note-pictures/of-this-note",
      find: "id === file && note !== undefined && note === of?.note",
      replace: "id === file",
    },
  ]),
  ...inFile("packages/vault/src/features/moving.ts", { tests: ["tests/rules/moving.test.ts"] }, [
    { id: "note-pictures/as-they-are-there", find: "files.get(id) ?? id", replace: "id" },
  ]),
];
