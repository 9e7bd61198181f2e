import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { readSmallText } from "../files.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

const noteBytes = 16 * 1024;

export const command = defineCommand({
  options: {
    file: { type: "string", value: "FILE", about: "what alcove witness cosign wrote", required: true },
  },
  details: "The server keeps it and gives it to everybody's devices, which check it themselves.",
  async run(context, { options: { file } }) {
    const note = readSmallText(file, noteBytes);
    if (!note.ok) return note;
    return withOpenVault(context, async (vault) => {
      const handed = await vault.handInCosigned(note.value);
      if (!handed.ok) return refused(handed.error);
      const sent = await send(context, vault);
      return ok({ facts: { ...sentFacts(sent) }, text: `Handed in.${sentText(sent)}` });
    });
  },
});
