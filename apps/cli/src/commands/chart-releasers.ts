import { ok } from "@alcove/bytes";
import { failure } from "@alcove/protocol/errors";
import { defineCommand } from "../command.ts";
import { openForNow } from "../guarded.ts";
import { inList, nameOr } from "../member-text.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { propose, proposeOption, refusedAlone } from "../proposals.ts";
import { misused, refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which guarded chart", required: true },
    members: { type: "string", value: "IDS", about: "who from now on, as member list shows them, with commas between" },
    propose: proposeOption,
    server: { type: "boolean", about: "nobody: the server gives its part again" },
  },
  details: `They keep a part of the key in the server's place, read nothing of the chart, and let each opening through by a tap (release
give). A stolen device and a hostile server together open nothing without them. Choose two: while nobody of them is there the chart
stays shut, and its crisis card opens. To choose opens the chart, on record. Once somebody is chosen, a clinician who is no owner asks one to
sign with --propose, and one of those who let in now stays.`,
  async run(context, { options: { chart, members, server, propose: proposes } }) {
    if (members !== undefined && server) return misused("Give --members or --server, not both.");
    return withOpenVault(context, async (vault) => {
      const chosen = members?.split(",").filter(Boolean) ?? [];
      if (members !== undefined || server) {
        await vault.sync();
        if ((await vault.guard(chart))?.mayChoose === "with-owner")
          return proposes
            ? propose(context, vault, { kind: "releasers", chart, members: chosen })
            : refusedAlone("share", failure("second-owner-needed"));
        const opened = await openForNow(context, vault, chart);
        if (!opened.ok) return opened;
        const done = await vault.chooseReleasers({ chart, members: chosen });
        if (!done.ok) return refused(done.error);
      }
      const sent = await send(context, vault);
      const guard = await vault.guard(chart);
      if (!guard) return refuse("guard-absent");
      const names = guard.releasers.map(({ member, name }) => nameOr(name, member));
      const warning =
        names.length === 1
          ? `\nOne alone: while they are away the chart stays shut and its crisis card opens. If they are gone for good, recovery cards open it,
and nothing opens psychotherapy notes kept apart. Choose a second one.`
          : "";
      const text =
        names.length > 0 ? `Let in by ${inList(names, "or")}.${warning}` : "The server gives its part by itself.";
      return ok({
        facts: { chart, releasers: guard.releasers, ...sentFacts(sent) },
        text: `${text}${sentText(sent)}`,
      });
    });
  },
});
