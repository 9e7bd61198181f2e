import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { importFiles, type Imported } from "../import/import-files.ts";
import { walk } from "../import/walk.ts";
import { readKind } from "../note-input.ts";
import { counted } from "../counted.ts";
import { send, type Sent, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { exitCodes, refuse } from "../refusal.ts";
import { sentenceOf } from "@alcove/protocol/sentences";

export const command = defineCommand({
  positionals: [{ name: "PATH", about: "a folder, or one file" }],
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    kind: { type: "string", value: "KIND", about: "progress (default) or psychotherapy" },
  },
  details: `Reads txt, md, rtf, docx, odt, pdf (its text) and csv (one note a row). Hidden files, links and other kinds are left out and
counted. Ctrl-C stops between two notes; the same command again goes on where it stopped, and adds nothing twice.
Exit code 1 says that some files could not be read; all others are in.`,
  async run(context, { options, positionals: [path = ""] }) {
    const kind = readKind(options.kind);
    if (!kind.ok) return kind;
    const walked = walk(path);
    if (!walked.ok) return walked;
    return withOpenVault(context, async (vault) => {
      if (!(await vault.charts()).some((chart) => chart.id === options.chart)) return refuse("chart-unknown");
      const request = { chart: options.chart, kind: kind.value ?? "progress" };
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
  const { added, alreadyThere, files, problems, warnings, skipped, stoppedEarly } = imported;
  const left = [
    ...(skipped.unsupported.length > 0 ? [`${counted(skipped.unsupported.length, "file")} of other kinds`] : []),
    ...(skipped.hidden > 0 ? [`${skipped.hidden} hidden`] : []),
    ...(skipped.passedOver > 0 ? [counted(skipped.passedOver, "link or special file", "links or special files")] : []),
  ];
  return (
    [
      ...(stoppedEarly ? ["Stopped. What is in is kept; the same command goes on from here."] : []),
      `${counted(added, "note")} added${alreadyThere > 0 ? `, ${alreadyThere} were there already` : ""}, from ${files.read} of ${counted(files.found, "file")}.`,
      ...(left.length > 0 ? [`Left out: ${left.join(", ")}.`] : []),
      ...warnings.map(({ path, code }) => `${path}: ${code}`),
      ...problems.map((problem) => `${sentenceOf(problem)} (${problem.code})`),
    ].join("\n") + sentText(sent)
  );
}
