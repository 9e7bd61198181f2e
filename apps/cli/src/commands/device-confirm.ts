import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refuse, refused } from "../refusal.ts";
import { deviceLine } from "./device-list.ts";

const askWhetherSeen = "Are these yours, and seen as you remember? (yes/no) ";
const askWhetherPutBack =
  "This device's data is older than what it signed last. Did you put it back from a backup? (yes/no) ";

export const command = defineCommand({
  options: { yes: { type: "boolean", about: "the devices listed are yours and seen as you remember; don't ask" } },
  details: `A device that was enrolled by Emergency Kit can't know by itself whether the server shows it the newest state. It shows
your other devices and when they were last seen; saying yes is signed, and shown on all of them for 30 days. A device whose
data was put back from a backup asks the same way: the ledger holds what it signed and does not remember.`,
  run: (context, { options }) =>
    withOpenVault(context, async (vault) => {
      // What the server shows now is what is confirmed.
      const before = await send(context, vault);
      if (before.why) return refused(before.why);
      const status = await vault.status();
      if (status.phase !== "open") return refuse("locked");
      if (!status.provisional) {
        return ok({ facts: { confirmed: true, ...sentFacts(before) }, text: "This device is confirmed already." });
      }
      const { otherDevices, isBehind } = status.provisional;
      if (!options.yes) {
        if (!context.terminal.attended) return misused("--yes is needed: nobody is at the terminal to be asked.");
        context.output.note(`Your other devices:\n${otherDevices.map((device) => deviceLine(device)).join("\n")}`);
        const answer = await context.terminal.ask(isBehind ? askWhetherPutBack : askWhetherSeen);
        if (!/^y(es)?$/i.test(answer)) return refuse("device-provisional");
      }
      const confirmed = await vault.confirmFreshness();
      if (!confirmed.ok) return refused(confirmed.error);
      const sent = await send(context, vault);
      return ok({
        facts: { confirmed: true, otherDevices, ...sentFacts(sent) },
        text: `This device is confirmed.${sentText(sent)}`,
      });
    }),
});
