import { ok } from "@alcove/bytes";
import { chartNames, refText, sayEntry, zoneOr } from "../appointment-text.ts";
import { defineCommand } from "../command.ts";
import { readDay, today } from "../note-input.ts";
import { asOfLastSync, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

const dayMs = 86_400_000;

export const command = defineCommand({
  options: {
    from: { type: "string", value: "DAY", about: "first day, yyyy-mm-dd (today)" },
    until: { type: "string", value: "DAY", about: "last day (six days after the first)" },
    zone: { type: "string", value: "ZONE", about: "by whose clock (this computer's)" },
  },
  details: `Of every calendar that opens here, yours and others'. Each line ends with what appointment move, attend and cancel take.`,
  async run(context, { options }) {
    const from = readDay("--from", options.from);
    if (!from.ok) return from;
    const until = readDay("--until", options.until);
    if (!until.ok) return until;
    const first = from.value ?? today();
    const last = until.value ?? new Date(Date.parse(first) + 6 * dayMs).toISOString().slice(0, 10);
    return withOpenVault(context, async (vault) => {
      const asked = await vault.calendar({ from: first, until: last, zone: zoneOr(options.zone) });
      if (!asked.ok) return refused(asked.error);
      const { entries, calendars } = asked.value;
      const nameOf = await chartNames(vault);
      const asOf = await asOfLastSync(vault);
      const isOne = calendars.length < 2;
      const whose = (member: string) => calendars.find((one) => one.member === member)?.name ?? "";
      const lines = entries.map(
        (entry) => `${sayEntry(entry, nameOf)}${isOne ? "" : `  [${whose(entry.plan.member)}]`}  ${refText(entry.ref)}`,
      );
      return ok({
        facts: { entries: entries.map((entry) => ({ ...entry, ref: refText(entry.ref) })), ...asOf.facts },
        text: `${lines.length > 0 ? lines.join("\n") : `Nothing from ${first} to ${last}.`}${asOf.text}`,
      });
    });
  },
});
