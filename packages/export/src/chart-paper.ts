/** A chart on paper. */

import type { Block, Paper } from "@alcove/pdf";
import type { Material, NoteOut } from "./collect.ts";
import { noteWords } from "./note-pictures.ts";
import { covers, kindOf } from "./text.ts";
import {
  appointmentRow,
  caseWords,
  documentRow,
  factRows,
  measureWords,
  minute,
  personRows,
  sheetRows,
  signatureWords,
  sittingRow,
} from "./words.ts";

/** `madeFor`: who receives it; absent: nobody but who makes it. */
export function chartPaper(
  material: Material,
  {
    madeAt,
    madeBy,
    madeFor,
  }: { readonly madeAt: number; readonly madeBy: string; readonly madeFor?: string | undefined },
): Paper {
  const {
    chart,
    practice,
    notes,
    measures,
    questions,
    filled,
    facts,
    people,
    names,
    appointments,
    documents,
    cases,
    caseKinds,
    sittings,
    disclosures,
  } = material;
  const section = (text: string, blocks: readonly Block[]): Block[] =>
    blocks.length === 0 ? [] : [{ kind: "heading", level: 1, text }, ...blocks];
  const titled = (text: string, rows: readonly (readonly [string, string])[]): Block[] => [
    { kind: "heading", level: 2, text },
    { kind: "facts", rows },
  ];
  return {
    title: `Record of ${chart.name}`,
    language: "en",
    from: [practice.name],
    foot: `${chart.name} · ${practice.name} · ${minute(madeAt)}`,
    blocks: [
      {
        kind: "facts",
        rows: [["Made", minute(madeAt)], ["By", madeBy], ...(madeFor === undefined ? [] : [["For", madeFor] as const])],
      },
      ...section("People and numbers", [
        ...(sheetRows(material).length > 0 ? [{ kind: "facts", rows: sheetRows(material) } as const] : []),
        ...people.flatMap((person) => titled(person.name, personRows(person))),
      ]),
      ...section(
        "Diagnoses, medication, flags and plan",
        facts.flatMap((fact) => {
          const { title, rows } = factRows(fact, names);
          return titled(title, rows);
        }),
      ),
      ...section(
        "Notes",
        withAddenda(notes).flatMap((note) => noteBlocks(note, notes, documents)),
      ),
      ...section(
        "Measures",
        measures.flatMap((entry): Block[] => {
          const { title, rows, answers, says } = measureWords(entry, questions, names);
          return [
            ...titled(`${entry.date}  ${title}`, rows),
            ...(answers.length > 0 ? [{ kind: "list", ordered: true, items: answers } as const] : []),
            { kind: "paragraph", text: says.join("\n") },
          ];
        }),
      ),
      ...section(
        "Appointments",
        appointments.length === 0
          ? []
          : [
              {
                kind: "table",
                head: ["When", "What", "Attendance", "With"],
                rows: appointments.map((one) => appointmentRow(one, material)),
              },
            ],
      ),
      ...section(
        "Forms in this export",
        filled.length === 0
          ? []
          : [
              {
                kind: "table",
                head: ["Day", "Form", "State"],
                rows: filled.map(({ head: { on, title, standing } }) => [on, title, standing.replaceAll("-", " ")]),
              },
            ],
      ),
      ...section(
        "Documents in this export",
        documents.length === 0
          ? []
          : [
              {
                kind: "table",
                head: ["Document", "Kind", "Day", "From", "File"],
                rows: documents.map((one) => [
                  ...documentRow(one),
                  `${one.name}\n${one.mediaType}, ${one.bytes} bytes`,
                ]),
              },
            ],
      ),
      ...section(
        "Requests of the client",
        cases.flatMap((one) => {
          const { title, rows } = caseWords(one, caseKinds);
          return titled(title, rows);
        }),
      ),
      ...section(
        "Who looked",
        sittings.length === 0 ? [] : [{ kind: "table", head: ["When", "Who", "What"], rows: sittings.map(sittingRow) }],
      ),
      ...section(
        "What was given out",
        disclosures.length === 0
          ? []
          : [
              {
                kind: "table",
                head: ["Day", "To", "What", "Why"],
                rows: disclosures.map(({ on, to, address, what, purpose, rule, mistaken }) => [
                  on,
                  [to, address].filter(Boolean).join("\n"),
                  what,
                  [purpose, rule, mistaken ? "written down by mistake" : ""].filter(Boolean).join("\n"),
                ]),
              },
            ],
      ),
    ],
  };
}

/** Each note with what was added to it behind it, in the order in which they are; one whose note does not go out stays where it is. */
function withAddenda(notes: readonly NoteOut[]): readonly NoteOut[] {
  const goes = new Set(notes.map(({ head }) => head.id));
  const ordered = new Set<NoteOut>();
  const take = (note: NoteOut): void => {
    if (ordered.has(note)) return;
    ordered.add(note);
    notes
      .filter(({ head }) => head.adds === note.head.id)
      .toSorted((a, b) => writtenFirst(a) - writtenFirst(b))
      .forEach(take);
  };
  for (const note of notes) if (note.head.adds === undefined || !goes.has(note.head.adds)) take(note);
  // Whoever writes can name anything, two notes each other too: none stays out.
  notes.forEach(take);
  return [...ordered];
}

const writtenFirst = ({ versions }: NoteOut): number => Math.min(...versions.map(({ writtenAt }) => writtenAt));

function noteBlocks(
  { head, versions, signatures }: NoteOut,
  notes: readonly NoteOut[],
  documents: Material["documents"],
): Block[] {
  const files = documents.filter(({ note }) => note === head.id);
  const base = notes.find((one) => one.head.id === head.adds);
  return versions.flatMap((version): Block[] => [
    { kind: "heading", level: 2, text: `${head.date}  ${version.title}` },
    {
      kind: "paragraph",
      quiet: true,
      text: [
        `${kindOf(head.kind)}, ${version.author}, ${minute(version.writtenAt)}, version ${version.number} of ${head.revisions}`,
        ...signatures.filter((one) => covers(one, version)).map(signatureWords),
        ...(signatures.some((one) => covers(one, version)) ? [] : ["Not signed"]),
        ...(head.adds === undefined
          ? []
          : [base ? `Adds to the note of ${base.head.date} above` : `Adds to note ${head.adds.slice(0, 12)}`]),
      ].join("\n"),
    },
    ...noteWords(version, files),
  ]);
}
