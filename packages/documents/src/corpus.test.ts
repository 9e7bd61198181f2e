import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readDocument } from "./read-document.ts";

// Real clinical notes that lie beside the repository, not in it (MTS-Dialog, CC BY 4.0).
const folder = process.env["ALCOVE_CORPUS"] ?? fileURLToPath(new URL("../../../../shared/corpus", import.meta.url));
const file = join(folder, "mts-dialog-validation.csv");

test("100 real notes come out of their CSV in full", async (context) => {
  if (!existsSync(file)) return void (await context.annotate("skipped: needs the corpus (ALCOVE_CORPUS)", "warning"));
  const bytes = new Uint8Array(readFileSync(file));
  const read = await readDocument({ path: "mts-dialog-validation.csv", bytes });
  if (!read.ok) throw new Error(read.problem.code);
  const rows = parseSlowly(new TextDecoder().decode(bytes));
  expect(rows[0]).toEqual(["ID", "section_header", "section_text", "dialogue"]);
  expect(read.notes).toHaveLength(100);
  expect(read.notes.map(({ title, text, source }) => [title, text, source])).toEqual(
    rows.slice(1).map(([, header, text], index) => [header, text, `mts-dialog-validation.csv#${index + 2}`]),
  );
  expect(read.warnings).toEqual([{ code: "document-columns-left-out", columns: [1, 4] }]);
});

/** RFC 4180 letter by letter: slow and obvious, to check the quick one against. */
function parseSlowly(text: string): string[][] {
  const rows: string[][] = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const row = rows.at(-1) as string[];
    const letter = text.charAt(at);
    if (quoted && letter === '"' && text.charAt(at + 1) === '"') row[row.length - 1] += text.charAt(++at);
    else if (letter === '"') quoted = !quoted;
    else if (!quoted && letter === ",") row.push("");
    else if (!quoted && (letter === "\n" || letter === "\r")) {
      if (letter === "\r" && text.charAt(at + 1) === "\n") at++;
      rows.push([""]);
    } else row[row.length - 1] += letter;
  }
  return rows.filter((row) => row.length > 1);
}
