/**
 * The folder of somebody who kept notes on a laptop for years: some of it written by a real word processor, some by hand, named
 * as people name things. `said` is what each file says, so that it can be looked for in the end.
 */

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildOdt, odtParagraph } from "../../packages/documents/src/testing/build-odt.ts";

export type MixedFolder = {
  readonly path: string;
  /** Every paragraph of every text, by the file's path. */
  readonly said: ReadonlyMap<string, readonly string[]>;
};

/** By their endings LibreOffice's names of formats. */
const made: readonly (readonly [path: string, paragraphs: readonly string[]])[] = [
  [
    "Clients/Abara, Ngozi/2024-03-05 session.docx",
    ["Slept badly again – 4½ hours.", "Talked about the move to Łódź, and “home”."],
  ],
  [
    "Clients/Abara, Ngozi/2024-03-12 session.odt",
    ["Less tense. Walks 👋🏽 every morning.", "Agreed on a letter to the landlord."],
  ],
  [
    "Clients/Abara, Ngozi/2024-03-19 session.doc",
    ["Her mother called twice, הלקוח מדווח על חרדה.", "Grief work, second part."],
  ],
  [
    "Clients/Tom Berg/Session 2 March 2024.rtf",
    ["Argued at work; pünktlich as ever.", "Homework: breathing, 3 × a day."],
  ],
  ["Clients/Tom Berg/Session 9 March 2024.html", ["Came late, and apologised.", "Agreed to begin earlier next week."]],
  ["Clients/Tom Berg/2024-03-16.pdf", ["Tearful, then calmer.", "Plans to call the physician on Monday."]],
  [
    "Clients/Tom Berg/Letter to Dr Osei 2024-04-02.docx",
    ["Dear Doctor Osei,", "thank you for the referral of Mister Berg."],
  ],
  ["Process notes/Ngozi Abara 2024-03-05.docx", ["My own fantasy of rescuing her.", "Bring to supervision."]],
];

export const brokenPath = "Clients/Tom Berg/broken.docx";

const written: readonly (readonly [path: string, text: string])[] = [
  ["Clients/Tom Berg/2024-03-23.txt", "Second session with his sister in the room.\r\nNo conflict today.\r\n"],
  ["Clients/Tom Berg/Copy of 2024-03-23.txt", "Second session with his sister in the room.\r\nNo conflict today.\r\n"],
  ["Clients/Tom Berg/2024-03-23 (2).txt", "Another note of the same day: phoned the clinic.\r\n"],
  [
    "Loose/phone call.md",
    "Client: Tom Berg\nDate: 2024-05-01\n\n# Call\nHe cancels, and asks for a new appointment.\n",
  ],
  ["Clients/Tom Berg/april.html", "<h1>Progress 12 April 2024</h1><p>Back at work.</p>"],
  [brokenPath, "\u0000\u0001 no document at all"],
  ["Loose/thoughts.txt", "Something about nobody in particular.\n"],
  [
    "Loose/table.csv",
    'date,client,text\n2024-06-01,Ngozi Abara,"First row, with ""quotes""."\n2024-06-08,Ngozi Abara,Second row.\n',
  ],
  [
    "Loose/export.json",
    JSON.stringify({
      resourceType: "Bundle",
      entry: [
        { resource: { resourceType: "Patient", id: "1", name: [{ given: ["Ngozi"], family: "Abara" }] } },
        {
          resource: {
            resourceType: "Composition",
            subject: { reference: "Patient/1" },
            title: "Discharge summary",
            date: "2024-07-01",
            section: [{ title: "Course", text: { div: "<div>Twelve sessions, much relieved.</div>" } }],
          },
        },
      ],
    }),
  ],
  [
    "Loose/summary.xml",
    `<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Transfer note</title><effectiveTime value="20240702"/><recordTarget><patientRole><patient><name><given>Tom</given><family>Berg</family></name></patient></patientRole></recordTarget><component><structuredBody><component><section><title>Plan</title><text><paragraph>Weekly for now.</paragraph></text></section></component></structuredBody></component></ClinicalDocument>`,
  ],
];

/** A JPEG whose camera wrote where it was taken. */
const picture = new Uint8Array(
  Buffer.from(
    "ffd8ffe100224578696600004d4d002a000000080001882500040000000100000000000000" + "00ffda0004010203ffd9",
    "hex",
  ),
);

export const picturePath = "Clients/Tom Berg/scan 2024-03-30.jpg";

/** Needs LibreOffice. It is removed with `removeMixedFolder`. */
export function makeMixedFolder(): MixedFolder {
  const place = mkdtempSync(join(tmpdir(), "alcove-mixed-"));
  const path = join(place, "Old laptop");
  const said = new Map<string, readonly string[]>();
  const put = (name: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  };
  const profile = `-env:UserInstallation=${pathToFileURL(join(place, "profile")).href}`;
  for (const ending of new Set(made.map(([name]) => name.split(".").at(-1) ?? ""))) {
    const some = made.filter(([name]) => name.endsWith(`.${ending}`));
    const sources = some.map(([, paragraphs], index) => {
      const source = join(place, `${ending}-${index}.odt`);
      writeFileSync(source, buildOdt({ body: paragraphs.map((text) => odtParagraph(text)).join("") }));
      return source;
    });
    const out = join(place, `out-${ending}`);
    execFileSync("soffice", ["--headless", profile, "--convert-to", ending, "--outdir", out, ...sources], {
      timeout: 120_000,
      stdio: "ignore",
    });
    for (const [index, [name, paragraphs]] of some.entries()) {
      put(name, readFileSync(join(out, `${ending}-${index}.${ending}`)));
      said.set(name, paragraphs);
    }
  }
  for (const [name, text] of written) {
    put(name, text);
    if (/\.(?:txt|md)$/.test(name)) said.set(name, text.split(/\r?\n/).filter(Boolean));
  }
  said.set("Clients/Tom Berg/april.html", ["Progress 12 April 2024", "Back at work."]);
  said.set("Loose/table.csv", ['First row, with "quotes".', "Second row."]);
  said.set("Loose/export.json", ["Twelve sessions, much relieved."]);
  said.set("Loose/summary.xml", ["Weekly for now."]);
  put(picturePath, picture);
  put("Clients/Tom Berg/.DS_Store", "x");
  return { path, said };
}

export function removeMixedFolder({ path }: MixedFolder): void {
  rmSync(dirname(path), { recursive: true, force: true });
}
