import { ok, utf8 } from "@alcove/bytes";
import { zoneOr } from "../appointment-text.ts";
import { defineCommand } from "../command.ts";
import { writeNewFile } from "../files.ts";
import { readDay, today } from "../note-input.ts";
import { withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

const dayMs = 86_400_000;

export const command = defineCommand({
  positionals: [{ name: "FILE", about: "a new file, for other calendars (iCalendar)" }],
  options: {
    from: { type: "string", value: "DAY", about: "first day, yyyy-mm-dd (today)" },
    until: { type: "string", value: "DAY", about: "last day (a year after the first)" },
  },
  details: `It says when you are busy, and the word Session: no name, no title, no room, no note. Where it goes is no more under Alcove's lock.`,
  async run(context, { options, positionals: [file = ""] }) {
    const from = readDay("--from", options.from);
    if (!from.ok) return from;
    const until = readDay("--until", options.until);
    if (!until.ok) return until;
    const first = from.value ?? today();
    const last = until.value ?? new Date(Date.parse(first) + 365 * dayMs).toISOString().slice(0, 10);
    return withOpenVault(context, async (vault) => {
      const made = await vault.calendarFile({ from: first, until: last, zone: zoneOr(undefined) });
      if (!made.ok) return refused(made.error);
      const written = writeNewFile(file, utf8(made.value));
      if (!written.ok) return written;
      const events = made.value.split("BEGIN:VEVENT").length - 1;
      return ok({ facts: { file, events }, text: `Written to ${file}: ${events} times, no names.` });
    });
  },
});
