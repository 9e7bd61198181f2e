import { basename } from "node:path";
import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { counted } from "../counted.ts";
import { readSmallText } from "../files.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

const maxFileBytes = 32 * 1024 * 1024;

export const command = defineCommand({
  positionals: [
    { name: "FILE", about: "icd10cm-codes-2027.txt or icd10cm-order-2027.txt, as CMS and NCHS publish it" },
  ],
  details: `Once a year, by anybody of the practice, for all of its devices. The name tells the year, so leave the file its name. Diagnoses that were
chosen before stay as they are.`,
  async run(context, { positionals: [path = ""] }) {
    const text = readSmallText(path, maxFileBytes);
    if (!text.ok) return text;
    return withOpenVault(context, async (vault) => {
      await send(context, vault);
      const imported = await vault.importCodes({ name: basename(path), text: text.value });
      if (!imported.ok) return refused(imported.error);
      const sent = await send(context, vault);
      const { edition, codes, added } = imported.value;
      const said = added ? "Read in" : "The practice has it already";
      return ok({
        facts: { ...imported.value, ...sentFacts(sent) },
        text: `${said}: ICD-10-CM ${edition}, ${counted(codes, "code")}.${sentText(sent)}`,
      });
    });
  },
});
