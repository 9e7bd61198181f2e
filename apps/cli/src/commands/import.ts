import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { importFiles, type Imported } from "../import/import-files.ts";
import { importFolder } from "../import/import-folder.ts";
import { walk } from "../import/walk.ts";
import { readKind } from "../note-input.ts";
import { counted } from "../counted.ts";
import { send, type Sent, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { exitCodes, misused, refuse } from "../refusal.ts";
import { sentenceOf } from "@alcove/protocol/sentences";

export const command = defineCommand({
  positionals: [{ name: "PATH", about: "a folder, or one file" }],
  options: {
    chart: {
      type: "string",
      value: "ID",
      about: "into this chart, whatever the files say; otherwise each into its client's",
    },
    kind: { type: "string", value: "KIND", about: "with --chart: progress (default) or psychotherapy" },
    plan: {
      type: "string",
      value: "FILE",
      about: "a .csv or .json of what becomes of each file: written where it is not there, else followed",
    },
    "dry-run": { type: "boolean", about: "says what would become of each file, and adds nothing" },
    "without-originals": {
      type: "boolean",
      about: "the words of documents alone; letterheads, signatures, layout and pictures stay in your folder only",
    },
    "pictures-as-they-came": {
      type: "boolean",
      about: "pictures with what their camera says of place and device",
    },
    report: {
      type: "string",
      value: "FILE",
      about: "where to write what is in, what may be deleted, and what that does not reach",
    },
  },
  details: `Reads txt, md, rtf, doc, docx, odt, pdf (its text), html, csv (one note a row), FHIR R4 (json) and CDA (xml). Without --chart PATH is a folder,
or a ZIP of one, of a whole practice: client, day and kind are guessed from names and first lines, what is only likely waits for an answer in the plan,
and what gives no text is kept as a file. A document that is more than its words lies beside its note as it is; of JPEG, PNG and WebP what
the camera wrote is taken out. All that was added is read back and compared. Psychotherapy notes are never decided by a guess.
With --chart only notes are taken, and the documents that they were in; other kinds of files are left out and counted.
Ctrl-C stops between two notes; the same command again goes on where it stopped, and adds nothing twice.
Exit code 1 says that something is not in: a file that could not be read, or a row that waits for an answer.`,
  async run(context, { options, positionals: [path = ""] }) {
    const { chart, plan, report, "without-originals": isWithoutOriginals } = options;
    const asTheyCame = options["pictures-as-they-came"];
    if (chart === undefined) {
      if (options.kind !== undefined) return misused("--kind goes with --chart.");
      const request = { path, plan, report, isDryRun: options["dry-run"], isWithoutOriginals, asTheyCame };
      return withOpenVault(context, (vault) => importFolder(context, vault, request));
    }
    if (plan !== undefined || report !== undefined || options["dry-run"] || asTheyCame)
      return misused("--plan, --dry-run, --report and --pictures-as-they-came go without --chart.");
    const kind = readKind(options.kind);
    if (!kind.ok) return kind;
    const walked = walk(path);
    if (!walked.ok) return walked;
    return withOpenVault(context, async (vault) => {
      if (!(await vault.charts()).some(({ id }) => id === chart)) return refuse("chart-unknown");
      const request = { chart, kind: kind.value ?? "progress", isWithoutOriginals };
      const imported = await importFiles(context, vault, walked.value, request);
      if (!imported.ok) return imported;
      const sent = await send(context, vault);
      const { value } = imported;
      return ok({
        facts: { ...value, ...sentFacts(sent) },
        text: inWords(value, sent),
        exit: value.problems.length === 0 ? exitCodes.done : exitCodes.failed,
      });
    });
  },
});

function inWords(imported: Imported, sent: Sent): string {
  const { added, alreadyThere, originals, files, problems, warnings, skipped, stoppedEarly } = imported;
  const left = [
    ...(skipped.unsupported.length > 0 ? [`${counted(skipped.unsupported.length, "file")} of other kinds`] : []),
    ...(skipped.hidden > 0 ? [`${skipped.hidden} hidden`] : []),
    ...(skipped.passedOver > 0 ? [counted(skipped.passedOver, "link or special file", "links or special files")] : []),
  ];
  return (
    [
      ...(stoppedEarly ? ["Stopped. What is in is kept; the same command goes on from here."] : []),
      `${counted(added, "note")} added${alreadyThere > 0 ? `, ${alreadyThere} were there already` : ""}, from ${files.read} of ${counted(files.found, "file")}${originals > 0 ? `; ${counted(originals, "original")} added beside them` : ""}.`,
      ...(left.length > 0 ? [`Left out: ${left.join(", ")}.`] : []),
      ...warnings.map(({ path, code }) => `${path}: ${code}`),
      ...problems.map((problem) => `${sentenceOf(problem)} (${problem.code})`),
    ].join("\n") + sentText(sent)
  );
}
