import { ok } from "@alcove/bytes";
import type { Activity } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { nameOr, oneLine } from "../member-text.ts";
import { asOfLastSync, send, withOpenVault } from "../profile.ts";
import { misused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "about this chart alone" },
    member: { type: "string", value: "ID", about: "about or by this member alone" },
    before: { type: "string", value: "N", about: "older than the entry with this number" },
  },
  details: `What was done to people, keys and rights, newest first and fifty at a time: every statement, with the device that made it. The day is
the newest that any device of the practice had signed by then.`,
  async run(context, { options: { chart, member, before } }) {
    const index = before === undefined ? undefined : Number(before);
    if (index !== undefined && !Number.isSafeInteger(index)) return misused("--before takes the number of an entry.");
    return withOpenVault(context, async (vault) => {
      await send(context, vault);
      const found = await vault.activity({
        ...(chart === undefined ? {} : { chart }),
        ...(member === undefined ? {} : { member }),
        ...(index === undefined ? {} : { before: index }),
      });
      const asOf = await asOfLastSync(vault);
      const text = found.map(sayActivity).join("\n") || "Nothing.";
      return ok({ facts: { activity: found, ...asOf.facts }, text: `${text}${asOf.text}` });
    });
  },
});

function sayActivity({ index, day, by, byName, device, alsoBy, acts }: Activity): string {
  const done = acts.map((act) => `${oneLine(act.says)}${"until" in act ? ` until ${act.until}` : ""}`).join("; ");
  const also = alsoBy ? `, signed by ${nameOr(alsoBy.name, alsoBy.id)} too` : "";
  return `${index}  ${day ?? "          "}  ${nameOr(byName, by)} ${done}  (${nameOr(device.name, device.id)}${also})`;
}
