import { ok, type Result } from "@alcove/bytes";
import type { SetPresence } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { nameOr } from "../member-text.ts";
import { readDay, today } from "../note-input.ts";
import { presenceMarks, weekdays } from "../presence-text.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refuse, refused, type Refusal } from "../refusal.ts";

export const command = defineCommand({
  options: {
    member: { type: "string", value: "ID", about: "who, as member list shows them (yourself)" },
    from: { type: "string", value: "DAY", about: "the first day away, yyyy-mm-dd (today)" },
    until: { type: "string", value: "DAY", about: "the last day away, at most 92 days after" },
    back: { type: "boolean", about: "they are not away any more" },
    workdays: { type: "string", value: "DAYS", about: "days on which they work, such as mon,tue,thu" },
  },
  details: `Of yourself, or of others as an owner. Colleagues of whom nothing was seen for three of their working days are shown in amber,
from seven on in red: then they don't work, or the server hides them from you. Who is away is not expected. What is not
named stays as it was.`,
  async run(context, { options }) {
    const from = readDay("--from", options.from);
    if (!from.ok) return from;
    const until = readDay("--until", options.until);
    if (!until.ok) return until;
    const days = readWorkdays(options.workdays);
    if (!days.ok) return days;
    if (from.value !== undefined && until.value === undefined) return misused("--from goes with --until.");
    if (options.back && until.value !== undefined) return misused("--back and --until contradict each other.");
    if (!options.back && until.value === undefined && days.value === undefined)
      return misused("One of --until, --back and --workdays is needed.");
    return withOpenVault(context, async (vault) => {
      await send(context, vault);
      const members = await vault.members();
      const before = members.find(({ id, isYou }) => (options.member === undefined ? isYou : id === options.member));
      if (!before) return refuse("member-unknown");
      const stays = before.away && !options.back ? { from: before.away.from, until: before.away.until } : undefined;
      const away = until.value === undefined ? stays : { from: from.value ?? today(), until: until.value };
      const request: SetPresence = {
        member: before.id,
        workdays: days.value ?? before.workdays,
        ...(away ? { away } : {}),
      };
      const set = await vault.setPresence(request);
      if (!set.ok) return refused(set.error);
      const sent = await send(context, vault);
      const now = (await vault.members()).find(({ id }) => id === before.id) ?? before;
      const marks = presenceMarks(now);
      return ok({
        facts: { ...request, ...sentFacts(sent) },
        text: `${nameOr(now.name, now.id)}: ${marks.length > 0 ? marks.join("; ") : "expected Monday to Friday"}.${sentText(sent)}`,
      });
    });
  },
});

function readWorkdays(text: string | undefined): Result<readonly number[] | undefined, Refusal> {
  if (text === undefined) return ok(undefined);
  const days = text.split(",").map((day) => weekdays.indexOf(day.trim() as (typeof weekdays)[number]) + 1);
  return days.includes(0) ? misused(`--workdays takes days such as mon,tue,thu, not "${text}".`) : ok(days);
}
