import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { nameOr } from "../member-text.ts";
import { openForNow } from "../guarded.ts";
import { withOpenVault } from "../profile.ts";
import { refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: { chart: { type: "string", value: "ID", about: "which guarded chart", required: true } },
  details: `Opens it for this one look, which everybody in the chart sees, and shows its notes and who opened it. Where a colleague has to
let you in, --wait SECONDS waits for them (20).`,
  run: (context, { options: { chart } }) =>
    withOpenVault(context, async (vault) => {
      const opened = await openForNow(context, vault, chart);
      if (!opened.ok) return opened;
      // What was just recorded is to be seen too.
      await vault.sync();
      const guard = await vault.guard(chart);
      if (!guard) return refuse("guard-absent");
      const notes = [];
      for (const { id, date, kind } of await vault.notes(chart)) {
        const note = await vault.note(id);
        if (!note.ok) return refused(note.error);
        notes.push({ id, date, kind, title: note.value.current.title, text: note.value.current.body.text });
      }
      const looks = guard.openings.map(({ name, member, at, device, letIn }) => ({
        member,
        name,
        at,
        device,
        ...(letIn === undefined ? {} : { letIn }),
      }));
      const text = [
        ...(guard.clientName === undefined ? [] : [guard.clientName, ""]),
        ...notes.flatMap((note) => [`${note.date}  ${note.id}  ${note.title}`.trimEnd(), note.text, ""]),
        "Opened by:",
        ...looks.map(
          (one) => `${new Date(one.at).toISOString()}  ${nameOr(one.name, one.member)}, ${one.device}${sayLetIn(one)}`,
        ),
      ].join("\n");
      const named = guard.clientName === undefined ? {} : { clientName: guard.clientName };
      return ok({ facts: { chart, ...named, notes, openings: looks }, text });
    }),
});

function sayLetIn({ letIn }: { readonly letIn?: { readonly name: string } | null }): string {
  if (letIn === undefined) return "";
  return letIn ? `, let in by ${nameOr(letIn.name, "a member")}` : ", not let in";
}
