import { ok, type Result } from "@alcove/bytes";
import type { DiagnosisWords, Vault } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { misused, refuse, type Refusal, refused } from "../refusal.ts";
import { factOptions, oneOf, optional, writeFact } from "../write-fact.ts";

export const command = defineCommand({
  options: {
    ...factOptions,
    code: {
      type: "string",
      value: "CODE",
      about: "of ICD-10-CM, as codes find shows it; its description are the words",
    },
    words: { type: "string", value: "TEXT", about: "in your own words, without a code" },
    certainty: { type: "string", value: "HOW", about: "provisional or confirmed (provisional)" },
    principal: { type: "boolean", about: "the one that treatment is about first" },
    since: { type: "string", value: "WHEN", about: "a year, month or day: 2024, 2024-03, 2024-03-15" },
    by: { type: "string", value: "NAME", about: "who made it, where that was somebody else" },
    as: { type: "string", value: "HOW", about: "with --end: past or ruled-out (past)" },
  },
  details:
    "Nothing is overwritten: what was said before is shown by alcove fact list --id. What is not named stays as it was.",
  async run(context, { options }) {
    if (options.code !== undefined && options.words !== undefined)
      return misused("--code and --words exclude each other.");
    if (options.as !== undefined && options.end === undefined) return misused("--as goes with --end.");
    return writeFact(
      context,
      options,
      "diagnosis",
      async (before, ended, vault): Promise<Result<DiagnosisWords, Refusal>> => {
        const named = await nameOf(vault, options, before);
        if (!named.ok) return named;
        const certainty = oneOf(
          "--certainty",
          ["provisional", "confirmed"],
          options.certainty,
          before?.certainty ?? "provisional",
        );
        if (!certainty.ok) return certainty;
        const as = oneOf(
          "--as",
          ["past", "ruled-out"],
          options.as,
          options.end === undefined ? (before?.ended?.as ?? "past") : "past",
        );
        if (!as.ok) return as;
        return ok({
          kind: "diagnosis",
          ...named.value,
          certainty: certainty.value,
          principal: !ended && (options.principal || (before?.principal ?? false)),
          by: options.by ?? before?.by ?? "",
          ...optional("since", options.since, before?.since),
          ...(ended ? { ended: { ...ended, as: as.value } } : {}),
        });
      },
    );
  },
});

/** The code with its description, or words alone. */
async function nameOf(
  vault: Vault,
  { code, words }: { readonly code: string | undefined; readonly words: string | undefined },
  before: DiagnosisWords | undefined,
): Promise<Result<Pick<DiagnosisWords, "code" | "words">, Refusal>> {
  if (words !== undefined) return ok({ words });
  if (code === undefined) {
    if (!before) return misused("A new diagnosis takes --code or --words.");
    return ok({ words: before.words, ...(before.code ? { code: before.code } : {}) });
  }
  const found = await vault.findCodes({ typed: code, limit: 1 });
  if (!found.ok) return refused(found.error);
  const [first] = found.value;
  if (first?.code !== code.toUpperCase()) return refuse("code-unknown");
  return ok({ words: first.description, code: { code: first.code, edition: first.edition } });
}
