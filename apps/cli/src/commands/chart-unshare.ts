import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { nameOr } from "../member-text.ts";
import { readSharedKind, sharedNames } from "../note-input.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refusedTo } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    member: { type: "string", value: "ID", about: "whose right ends", required: true },
    kind: {
      type: "string",
      value: "KIND",
      about: "progress (default), psychotherapy: those you wrote, or administrative",
    },
  },
  details: `Ends what a member may read and write there. What they have read they may have kept; nothing that is written
afterwards opens for them. What they wrote and did not send yet is held on their device, and shown to them.`,
  async run(context, { options: { chart, member, ...options } }) {
    const kind = readSharedKind(options.kind);
    if (!kind.ok) return kind;
    return withOpenVault(context, async (vault) => {
      const asked = { chart, member, kind: kind.value ?? "progress" } as const;
      const ended = await vault.endAccess(asked);
      if (!ended.ok) return refusedTo("share", ended.error);
      const name = (await vault.members()).find(({ id }) => id === member)?.name ?? "";
      const sent = await send(context, vault);
      return ok({
        facts: { ...asked, ...sentFacts(sent) },
        text: `Its ${sharedNames[asked.kind]} are closed to ${nameOr(name, member)} from now on.${sentText(sent)}`,
      });
    });
  },
});
