import { ok } from "@alcove/bytes";
import type { DayListRow } from "@alcove/vault";
import { zoneOr } from "../appointment-text.ts";
import { defineCommand } from "../command.ts";
import { readDay, today } from "../note-input.ts";
import { withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    day: { type: "string", value: "DAY", about: "which day, yyyy-mm-dd (today)" },
    paper: { type: "boolean", about: "it is for paper: charts’ access logs say that it was printed" },
  },
  details:
    "Whom to call on a day, of all calendars that open to you: times, names, telephone numbers and what may be left there, and nothing clinical. It works without the server.",
  async run(context, { options }) {
    const day = readDay("--day", options.day);
    if (!day.ok) return day;
    return withOpenVault(context, async (vault) => {
      const request = { day: day.value ?? today(), zone: zoneOr(undefined), paper: options.paper === true };
      const list = await vault.dayList(request);
      if (!list.ok) return refused(list.error);
      return ok({
        facts: { day: request.day, list: list.value },
        text: list.value.map(lines).join("\n") || "Nothing is planned on this day.",
      });
    });
  },
});

function lines({ entry, name, people }: DayListRow): string {
  const said = [entry.attendance === "cancelled" ? "called off" : "", entry.called ? "called" : ""].filter(Boolean);
  const numbers = people.flatMap((person) =>
    person.reach.map(
      ({ at, leave }) =>
        `    ${at}${person.name === name ? "" : ` (${person.name})`}: leave ${leave.replaceAll("-", " ")}`,
    ),
  );
  return [`${entry.begins.slice(11)}  ${name}${said.length > 0 ? `, ${said.join(", ")}` : ""}`, ...numbers].join("\n");
}
