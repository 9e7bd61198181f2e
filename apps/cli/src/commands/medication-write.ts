import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { misused } from "../refusal.ts";
import { factOptions, oneOf, optional, writeFact } from "../write-fact.ts";

export const command = defineCommand({
  options: {
    ...factOptions,
    name: { type: "string", value: "NAME", about: "of the medication" },
    dose: { type: "string", value: "TEXT", about: "how much, and when" },
    since: { type: "string", value: "WHEN", about: "a year, month or day: 2024, 2024-03, 2024-03-15" },
    prescriber: { type: "string", value: "NAME", about: "who prescribes it" },
    source: { type: "string", value: "WHO", about: "who says so: client, relative, prescriber or document (client)" },
  },
  details: "As it was reported: nothing is prescribed here. Nothing is overwritten; what is not named stays as it was.",
  run: (context, { options }) =>
    writeFact(context, options, "medication", async (before, ended) => {
      const name = options.name ?? before?.name;
      if (name === undefined) return misused("A new medication takes --name.");
      const sources = ["client", "relative", "prescriber", "document"] as const;
      const source = oneOf("--source", sources, options.source, before?.source ?? "client");
      if (!source.ok) return source;
      return ok({
        kind: "medication",
        name,
        dose: options.dose ?? before?.dose ?? "",
        prescriber: options.prescriber ?? before?.prescriber ?? "",
        source: source.value,
        ...optional("since", options.since, before?.since),
        ...(ended ? { ended } : {}),
      });
    }),
});
