import { ok } from "@alcove/bytes";
import { zoneOr } from "../appointment-text.ts";
import { defineCommand } from "../command.ts";
import { nameOr } from "../member-text.ts";
import { readDay, today } from "../note-input.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    member: { type: "string", value: "ID", about: "whom, as member list shows them", required: true },
    right: { type: "string", value: "RIGHT", about: "read, or read-write (default): they plan and call off too" },
    until: { type: "string", value: "DAY", about: "the right's last day, yyyy-mm-dd (without end)" },
    numbers: {
      type: "boolean",
      about: "with the telephone numbers of charts that have an appointment until then (with --until, 31 days at most)",
    },
  },
  details: `A front desk, or whoever calls your clients on a day when you are ill. They see your calendar with the names in it, and no note.`,
  async run(context, { options }) {
    const { right = "read-write", member } = options;
    if (right !== "read" && right !== "read-write") return misused(`--right is read or read-write, not "${right}".`);
    const until = readDay("--until", options.until);
    if (!until.ok) return until;
    if (until.value !== undefined && until.value < today()) return misused(`--until ${until.value} is past already.`);
    if (options.numbers && until.value === undefined) return misused("--numbers goes with --until.");
    return withOpenVault(context, async (vault) => {
      const last = until.value === undefined ? {} : { until: until.value };
      const along = options.numbers ? { numbers: { zone: zoneOr(undefined) } } : {};
      const shared = await vault.shareSchedule({ member, writes: right === "read-write", ...last, ...along });
      if (!shared.ok) return refused(shared.error);
      const sent = await send(context, vault);
      const name = (await vault.members()).find(({ id }) => id === member)?.name ?? "";
      const does = right === "read" ? "reads" : "reads and writes in";
      const end = until.value === undefined ? "" : ` until ${until.value}`;
      return ok({
        facts: { member, right, ...last, numbers: options.numbers === true, ...sentFacts(sent) },
        text: `${nameOr(name, member)} ${does} your calendar${end}${options.numbers ? ", and has the numbers in it" : ""}.${sentText(sent)}`,
      });
    });
  },
});
