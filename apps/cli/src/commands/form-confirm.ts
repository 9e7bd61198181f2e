import { defineCommand } from "../command.ts";
import { formActed } from "../form-acted.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "what was signed while the server was away" }],
  details:
    "A signature covers what the server has: what was signed before you without a network is signed with your key now.",
  run: (context, { positionals: [id = ""] }) => formActed(context, id, (vault) => vault.confirmForm(id)),
});
