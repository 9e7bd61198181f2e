import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    alias: { type: "string", value: "NAME", about: "what lists call it from then on; its name goes inside" },
  },
  details: `From then on the chart opens with the server's part of the key only, and each opening is put on record. It stops a stolen
session, a lost device and an insider with an honest app. It stops no hostile server, which still lacks your part of the key. The
chart leaves the lists, the search and the snapshot of every device.`,
  run: (context, { options: { chart, alias } }) =>
    withOpenVault(context, async (vault) => {
      const guarded = await vault.guardChart({ chart, ...(alias === undefined ? {} : { alias }) });
      if (!guarded.ok) return refused(guarded.error);
      const sent = await send(context, vault);
      return ok({ facts: { chart, ...sentFacts(sent) }, text: `Guarded.${sentText(sent)}` });
    }),
});
