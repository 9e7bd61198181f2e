// Notes taken out of a chart: who may, and that nothing shows them afterwards.

import { inFile } from "./in-file.mjs";

const vault = "packages/vault/src";
const fold = `${vault}/views/moved.test.ts`;
const rules = "tests/rules/moving.test.ts";
const filesFold = `${vault}/views/moved-files.test.ts`;
const files = "tests/rules/moving-files.test.ts";
const hostileFiles = "tests/hostile/moved-files.test.ts";

export const movingChecks = [
  ...inFile(`${vault}/views/moved.ts`, { tests: [fold] }, [
    { id: "moving/put-back", find: "!value.back && ", replace: "" },
    {
      id: "moving/one-version-stands",
      find: "if (!standing || beside) return false;",
      replace: "if (!standing) return false;",
    },
    {
      id: "moving/the-version-they-saw",
      find: 'equalBytes(moved.value.version, standing["revision"] as Bytes) &&',
      replace: "",
    },
    {
      id: "moving/every-version-theirs",
      find: "versions.every(({ author }) => equalBytes(memberOf(author as Bytes), memberOf(moved.author))) &&",
      replace: "",
    },
    {
      id: "moving/beside-the-note",
      find: "!lies || compartment === null || equalBytes(compartment as Bytes, lies)",
      replace: "true",
    },
  ]),
  ...inFile(`${vault}/views/lists/notes.ts`, { tests: [fold] }, [
    {
      id: "moving/out-of-the-text-index",
      find: '    drop(record);\n    sql.prepare("UPDATE every_note SET is_out',
      replace: '    sql.prepare("UPDATE every_note SET is_out',
    },
    {
      id: "moving/out-of-all-lists",
      find: "SELECT * FROM every_note WHERE is_out = 0",
      replace: "SELECT * FROM every_note",
    },
  ]),
  ...inFile(`${vault}/views/lists/attachments.ts`, { tests: [rules] }, [
    {
      id: "moving/its-files-too",
      find: "note NOT IN (SELECT record FROM every_note WHERE is_out = 1)",
      replace: "1",
      titles: "MOV-4 its addenda",
    },
  ]),
  ...inFile(`${vault}/views/fold.ts`, { tests: [fold] }, [
    {
      id: "moving/given-up",
      find: "if (moved) judge(moved.value.note);",
      replace: "",
    },
  ]),
  ...inFile(`${vault}/features/moving.ts`, { tests: [rules] }, [
    {
      id: "moving/the-version-that-was-read",
      find: "|| toHex((all[0] as Going).words.revision) !== request.revision",
      replace: "",
    },
    {
      id: "moving/nobody-elses-words",
      find: 'if (!all.every((one) => isAlone(from, one.record))) return fail(failure("note-with-others"));',
      replace: "",
    },
    { id: "moving/writes-there", find: "!mayWrite(into, chart, kind) || ", replace: "" },
    { id: "moving/writes-here", find: " || (leaves && !mayWrite(from, old, kind))", replace: "" },
    {
      id: "moving/put-back-by-its-author",
      find: 'if (!isOwn(view, moved) || !mayWrite(view, chart, kind)) return fail(failure("not-entitled"));',
      replace: "",
    },
    {
      id: "moving/gone-on-with",
      find: 'Number(row["revisions"]) > 1 || ',
      replace: "",
    },
    { id: "moving/signed-there", find: "signedIn(there, value.to) || ", replace: "" },
  ]),
  ...inFile(`${vault}/features/notes.ts`, { tests: [rules] }, [
    {
      id: "moving/persons-of-its-chart",
      find: "about.every((person) => isPersonOf(opened, chart, person))",
      replace: "about.every((person) => person && isPersonOf)",
    },
  ]),
  ...inFile(`${vault}/views/moved.ts`, { tests: [filesFold] }, [
    {
      id: "moving/file-by-who-added-it",
      find: "&& isTheirs(moved.author) && isBeside(moved)",
      replace: "&& isBeside(moved)",
    },
    {
      id: "moving/file-beside-it",
      find: "isTheirs(moved.author) && isBeside(moved)",
      replace: "isTheirs(moved.author)",
    },
    {
      id: "moving/file-with-words-of-others",
      find: "documents.filter(isBeside).every(({ record }) => authorsOf(record).every(isTheirs))",
      replace: "documents.every(() => true)",
    },
    {
      id: "moving/file-with-words-beside-it",
      find: "documents.filter(isBeside).every",
      replace: "documents.every",
    },
    {
      id: "moving/file-put-back",
      find: "said.some((moved) => !moved.value.back && ",
      replace: "said.some((moved) => ",
    },
  ]),
  ...inFile(`${vault}/views/fold.ts`, { tests: [filesFold] }, [
    { id: "moving/file-given-up", find: "    if (file) judgeFile(file);\n", replace: "" },
    {
      id: "moving/file-named-before",
      find: "for (const file of [before, fileOf(record)])",
      replace: "for (const file of [fileOf(record)])",
    },
  ]),
  ...inFile(`${vault}/views/lists/attachments.ts`, { tests: [filesFold] }, [
    { id: "moving/file-out-of-lists", find: "WHERE is_out = 0 AND (note", replace: "WHERE (note" },
  ]),
  ...inFile(`${vault}/features/files/move.ts`, { tests: [files] }, [
    {
      id: "moving/file-of-its-note",
      find: 'if (await isOfItsNote(from, row)) return fail(failure("file-of-note"));',
      replace: "",
    },
    { id: "moving/file-writes-there", find: '!mayWrite(into, chart, "progress") || ', replace: "" },
    { id: "moving/file-writes-here", find: ' || !mayWrite(from, old, "progress")', replace: "" },
    {
      id: "moving/file-of-others",
      find: 'isAloneWith(from, row) ? ok({ row, file, chart, into }) : fail(failure("file-with-others"))',
      replace: "ok({ row, file, chart, into })",
    },
    { id: "moving/file-read-from-the-server", find: 'copy, "server")', replace: "copy)" },
    {
      id: "moving/file-put-back-by-its-author",
      find: 'if (!isOwn(view, moved.author) || !mayWrite(view, chart, "progress")) return fail(failure("not-entitled"));',
      replace: "",
    },
    {
      id: "moving/file-copy-of-others-stays",
      find: "there && row && mayMove(there, row) ?",
      replace: "there && row ?",
    },
  ]),
  ...inFile(`${vault}/features/files/move.ts`, { tests: [hostileFiles] }, [
    {
      id: "moving/file-copy-of-ones-own",
      find: ' || !isOwn(into, one["author"] as Bytes)) continue;',
      replace: ") continue;",
    },
    {
      id: "moving/file-trace-of-its-author",
      find: 'if (!isSameMember(view, moved.author, out["author"] as Bytes)) continue;',
      replace: "",
    },
  ]),
  ...inFile(`${vault}/methods/moving.ts`, { tests: [files] }, [
    { id: "moving/file-read-back", find: "if (!back.ok) return back;", replace: "" },
  ]),
];
