// Who may write what of a chart and of the practice, where the app says so before anything is sent.

import { inFile } from "./in-file.mjs";

const features = "packages/vault/src/features";
const rules = (/** @type {string} */ name) => ({ tests: [`tests/rules/${name}.test.ts`] });
const refused = 'return fail(failure("not-entitled"));';
const place = `if (!mayWriteIn(view, chart, place)) ${refused}`;
const ofTheDirectory = 'compartmentFor(state.roster, keys.account, "directory", null)';

export const mayWriteChecks = [
  ...inFile(`${features}/administrative.ts`, rules("who-may-write"), [
    { id: "may-write/people", find: `${place}\n  const parents`, replace: "const parents" },
    { id: "may-write/face-sheet", find: `${place}\n  const enquiry`, replace: "const enquiry" },
  ]),
  ...inFile(`${features}/forms/acts.ts`, rules("who-may-write"), [
    { id: "may-write/acts", find: `${place}\n  const [name`, replace: "const [name" },
    { id: "may-write/confirms", find: `${place}\n  let waiting`, replace: "let waiting" },
  ]),
  ...inFile(`${features}/import-notes.ts`, rules("who-may-write"), [
    { id: "may-write/imports", find: `if (!mayWrite(opened, chart, kind)) ${refused}`, replace: "" },
  ]),
  ...inFile(`${features}/files/seal.ts`, rules("who-may-write"), [
    {
      id: "may-write/files",
      find: `if (!mayWrite(opened, chart, destination.kind === "psychotherapy" ? "psychotherapy" : "progress"))\n    ${refused}`,
      replace: "",
    },
  ]),
  ...inFile(`${features}/measures/known.ts`, rules("measures"), [
    {
      id: "may-write/retires-a-measure",
      find: `if (!treats(opened)) ${refused}\n  const there`,
      replace: "const there",
    },
  ]),
  ...inFile(`${features}/signing.ts`, rules("signing"), [
    {
      id: "may-write/signatures",
      find: `if (!isBeside || !mayWrite(opened, chart, kind)) ${refused}`,
      replace: "",
      ...rules("who-may-write"),
    },
    {
      id: "may-write/what-the-server-has",
      find: 'if (seen["envelope"] === null) return fail(failure("note-unsent"));',
      replace: "",
    },
    {
      id: "may-write/asks-of-what-is-signed",
      find: 'if (!isSigned) return fail(failure("note-unsigned"));',
      replace: "",
    },
  ]),
  ...inFile(`${features}/schedule/plan.ts`, rules("who-may-write"), [
    {
      id: "may-write/one-calendar",
      find: `if (!equalBytes(found.said.member, said.member)) ${refused}`,
      replace: "",
    },
  ]),
  ...inFile(`${features}/save-template.ts`, rules("changed-at-once"), [
    { id: "may-write/templates", find: ` || !${ofTheDirectory}`, replace: "" },
  ]),
  ...inFile(`${features}/forms/known.ts`, rules("changed-at-once"), [
    { id: "may-write/forms", find: ` || !${ofTheDirectory}`, replace: "" },
  ]),
  ...inFile(`${features}/snippets.ts`, rules("changed-at-once"), [
    { id: "may-write/snippets", find: ` || !${ofTheDirectory}`, replace: "" },
  ]),
  ...inFile(`${features}/cases/office.ts`, rules("changed-at-once"), [
    {
      id: "may-write/office",
      find: ' || !compartmentFor(roster, opened.keys.account, "directory", null)',
      replace: "",
    },
  ]),
];
