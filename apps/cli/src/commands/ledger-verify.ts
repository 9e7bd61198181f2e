import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { counted } from "../counted.ts";
import { send, withOpenVault } from "../profile.ts";
import { exitCodes, refused } from "../refusal.ts";

export const command = defineCommand({
  details: `Reads everything that this device has kept once more, from the first entry, and holds it against the server's newest
signed checkpoint. Remembers nothing from before.`,
  run: (context) =>
    withOpenVault(context, async (vault) => {
      const sent = await send(context, vault);
      const report = await vault.verifyLedger();
      if (!report.ok) return refused(report.error);
      const { size, root, problems, ...counts } = report.value;
      const current = sent.why === undefined;
      const parts = [
        counted(counts.statements, "statement"),
        counted(counts.keyLogEntries, "key-log entry", "key-log entries"),
        counted(counts.batches, "batch", "batches"),
        counted(counts.envelopes, "envelope"),
        counted(counts.heartbeats, "heartbeat"),
      ];
      return ok({
        facts: { valid: problems.length === 0, current, size, root, ...counts, problems },
        text: [
          problems.length === 0 ? "The ledger is whole." : `The ledger has ${counted(problems.length, "problem")}.`,
          `${counted(size, "entry", "entries")}, root ${root}`,
          `${parts.join(", ")} on this device`,
          ...(current ? [] : ["The server was away: checked up to the newest checkpoint seen before."]),
          ...problems.map(({ code, facts }) => `${code} at ${facts["index"] ?? "?"}`),
        ].join("\n"),
        exit: problems.length === 0 ? exitCodes.done : exitCodes.alarm,
      });
    }),
});
