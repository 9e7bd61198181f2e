import { ok, type Result } from "@alcove/bytes";
import { nodeCryptoPort } from "@alcove/store-node";
import { type LedgerFileReport, verifyLedgerFile } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { counted } from "../counted.ts";
import { readSmallFile } from "../files.ts";
import { send, withOpenVault } from "../profile.ts";
import { exitCodes, misused, type Refusal, refused } from "../refusal.ts";
import { witnessRow } from "../witness-text.ts";

/** Ten million leaves. */
const fileBytes = 512 * 1024 * 1024;

export const command = defineCommand({
  options: {
    file: {
      type: "string",
      value: "FILE",
      about: "a ledger that alcove ledger export wrote, in the place of this device's",
    },
    ledger: { type: "string", value: "KEY", about: "with --file: the ledger's key, known from elsewhere" },
    witnesses: {
      type: "string",
      value: "KEYS",
      about: "with --file: keys of witnesses, known from elsewhere, parted by commas",
    },
  },
  details: `Reads everything that this device has kept once more, from the first entry, and holds it against the server's newest
signed checkpoint and those that witnesses cosigned. Remembers nothing from before. With --file it needs no server, no practice and no
passphrase: leaves are counted again under each checkpoint, and its signatures read by the keys that are given, or
else by those in the file, which then only says that it fits itself.`,
  async run(context, { options }) {
    if (options.file !== undefined) return verifyFile(options.file, options);
    if (options.ledger !== undefined || options.witnesses !== undefined)
      return misused("--ledger and --witnesses go with --file.");
    return withOpenVault(context, async (vault) => {
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
          ...report.value.cosigned.map(
            ({ name, size: to, at }) =>
              `${witnessRow({ name, seenAt: at, isStale: false })}, ${counted(to, "entry", "entries")}`,
          ),
          ...(current ? [] : ["The server was away: checked up to the newest checkpoint seen before."]),
          ...problems.map(({ code, facts }) => `${code} at ${facts["index"] ?? "?"}`),
        ].join("\n"),
        exit: problems.length === 0 ? exitCodes.done : exitCodes.alarm,
      });
    });
  },
});

async function verifyFile(
  path: string,
  { ledger, witnesses }: { readonly ledger?: string | undefined; readonly witnesses?: string | undefined },
): Promise<Result<{ facts: Record<string, unknown>; text: string; exit: 0 | 7 }, Refusal>> {
  const bytes = readSmallFile(path, fileBytes);
  if (!bytes.ok) return bytes;
  const report = await verifyLedgerFile(await nodeCryptoPort(), bytes.value, {
    ...(ledger === undefined ? {} : { ledger }),
    ...(witnesses === undefined ? {} : { witnesses: witnesses.split(",") }),
  });
  if (!report.ok) return refused(report.error);
  const valid = report.value.problems.length === 0;
  return ok({
    facts: { valid, trusted: ledger !== undefined, ...report.value },
    text: fileInWords(report.value, ledger !== undefined),
    exit: valid ? exitCodes.done : exitCodes.alarm,
  });
}

function fileInWords({ size, root, ledger, checkpoints, problems }: LedgerFileReport, isTrusted: boolean): string {
  return [
    problems.length === 0 ? "The ledger is whole." : `The ledger has ${counted(problems.length, "problem")}.`,
    `${counted(size, "entry", "entries")}, root ${root}`,
    `${isTrusted ? "Signed by" : "Signed by the key that the file names itself; compare it:"} ${ledger}`,
    ...checkpoints.flatMap((one) =>
      one.cosigned.map(
        ({ name, at }) =>
          `${witnessRow({ name, seenAt: at, isStale: false })}, ${counted(one.size, "entry", "entries")}`,
      ),
    ),
    ...problems.map(({ code, size: at }) => `${code} at ${at}`),
  ].join("\n");
}
