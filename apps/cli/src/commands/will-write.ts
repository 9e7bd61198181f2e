import { ok, type Result } from "@alcove/bytes";
import type { WillWords } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { readSmallText } from "../files.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused, type Refusal } from "../refusal.ts";

const maxLetterBytes = 256 * 1024;

export const command = defineCommand({
  options: {
    executor: { type: "string", value: "TEXT", about: "who winds up your practice, with a number (as it was)" },
    backup: { type: "string", value: "TEXT", about: "who does where they can't (as it was)" },
    instructions: { type: "string", value: "FILE", about: "what to do, as a text file (as it was)" },
    clients: { type: "string", value: "FILE", about: "the letter to clients (as it was)" },
    colleagues: { type: "string", value: "FILE", about: "the letter to colleagues (as it was)" },
    cards: { type: "string", value: "TEXT", about: "where the recovery cards lie (as it was)" },
  },
  details: `Your professional will: what others do when you can't act any more. The owners of the practice read it, and who brings the
practice back by recovery cards. Without an option it confirms what stands; Today asks for that once a year.`,
  run: (context, { options }) =>
    withOpenVault(context, async (vault) => {
      const files: Partial<Record<"instructions" | "clients" | "colleagues", string>> = {};
      for (const name of ["instructions", "clients", "colleagues"] as const) {
        const text: Result<string | undefined, Refusal> =
          options[name] === undefined ? ok(undefined) : readSmallText(options[name], maxLetterBytes);
        if (!text.ok) return text;
        if (text.value !== undefined) files[name] = text.value;
      }
      const before = (await vault.wills()).find(({ isYou }) => isYou);
      const words: WillWords = {
        executor: options.executor ?? before?.executor ?? "",
        backup: options.backup ?? before?.backup ?? "",
        instructions: files.instructions ?? before?.instructions ?? "",
        clients: files.clients ?? before?.clients ?? "",
        colleagues: files.colleagues ?? before?.colleagues ?? "",
        cards: options.cards ?? before?.cards ?? "",
      };
      const saved = await vault.saveWill(words);
      if (!saved.ok) return refused(saved.error);
      const sent = await send(context, vault);
      const will = (await vault.wills()).find(({ isYou }) => isYou);
      return ok({
        facts: { confirmed: will?.confirmed, readers: will?.readers ?? [], ...sentFacts(sent) },
        text: `Your professional will is confirmed on ${will?.confirmed}. alcove will show --out FILE prints it.${sentText(sent)}`,
      });
    }),
});
