import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDocument } from "./read-document.ts";
import { writtenText } from "./testing/arbitraries.ts";
import { problemOf, utf8 } from "./testing/read-one.ts";

async function read(text: string, path = "notes.csv") {
  const result = await readDocument({ path, bytes: utf8(text) });
  if (!result.ok) throw new Error(result.problem.code);
  return result;
}
const textsOf = async (text: string) => (await read(text)).notes.map((note) => note.text);

describe("csv", () => {
  test("a row is a note: text, title, date and where it stands", async () => {
    const { notes, warnings } = await read(
      'ID,Session Date,Title,Note Text\r\n1,2024-03-05,Intake,"Said ""hello"", then\r\nleft.  "\r\n\r\n2,2024-03-12,,Second\r\n',
      "export/notes.csv",
    );
    expect(notes).toEqual([
      { title: "Intake", text: 'Said "hello", then\r\nleft.  ', date: "2024-03-05", source: "export/notes.csv#2" },
      { title: "2024-03-12", text: "Second", date: "2024-03-12", source: "export/notes.csv#4" },
    ]);
    expect(warnings).toEqual([{ code: "document-columns-left-out", columns: [1] }]);
  });

  test("every cell comes out as it was written, under each separator", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          writtenText.filter((text) => text.trim() !== ""),
          { minLength: 1, maxLength: 6 },
        ),
        fc.constantFrom(",", ";", "\t"),
        fc.constantFrom("\n", "\r\n"),
        async (texts, separator, newline) => {
          const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
          const rows = texts.map((text, index) =>
            [String(index), quote(text), quote("more; or, less")].join(separator),
          );
          const csv = [["id", "text", "extra"].join(separator), ...rows, ""].join(newline);
          expect(await textsOf(csv)).toEqual(texts);
        },
      ),
      { seed: 24, numRuns: 200 },
    );
  });

  test("doubtful dates are read as the clear ones of their column are", async () => {
    const { notes } = await read("text,date\na,05/03/2024\nb,25/03/2024\n");
    expect(notes.map((note) => [note.text, note.date])).toEqual([
      ["a", "2024-03-05"],
      ["b", "2024-03-25"],
    ]);
  });

  test("the names that make a column the text", async () => {
    for (const name of ["note", "Notes", "TEXT", "section_text", "Progress Note", "content", "Body", "session-notes"]) {
      expect(await textsOf(`id,${name},other\n1,words,x\n`), name).toEqual(["words"]);
    }
    for (const name of ["note_id", "notebook", "context", "antibody"]) {
      expect(await textsOf(`id,${name}\n1,words\n`), name).toEqual([`id: 1\n${name}: words`]);
    }
  });

  test("without one text column, or with two, a note is all its cells", async () => {
    expect(await textsOf("Client,Mood,Plan\nJ.,low,\nK.,,rest\n")).toEqual([
      "Client: J.\nMood: low",
      "Client: K.\nPlan: rest",
    ]);
    expect(await textsOf("date,subjective_notes,plan_notes\n2024-01-02,a,b\n")).toEqual([
      "date: 2024-01-02\nsubjective_notes: a\nplan_notes: b",
    ]);
  });

  test("a header is believed when it names or looks like one, else its row is a note too", async () => {
    expect(await textsOf("Mood,Score\nlow,3\nhigh,8\n")).toEqual(["Mood: low\nScore: 3", "Mood: high\nScore: 8"]);
    expect(await textsOf("low,tired\nhigh,calm\n")).toEqual([
      "column 1: low\ncolumn 2: tired",
      "column 1: high\ncolumn 2: calm",
    ]);
  });

  test("one column is a list of notes, commas and all", async () => {
    expect(await textsOf("note\nOne, two, three\nFour; five\n")).toEqual(["One, two, three", "Four; five"]);
    expect(await textsOf("She said so, twice\nHe did not\n")).toEqual(["She said so, twice", "He did not"]);
  });

  test("Excel's own line names the separator, a byte order mark is no part of a name", async () => {
    const { notes } = await read("\ufeffsep=;\r\ntext;date\r\na,b;2024-03-05\r\n");
    expect(notes).toMatchObject([{ text: "a,b", date: "2024-03-05", source: "notes.csv#3" }]);
    expect(await textsOf("\ufefftext,id\nwords,1\n")).toEqual(["words"]);
  });

  test("cells beyond the header are never lost", async () => {
    expect(await textsOf("id,text\n1,unquoted, with commas\n")).toEqual(["unquoted, with commas"]);
    const uneven = await read("text,id\nunquoted, with commas,1\nfine,2\n");
    expect(uneven.notes.map((note) => note.text)).toEqual(["text: unquoted\nid:  with commas\ncolumn 3: 1", "fine"]);
    expect(uneven.warnings).toContainEqual({ code: "document-rows-uneven", count: 1 });
  });

  test("rows without text are counted, blank ones are nothing", async () => {
    const { notes, warnings } = await read("id,text\n1,\n,\n\n2,words\n");
    expect(notes).toMatchObject([{ text: "words", source: "notes.csv#5", title: "notes 5" }]);
    expect(warnings).toContainEqual({ code: "document-rows-without-text", count: 1 });
    expect(await read("id,text\n")).toEqual({ ok: true, notes: [], warnings: [{ code: "document-no-text" }] });
  });

  test("a quotation mark that is never closed is damage with its row; one in the middle of a cell is text", async () => {
    expect(await problemOf("a.csv", utf8('id,text\n1,fine\n2,"open\n3,x\n'))).toEqual({
      code: "document-damaged",
      reason: "unclosed-quote",
      row: 3,
      path: "a.csv",
    });
    expect(await textsOf("id,text\n1,6'2\" tall\n")).toEqual([`6'2" tall`]);
    const irregular = await read('id,text\n1,"said "so" twice"\n');
    expect(irregular.notes).toMatchObject([{ text: 'said "so" twice' }]);
    expect(irregular.warnings).toContainEqual({ code: "document-quotes-irregular", count: 1 });
  });

  test("more rows than the limit are refused", async () => {
    expect(await problemOf("a.csv", utf8("text\na\nb\nc\n"), { maxRows: 3 })).toMatchObject({
      code: "document-too-large",
      what: "rows",
      limit: 3,
    });
    expect(await problemOf("a.csv", utf8(`text\n${"x".repeat(100)}\n`), { maxNoteBytes: 99 })).toMatchObject({
      what: "note",
      size: 100,
    });
  });

  test("tab-separated files under their own extension", async () => {
    expect((await read("text\tdate\nwords\t2024-03-05\n", "a.tsv")).notes).toMatchObject([
      { text: "words", date: "2024-03-05" },
    ]);
  });
});
