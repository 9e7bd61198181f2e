import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { nameOr } from "../member-text.ts";
import { withOpenVault } from "../profile.ts";
import { propose, proposeOption, refusedAlone } from "../proposals.ts";
import { readRole, roleName, rolesHelp } from "../role.ts";

export const command = defineCommand({
  options: {
    member: { type: "string", value: "ID", about: "who, as member list shows them", required: true },
    role: { type: "string", value: "ROLE", about: "what they are from now on", required: true },
    propose: proposeOption,
  },
  details: `Roles: ${rolesHelp}.
A role opens no chart and closes none: alcove chart share and alcove chart unshare do.`,
  async run(context, { options: { member, role: text, propose: proposes } }) {
    const role = readRole(text);
    if (!role.ok) return role;
    return withOpenVault(context, async (vault) => {
      const given = await vault.giveRole({ member, role: role.value });
      if (!given.ok && proposes && given.error.code === "second-owner-needed")
        return propose(context, vault, { kind: "role", member, role: role.value });
      if (!given.ok) return refusedAlone("members", given.error);
      const name = (await vault.members()).find(({ id }) => id === member)?.name ?? "";
      return ok({
        facts: { member, role: role.value },
        text: `${nameOr(name, member)} is ${roleName(role.value)} now.`,
      });
    });
  },
});
