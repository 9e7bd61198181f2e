import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { formLines } from "../measure-text.ts";
import { withOpenVault } from "../profile.ts";
import { refuse } from "../refusal.ts";

export const command = defineCommand({
  options: { measure: { type: "string", value: "NAME", about: "this one, with its questions" } },
  details: "Of what is not among them, measure add files the result alone: --name and --total.",
  run: (context, { options }) =>
    withOpenVault(context, async (vault) => {
      const all = await vault.offeredMeasures();
      const measures = options.measure === undefined ? all : all.filter(({ id }) => id === options.measure);
      if (measures.length === 0) return refuse("measure-unknown");
      const text =
        options.measure === undefined
          ? all.map(({ id, title, lookBack }) => `${id.padEnd(8)}  ${title}: ${lookBack}`).join("\n")
          : measures.map(formLines).join("\n");
      return ok({ facts: { measures }, text });
    }),
});
