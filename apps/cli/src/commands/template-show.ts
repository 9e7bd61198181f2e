import { ok } from "@alcove/bytes";
import type { TemplateView } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { readDay, today } from "../note-input.ts";
import { withOpenVault } from "../profile.ts";
import { refuse } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "TEMPLATE", about: "which one" }],
  options: {
    chart: { type: "string", value: "ID", about: "the page that a note of this chart begins with, to write into" },
    date: { type: "string", value: "DAY", about: "day that it is about, yyyy-mm-dd (today)" },
  },
  details:
    "To write with one: template show soap --chart ID > page.txt, then note add --template soap --file page.txt.",
  async run(context, { positionals: [id], options: { chart, date: given } }) {
    const date = readDay("--date", given);
    if (!date.ok) return date;
    return withOpenVault(context, async (vault) => {
      const template = (await vault.templates()).find((one) => one.id === id);
      if (!template) return refuse("template-unknown");
      if (chart === undefined) return ok({ facts: { template }, text: explained(template) });
      const about = { chart, kind: template.kind, date: date.value ?? today(), template: template.id };
      const begun = await vault.beginNote(about);
      if (!begun.ok) return refuse(begun.error.code);
      const { template: filled = template } = begun.value;
      return ok({ facts: { template: filled }, text: pageOf(filled) });
    });
  },
});

function explained({ name, about, sections }: TemplateView): string {
  return [`${name}: ${about}`, ...sections.map(({ heading, hint }) => `${heading}\n  ${hint}`)].join("\n");
}

/** Hints are no part of a note, so they are none of the page. */
function pageOf({ sections }: TemplateView): string {
  return sections.map(({ heading, text }) => `${heading}\n\n${text ?? ""}`.trimEnd()).join("\n\n");
}
