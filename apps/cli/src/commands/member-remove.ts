import { ok, type Result } from "@alcove/bytes";
import type { Failure } from "@alcove/protocol/errors";
import { defineCommand } from "../command.ts";
import { counted } from "../counted.ts";
import { nameOr } from "../member-text.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { propose, proposeOption, refusedAlone } from "../proposals.ts";
import { type Refusal, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    member: { type: "string", value: "ID", about: "who, as member list shows them", required: true },
    "losing-charts": {
      type: "boolean",
      about: "also where nobody else can open a chart's progress notes: they stay shut",
    },
    propose: proposeOption,
  },
  details: `Ends their membership with all their devices and rights. What they could read until then they may have kept; nothing
that is written afterwards opens for them. Psychotherapy notes that only they can open stay shut for everybody. Where nobody
else can open a chart's progress notes they are to share it first. The last owner can't be removed.`,
  run: (context, { options: { member, "losing-charts": losingCharts, propose: proposes } }) =>
    withOpenVault(context, async (vault) => {
      // Before: with the statement their name goes.
      const name = (await vault.members()).find(({ id }) => id === member)?.name ?? "";
      const asked = { member, ...(losingCharts ? {} : ({ keepsCharts: true } as const)) };
      const removed = await vault.removeMember(asked);
      if (!removed.ok) {
        const { error } = removed;
        if (error.code === "last-reader") return refusedToLose(error);
        if (!proposes || error.code !== "second-owner-needed") return refusedAlone("members", error);
        const proposed = await propose(context, vault, { kind: "remove", ...asked });
        const isLast =
          !proposed.ok && proposed.error.kind === "failure" && proposed.error.failure.code === "last-reader";
        return isLast ? refusedToLose(proposed.error.failure) : proposed;
      }
      const sent = await send(context, vault);
      return ok({
        facts: { member, ...sentFacts(sent) },
        text: `${nameOr(name, member)} is no member any more. Nothing new opens for them.${sentText(sent)}`,
      });
    }),
});

function refusedToLose(failed: Failure): Result<never, Refusal> {
  const charts = counted(Number(failed.facts?.["charts"]), "chart");
  return refused(failed, `${charts} would stay shut for good. With --losing-charts it is done all the same.`);
}
