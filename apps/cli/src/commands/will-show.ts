import { ok } from "@alcove/bytes";
import type { WillView } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { writeNewFile } from "../files.ts";
import { withOpenVault } from "../profile.ts";
import { misused, refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    member: { type: "string", value: "ID", about: "whose (all that you can read)" },
    out: { type: "string", value: "FILE", about: "also write it as a PDF to print; needs one will" },
  },
  details:
    "Your own professional will, and to an owner everybody's. A will opens nothing: it says what to do, and where the cards lie.",
  run: (context, { options }) =>
    withOpenVault(context, async (vault) => {
      const all = await vault.wills();
      const wills = options.member === undefined ? all : all.filter(({ member }) => member === options.member);
      if (options.member !== undefined && wills.length === 0) return refuse("member-unknown");
      const [only, ...more] = wills;
      if (options.out !== undefined) {
        if (!only || more.length > 0) return misused("--out takes one will: say whose with --member.");
        const pdf = await vault.willPdf(only.member);
        if (!pdf.ok) return refused(pdf.error);
        const written = writeNewFile(options.out, pdf.value);
        if (!written.ok) return written;
      }
      const text = wills.length === 0 ? "There is none that you can read." : wills.map(textOf).join("\n\n");
      return ok({ facts: { wills, ...(options.out === undefined ? {} : { pdf: options.out }) }, text });
    }),
});

function textOf(will: WillView): string {
  const parts = [
    ["Executor", will.executor],
    ["If they can't", will.backup],
    ["What to do", will.instructions],
    ["Where the recovery cards lie", will.cards],
    ["Psychotherapy notes", will.notesStayClosed ? "They stay closed." : ""],
    ["Letter to clients", will.clients],
    ["Letter to colleagues", will.colleagues],
  ].filter(([, words]) => words?.trim());
  const head = `Professional will of ${will.name}${will.confirmed ? `, confirmed on ${will.confirmed}` : ", not confirmed"}`;
  return [head, ...parts.map(([name, words]) => `${name}\n${words}`)].join("\n\n");
}
