import { ok } from "@alcove/bytes";
import type { InvitationView } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { withOpenVault } from "../profile.ts";
import { roleName } from "../role.ts";

export const command = defineCommand({
  details: `Invitations that were made in this profile and wait, as after a terminal that was closed. Nobody is let in by them while no
command attends them; alcove invitation withdraw ends one at once, and each ends by itself after 72 hours.`,
  run: (context) =>
    withOpenVault(context, async (vault) => {
      const invitations = await vault.invitations();
      const text = invitations.map(sayInvitation).join("\n") || "No invitation of this profile is open.";
      return ok({ facts: { invitations }, text });
    }),
});

function sayInvitation({ id, role, madeAt, expiresAt, answered }: InvitationView): string {
  const whom = role === undefined ? "a further device of yours" : `somebody, as ${roleName(role)}`;
  const holds = `made ${new Date(madeAt).toISOString()}, open until ${new Date(expiresAt).toISOString()}`;
  return `${id}\n  for ${whom}; ${holds}${answered ? "; somebody has answered" : ""}`;
}
