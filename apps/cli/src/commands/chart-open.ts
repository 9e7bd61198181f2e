import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { nameOr } from "../member-text.ts";
import { withOpenVault } from "../profile.ts";
import { refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: { chart: { type: "string", value: "ID", about: "which guarded chart", required: true } },
  details: "Opens it for this one look, which everybody in the chart sees, and shows its notes and who opened it.",
  run: (context, { options: { chart } }) =>
    withOpenVault(context, async (vault) => {
      const opened = await vault.openGuarded(chart);
      if (!opened.ok) return refused(opened.error);
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
      const looks = guard.openings.map(({ name, member, at, device }) => ({ member, name, at, device }));
      const text = [
        ...(guard.clientName === undefined ? [] : [guard.clientName, ""]),
        ...notes.flatMap((note) => [`${note.date}  ${note.id}  ${note.title}`.trimEnd(), note.text, ""]),
        "Opened by:",
        ...looks.map((one) => `${new Date(one.at).toISOString()}  ${nameOr(one.name, one.member)}, ${one.device}`),
      ].join("\n");
      const named = guard.clientName === undefined ? {} : { clientName: guard.clientName };
      return ok({ facts: { chart, ...named, notes, openings: looks }, text });
    }),
});
