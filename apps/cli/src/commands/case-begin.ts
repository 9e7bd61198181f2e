import { ok } from "@alcove/bytes";
import { headLine, nothingYet, readKindOfCase } from "../case-text.ts";
import { defineCommand } from "../command.ts";
import { readDay, today } from "../note-input.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    kind: { type: "string", value: "KIND", about: "as case kinds lists them", required: true },
    received: { type: "string", value: "DAY", about: "the day on which it came, yyyy-mm-dd (today)" },
    person: { type: "string", value: "ID", about: "who of the chart asks, as chart people shows them" },
    from: { type: "string", value: "NAME", about: "who asks, as a letter names them" },
    address: { type: "string", value: "LINES", about: "where a letter goes, with \\n between its lines" },
    asked: { type: "string", value: "TEXT", about: "what they ask" },
    "answer-by": { type: "string", value: "DAY", about: "the day that a paper names" },
    note: { type: "string", value: "ID", about: "the note that an amendment is about" },
    "paid-in-full": { type: "boolean", about: "of a restriction: a health plan, and paid in full out of pocket" },
  },
  details:
    "Access, accounting, restriction and confidential communications lie where front desk reads; every other kind with the notes. A paper holds the chart while it is open.",
  async run(context, { options }) {
    const received = readDay("--received", options.received);
    if (!received.ok) return received;
    const answerBy = readDay("--answer-by", options["answer-by"]);
    if (!answerBy.ok) return answerBy;
    return withOpenVault(context, async (vault) => {
      const kind = await readKindOfCase(vault, options.kind);
      if (!kind.ok) return kind;
      const { chart, person, note } = options;
      const said = {
        ...nothingYet(kind.value.kind, received.value ?? today()),
        from: options.from ?? "",
        address: (options.address ?? "").replaceAll("\\n", "\n"),
        asked: options.asked ?? "",
        ...(person === undefined ? {} : { person }),
        ...(note === undefined ? {} : { note }),
        ...(answerBy.value === undefined ? {} : { answerBy: answerBy.value }),
        ...(options["paid-in-full"] ? ({ paidInFull: true } as const) : {}),
      };
      const saved = await vault.saveCase({ chart, said, basedOn: [] });
      if (!saved.ok) return refused(saved.error);
      const sent = await send(context, vault);
      const head = (await vault.caseHeads()).find(({ id }) => id === saved.value.id);
      return ok({
        facts: { chart, ...saved.value, ...(head?.due === undefined ? {} : { due: head.due }), ...sentFacts(sent) },
        text: `${head ? headLine(head) : saved.value.id}${sentText(sent)}`,
      });
    });
  },
});
