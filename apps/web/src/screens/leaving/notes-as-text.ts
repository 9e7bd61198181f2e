/** One's own psychotherapy notes in a chart as one plain text, oldest first, to take along. */

import type { Outcome, Vault } from "@alcove/vault";

export async function notesAsText(vault: Vault, chart: string, name: string): Promise<Outcome<string>> {
  const recorded = await vault.recordAccess({ chart, act: "exported", kind: "psychotherapy" });
  if (!recorded.ok) return recorded;
  const heads = (await vault.notes(chart)).filter(({ kind, isOwn }) => kind === "psychotherapy" && isOwn);
  const parts = [`${name}: psychotherapy notes`];
  let files = 0;
  for (const { id, date, title, attachments } of heads.toReversed()) {
    const note = await vault.note(id);
    if (!note.ok) return note;
    parts.push(`${date}${title ? `, ${title}` : ""}\n\n${note.value.current.body.text}`);
    // Where two versions stand side by side, neither is left out.
    for (const other of note.value.others) parts.push(`${date}, another version\n\n${other.body.text}`);
    files += attachments;
  }
  if (files > 0) parts.push(`Files kept with these notes, not in this text: ${files}.`);
  return { ok: true, value: `${parts.join("\n\n----\n\n")}\n` };
}
