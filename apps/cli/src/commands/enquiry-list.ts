import { ok } from "@alcove/bytes";
import type { EnquiryView } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { withOpenVault } from "../profile.ts";

export const command = defineCommand({
  options: { all: { type: "boolean", about: "those too that were not taken on" } },
  details: "Who asks for treatment and who waits, of what is open to you: who asked first stands first.",
  run: (context, { options }) =>
    withOpenVault(context, async (vault) => {
      const all = await vault.enquiries();
      const enquiries = all.filter(({ sheet }) => options.all || sheet.status !== "not-taken-on");
      return ok({ facts: { enquiries }, text: enquiries.map(lines).join("\n\n") || "Nobody waits." });
    }),
});

function lines({ chart, name, sheet, people }: EnquiryView): string {
  const { asked, asks, heard, called, next, keep } = sheet.enquiry;
  const said = [
    `asked on ${asked}, ${sheet.status} since ${sheet.since}`,
    asks,
    heard && `heard from ${heard}`,
    ...people.flatMap(({ reach }) =>
      reach.map(({ by, at, leave }) => `${by} ${at}: leave ${leave.replaceAll("-", " ")}`),
    ),
    called.length > 0 && `called ${called.join(", ")}`,
    next && `next: ${next}`,
    keep,
  ];
  return [`${chart}  ${name}`, ...said.filter(Boolean).map((line) => `    ${line}`)].join("\n");
}
