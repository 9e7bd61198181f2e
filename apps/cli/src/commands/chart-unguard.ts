import { ok } from "@alcove/bytes";
import { failure } from "@alcove/protocol/errors";
import { defineCommand } from "../command.ts";
import { openForNow } from "../guarded.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { propose, proposeOption, refusedAlone } from "../proposals.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    propose: proposeOption,
  },
  details: `Opens the chart, which is recorded, and ends its guard. It comes back under its own name. A clinician who is no owner
asks one to sign with --propose; after that signature the chart comes back when it is opened next.`,
  run: (context, { options: { chart, propose: proposes } }) =>
    withOpenVault(context, async (vault) => {
      // An owner may have signed meanwhile; without the server nothing of this is done anyway.
      await vault.sync();
      const guard = await vault.guard(chart);
      if (guard?.mayEnd === "with-owner")
        return proposes
          ? propose(context, vault, { kind: "unguard", chart })
          : refusedAlone("share", failure("second-owner-needed"));
      const opened = await openForNow(context, vault, chart);
      if (!opened.ok) return opened;
      // What two have ended comes back by being opened.
      const ended = (await vault.guard(chart)) ? await vault.unguardChart(chart) : ok();
      if (!ended.ok) return refused(ended.error);
      const sent = await send(context, vault);
      return ok({ facts: { chart, ...sentFacts(sent) }, text: `Not guarded any more.${sentText(sent)}` });
    }),
});
