import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { readDay, today } from "../note-input.ts";
import { readStatus, sheetLine, statusesHelp } from "../person-text.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which one, as enquiry list shows it", required: true },
    status: { type: "string", value: "STATUS", about: `${statusesHelp} (as it was)` },
    called: { type: "string", value: "DAY", about: "a day on which they were called, yyyy-mm-dd" },
    asks: { type: "string", value: "WORDS", about: "what for (as it was)" },
    next: { type: "string", value: "WORDS", about: "the next step (as it was)" },
    keep: { type: "string", value: "WORDS", about: "not taken on: why it is kept, and until when (as it was)" },
  },
  details: "What is not given stays as it was.",
  async run(context, { options }) {
    const status = options.status === undefined ? undefined : readStatus(options.status);
    if (status && !status.ok) return status;
    const called = readDay("--called", options.called);
    if (!called.ok) return called;
    return withOpenVault(context, async (vault) => {
      const { chart } = options;
      const there = (await vault.enquiries()).find((one) => one.chart === chart);
      if (!there) return refuse("chart-unknown");
      const { basedOn, ...before } = there.sheet;
      const isOther = status !== undefined && status.value !== before.status;
      const { enquiry } = before;
      const sheet = {
        ...before,
        status: status?.value ?? before.status,
        since: isOther ? today() : before.since,
        enquiry: {
          ...enquiry,
          asks: options.asks ?? enquiry.asks,
          next: options.next ?? enquiry.next,
          keep: options.keep ?? enquiry.keep,
          called: called.value === undefined ? enquiry.called : [...enquiry.called, called.value].toSorted(),
        },
      };
      const saved = await vault.saveFaceSheet({ chart, basedOn, ...sheet });
      if (!saved.ok) return refused(saved.error);
      const sent = await send(context, vault);
      return ok({ facts: { chart, ...sheet, ...sentFacts(sent) }, text: `${sheetLine(sheet)}.${sentText(sent)}` });
    });
  },
});
