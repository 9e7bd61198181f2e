import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { nameOr } from "../member-text.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: { request: { type: "string", value: "ID", about: "which one, as release list shows it", required: true } },
  details: `Lets them open the chart once, on everybody's record. If you did not expect it, ask them by phone first: their device may be in
somebody else's hands.`,
  run: (context, { options: { request } }) =>
    withOpenVault(context, async (vault) => {
      await send(context, vault);
      const asked = (await vault.releaseRequests()).find(({ id }) => id === request);
      if (!asked) return refuse("release-over");
      const given = await vault.letIn(request);
      if (!given.ok) return refused(given.error);
      const sent = await send(context, vault);
      return ok({
        facts: { request: asked, ...sentFacts(sent) },
        text: `${nameOr(asked.name, asked.member)} is let into "${asked.chartName}".${sentText(sent)}`,
      });
    }),
});
