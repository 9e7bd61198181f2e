import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { counted } from "../counted.ts";
import { withOpenVault } from "../profile.ts";
import { exitCodes, refused } from "../refusal.ts";

const shown = 20;

export const command = defineCommand({
  positionals: [{ name: "WORDS", about: "the beginning of a code, or words and beginnings of words", many: true }],
  run: (context, { positionals }) =>
    withOpenVault(context, async (vault) => {
      const found = await vault.findCodes({ typed: positionals.join(" "), limit: shown });
      if (!found.ok) return refused(found.error);
      const table = await vault.codeTable();
      if (!table.ok) return refused(table.error);
      const { edition, codes, isBuiltIn } = table.value;
      const which = isBuiltIn
        ? `ICD-10-CM ${edition}, the ${counted(codes, "code")} used most. alcove codes import reads in the whole table.`
        : `ICD-10-CM ${edition}, ${counted(codes, "code")}.`;
      const lines = found.value.map(({ code, description }) => `${code.padEnd(9)} ${description}`);
      return ok({
        facts: { codes: found.value, table: table.value },
        text: [...lines, which].join("\n"),
        ...(lines.length === 0 ? { exit: exitCodes.nothingFound } : {}),
      });
    }),
});
