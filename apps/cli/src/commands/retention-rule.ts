import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { today } from "../note-input.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    years: { type: "string", value: "NUMBER", about: "years after the last contact", required: true },
    "until-age": { type: "string", value: "AGE", about: "of a minor at least until then, 18 or more", required: true },
    source: { type: "string", value: "TEXT", about: "the rule, and where you read it", required: true },
  },
  details: "Confirms for the practice what its own State and profession ask for.",
  run: (context, { options }) =>
    withOpenVault(context, async (vault) => {
      const [years, untilAge] = [options.years, options["until-age"]].map(Number);
      if (!Number.isInteger(years) || !Number.isInteger(untilAge))
        return misused("--years and --until-age are whole numbers.");
      const office = await vault.office();
      if (!office) return refuse("locked");
      const retention = { years: years as number, untilAge: untilAge as number, source: options.source, on: today() };
      const saved = await vault.saveOffice({ ...office, retention });
      if (!saved.ok) return refused(saved.error);
      const sent = await send(context, vault);
      return ok({ facts: { retention, ...sentFacts(sent) }, text: `Confirmed.${sentText(sent)}` });
    }),
});
