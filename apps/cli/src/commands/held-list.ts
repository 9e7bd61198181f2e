import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { countSaves, reasonFor } from "../held.ts";
import { asOfLastSync, withOpenVault } from "../profile.ts";

export const command = defineCommand({
  details: `A save is held where the right to write there has ended, or its key was not delivered to you yet. It stays on this
device, with its words, and goes by itself when the right or the key is there. alcove held discard ends the waiting.`,
  run: (context) =>
    withOpenVault(context, async (vault) => {
      const held = await vault.heldSaves();
      const names = new Map((await vault.charts()).map(({ id, name }) => [id, name]));
      const whole = held.map((one) => {
        const { id, chart, kind, title, text, writtenAt } = one;
        const when = new Date(writtenAt).toISOString().slice(0, 16).replace("T", " ");
        const where = chart === undefined ? "names of the practice" : `${names.get(chart) ?? chart}`;
        const head = `${id}  ${where}${kind === undefined ? "" : `, ${kind} note`}, ${when} UTC  (${reasonFor(one)})`;
        return [head, ...(title === "" ? [] : [title]), ...(text === "" ? [] : ["", text.trimEnd()])].join("\n");
      });
      const asOf = await asOfLastSync(vault);
      const text = whole.join("\n\n") || "Nothing is held.";
      return ok({ facts: { held, saves: countSaves(held), ...asOf.facts }, text: `${text}${asOf.text}` });
    }),
});
