import { ok } from "@alcove/bytes";
import type { ReminderView } from "@alcove/vault";
import { zoneOr } from "../appointment-text.ts";
import { defineCommand } from "../command.ts";
import { withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    zone: { type: "string", value: "ZONE", about: "by whose clock, such as Europe/Berlin (this computer’s)" },
  },
  details:
    "Who is to be told of an appointment in the next two weeks, by the way they agreed to: due, later, done, or changed since they were told. Nothing is sent by itself.",
  async run(context, { options }) {
    return withOpenVault(context, async (vault) => {
      const list = await vault.reminders({ zone: zoneOr(options.zone) });
      if (!list.ok) return refused(list.error);
      const text = list.value.map(lines).join("\n") || "Nobody is to be reminded.";
      return ok({ facts: { list: list.value }, text });
    });
  },
});

function lines({ id, begins, name, whose, by, at, state, said, next, words }: ReminderView): string {
  return [
    `${id}  ${begins.replace("T", " ")}  ${name}, with ${whose}  ${by} ${at}  ${state}`,
    ...(said ? [`    ${sayOutcome(said)}, ${said.author}${said.note && `: ${said.note}`}`] : []),
    ...(next ? [`    next ${next.begins.replace("T", " ")}  ${next.id}`] : []),
    ...(state === "due" || state === "changed" ? [`    ${words}`] : []),
  ].join("\n");
}

const sayOutcome = ({ outcome, undoes }: NonNullable<ReminderView["said"]>): string =>
  undoes ? `${outcome} (not ${undoes})` : outcome;
