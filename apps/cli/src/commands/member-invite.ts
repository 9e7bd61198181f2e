import { defineCommand } from "../command.ts";
import { withOpenVault } from "../profile.ts";
import { readRole, rolesHelp } from "../role.ts";

export const command = defineCommand({
  options: {
    role: { type: "string", value: "ROLE", about: "what they are in the practice", required: true },
    "words-from-stdin": { type: "boolean", about: "for scripts: the line to pick comes on standard input" },
  },
  details: `Roles: ${rolesHelp}.
A role opens no chart; alcove chart share does. Shows an invitation as QR code and twelve words, used once, for 72 hours.
Give it to nobody but the person who joins, face to face or by a call where you know their voice, and not by e-mail. Then
they read five words to you, and you pick that line of three. With --json each step is a line on standard error.`,
  async run(context, { options }) {
    const role = readRole(options.role);
    if (!role.ok) return role;
    const { invite } = await import("../pairing/inviter.ts");
    return withOpenVault(context, (vault) =>
      invite(context, vault, { kind: "member", role: role.value }, options["words-from-stdin"]),
    );
  },
});
