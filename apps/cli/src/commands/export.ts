import { ok } from "@alcove/bytes";
import type { NoteKind } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { exportChart, type Manifest } from "../export/export-chart.ts";
import { counted } from "../counted.ts";
import { send, withOpenVault } from "../profile.ts";
import { refuse, refused } from "../refusal.ts";

const noteKinds: readonly NoteKind[] = ["progress", "psychotherapy"];

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    out: { type: "string", value: "DIR", about: "folder to write to; must be empty or not exist", required: true },
    psychotherapy: { type: "boolean", about: "psychotherapy notes too: a separate authorisation is needed for them" },
    "all-versions": { type: "boolean", about: "earlier versions of each note too" },
  },
  details: `Writes plain files that anybody can read who gets hold of them: keep the folder accordingly, and delete it when done.
manifest.json, written last, lists every file with its SHA-256. The chart's access log says that you did.`,
  run: (context, { options }) =>
    withOpenVault(context, async (vault) => {
      const chart = (await vault.charts()).find(({ id }) => id === options.chart);
      if (!chart) return refuse("chart-unknown");
      // An empty folder would pass for the whole chart.
      if (!chart.opens && chart.progressNotes + chart.psychotherapyNotes === 0) return refuse("not-entitled");
      const apart = options.psychotherapy && chart.psychotherapyNotes > 0;
      for (const kind of apart ? noteKinds : noteKinds.slice(0, 1)) {
        const recorded = await vault.recordAccess({ chart: chart.id, act: "exported", kind });
        if (!recorded.ok) return refused(recorded.error);
      }
      const exported = await exportChart(context, vault, {
        chart,
        out: options.out,
        psychotherapy: options.psychotherapy,
        allVersions: options["all-versions"],
      });
      if (!exported.ok) return exported;
      // What was written down before travels at once, if it can.
      await send(context, vault);
      const { counts, leftOut, files } = exported.value;
      return ok({
        facts: { out: options.out, files: files.length, ...counts, leftOut },
        text: inWords(exported.value, options.out),
      });
    }),
});

function inWords({ counts, leftOut }: Manifest, out: string): string {
  const missing = [
    ...(leftOut.psychotherapyNotes > 0
      ? [`${counted(leftOut.psychotherapyNotes, "psychotherapy note")} (--psychotherapy)`]
      : []),
    ...(leftOut.attachments > 0 ? [counted(leftOut.attachments, "file of theirs", "files of theirs")] : []),
    ...(leftOut.earlierVersions > 0 ? [`${counted(leftOut.earlierVersions, "earlier version")} (--all-versions)`] : []),
  ];
  return [
    `${counted(counts.notes, "note")} and ${counted(counts.attachments, "attachment")} are in ${out}. Nobody guards them there.`,
    ...(missing.length > 0 ? [`Left out: ${missing.join(", ")}.`] : []),
  ].join("\n");
}
