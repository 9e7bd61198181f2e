/** A chart as plain text files, one for each note and measure. */

import type { Material, NoteOut } from "./collect.ts";
import type { Document, FormHead, NoteVersion } from "./source.ts";
import {
  appointmentRow,
  caseWords,
  documentRow,
  factRows,
  measureWords,
  personRows,
  type Row,
  sheetRows,
  signatureWords,
  sittingRow,
} from "./words.ts";

export type TextFile = {
  readonly path: string;
  readonly text: string;
  readonly record?: string;
  readonly revision?: string;
};

export function textFiles(material: Material): readonly TextFile[] {
  const { chart, notes, measures, questions, facts, people, appointments, sittings, disclosures } = material;
  const { documents, cases, caseKinds, names } = material;
  const head = headerLines([["Chart", chart.name]]);
  const whole = (path: string, blocks: readonly string[]): TextFile[] =>
    blocks.some((block) => block !== "") ? [{ path, text: `${[head, ...blocks].filter(Boolean).join("\n\n")}\n` }] : [];
  return [
    ...notes.flatMap((note) => noteFiles(material, note)),
    ...measures.map((entry) => {
      const { title, rows, answers, says } = measureWords(entry, questions, names);
      const numbered = answers.map((answer, at) => `${at + 1}. ${answer}`).join("\n");
      const top = headerLines([["Chart", chart.name], ["Measure", title], ...rows, ["Entry", entry.id]]);
      return {
        path: `measures/${entry.date} ${entry.id.slice(0, 12)}.txt`,
        text: [top, numbered, says.join("\n")].filter(Boolean).join("\n\n"),
        record: entry.id,
      };
    }),
    ...whole(
      "facts.txt",
      facts.map((fact) => factRows(fact, names)).map(({ title, rows }) => `${title}\n${headerLines(rows)}`),
    ),
    ...whole("people.txt", [
      headerLines(sheetRows(material)),
      ...people.map((person) => `${person.name}\n${headerLines(personRows(person))}`),
    ]),
    ...whole("appointments.txt", [
      appointments.map((one) => appointmentRow(one, material).filter(Boolean).join("  ")).join("\n"),
    ]),
    ...whole(
      "documents.txt",
      documents.map((document) => [documentPath(document), ...documentRow(document)].filter(Boolean).join("; ")),
    ),
    ...cases.map((one) => {
      const { title, rows } = caseWords(one, caseKinds);
      // Statements may have several lines, and keep them.
      const lines = rows.map(([name, value]) => `${name}: ${value}`).join("\n");
      const top = headerLines([
        ["Chart", chart.name],
        ["Request", title],
        ["Case", one.id],
      ]);
      return {
        path: `requests/${one.received} ${one.id.slice(0, 12)}.txt`,
        text: `${top}\n\n${lines}\n`,
        record: one.id,
      };
    }),
    ...whole("access-log.txt", [
      sittings.map((one) => sittingRow(one).join("  ")).join("\n"),
      disclosures
        .map(({ on, to, address, what, rule, purpose, mistaken }) =>
          [`Given out ${on}`, to, address, what, purpose, rule, mistaken ? "written down by mistake" : ""]
            .filter(Boolean)
            .join("; "),
        )
        .join("\n"),
    ]),
  ];
}

function noteFiles({ chart }: Material, { head, versions, signatures }: NoteOut): TextFile[] {
  return versions.map((version) => ({
    path: `notes/${head.date} ${head.id.slice(0, 12)}${versions.length > 1 ? ` v${version.number}-${version.revision.slice(0, 8)}` : ""}.txt`,
    text: `${headerLines([
      ["Chart", chart.name],
      ["Kind", kindOf(head.kind)],
      ["Date", head.date],
      ["Title", version.title],
      ["Author", version.author],
      ["Written", new Date(version.writtenAt).toISOString()],
      ["Version", `${version.number} of ${head.revisions}`],
      ...signatures.filter((one) => covers(one, version)).map((one): Row => ["Signature", signatureWords(one)]),
      ...(head.adds === undefined ? [] : [["Adds to", head.adds] as const]),
      ["Note", head.id],
      ["Revision", version.revision],
    ])}\n\n${version.body.text}`,
    record: head.id,
    revision: version.revision,
  }));
}

export const covers = ({ revision }: { readonly revision?: string }, version: NoteVersion): boolean =>
  revision === version.revision;

export const kindOf = (kind: "progress" | "psychotherapy"): string =>
  kind === "psychotherapy" ? "psychotherapy note (45 CFR 164.501)" : "progress note";

/** One line each, whatever is in a name. */
const headerLines = (rows: readonly Row[]): string =>
  rows.map(([name, value]) => `${name}: ${value.replaceAll(/\s+/g, " ")}`).join("\n");

export const formPath = ({ on, id }: Pick<FormHead, "on" | "id">): string => `forms/${on} ${id.slice(0, 12)}.pdf`;

/** The name it came with, made safe as a file's name, behind an id that keeps two of the same apart. */
export function documentPath({ id, name }: Pick<Document, "id" | "name">): string {
  // A surrogate without its other half has no bytes in UTF-8, and a path is compared by its bytes.
  const safe = name.replaceAll(/[/\\:*?"<>|\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, "_");
  const end = [...safe].slice(-100).join("");
  return `attachments/${id.slice(0, 12)} ${end}`;
}
