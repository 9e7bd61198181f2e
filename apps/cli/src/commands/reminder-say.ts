import { ok } from "@alcove/bytes";
import type { ReminderOutcome } from "@alcove/vault";
import { zoneOr } from "../appointment-text.ts";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refuse, refused } from "../refusal.ts";

const outcomes: readonly ReminderOutcome[] = ["told", "not-reached", "left-out", "taken-back", "mistaken"];

export const command = defineCommand({
  positionals: [{ name: "REMINDER", about: "which one, as reminder list shows it" }],
  options: {
    as: { type: "string", value: "HOW", about: `${outcomes.join(", ")} (told)` },
    words: { type: "string", value: "TEXT", about: "what was said or sent (the words that the list shows)" },
    note: { type: "string", value: "TEXT", about: "what they said, or why not" },
    next: {
      type: "boolean",
      about: "with taken-back: they know of the next time too, as the words of the list say it",
    },
  },
  details:
    "Says what became of a reminder. taken-back: they know that what they were told of has changed. mistaken: what was said of it last was a mistake; nothing is deleted.",
  async run(context, { options, positionals: [which = ""] }) {
    const outcome = outcomes.find((one) => one === (options.as ?? "told"));
    if (!outcome) return misused(`--as is one of ${outcomes.join(", ")}, not "${options.as}".`);
    return withOpenVault(context, async (vault) => {
      const list = await vault.reminders({ zone: zoneOr(undefined) });
      if (!list.ok) return refused(list.error);
      const one = list.value.find(({ id }) => id === which);
      if (!one) return refuse("appointment-unknown");
      const { chart, person, member, start, zone, by, at } = one;
      const isTold = outcome === "told" || outcome === "taken-back";
      const words = options.words ?? (isTold ? one.words : "");
      if (options.next && !(outcome === "taken-back" && one.next))
        return misused("--next goes with --as taken-back, of a reminder below which the list shows a next time.");
      const next = options.next && one.next ? { next: one.next } : {};
      const said = { outcome, words, note: options.note ?? "", ...next };
      const noted = await vault.noteReminder({ chart, person, member, start, zone, by, at, ...said });
      if (!noted.ok) return refused(noted.error);
      const sent = await send(context, vault);
      return ok({ facts: { outcome, ...sentFacts(sent) }, text: `Kept: ${outcome}.${sentText(sent)}` });
    });
  },
});
