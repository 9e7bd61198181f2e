import { ok } from "@alcove/bytes";
import { nodeClock, nodeCryptoPort } from "@alcove/store-node";
import { cosignRequest } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { readSmallText, writeNewFile } from "../files.ts";
import { refuse, refused } from "../refusal.ts";
import { keepStep, readWitnessFolder } from "../witness-folder.ts";

const requestBytes = 32 * 1024;
/** So often somebody else may be quicker. */
const attempts = 5;

export const command = defineCommand({
  options: {
    folder: { type: "string", value: "DIR", about: "the witness's own, from alcove witness make", required: true },
    ledger: {
      type: "string",
      value: "KEY",
      about: "the ledger's key, as alcove practice witnesses says it",
      required: true,
    },
    request: { type: "string", value: "FILE", about: "what alcove witness request wrote", required: true },
    out: { type: "string", value: "FILE", about: "a new file for the signed checkpoint", required: true },
  },
  details: `Needs no practice and no network. Signs only what continues all that it signed before for this ledger; another past is an alarm,
exit code 7: then the server shows different people different ledgers.`,
  async run(_context, { options: { folder, ledger, request: path, out } }) {
    const request = readSmallText(path, requestBytes);
    if (!request.ok) return request;
    const crypto = await nodeCryptoPort();
    for (let i = 0; i < attempts; i++) {
      const before = readWitnessFolder(folder);
      if (!before.ok) return before;
      const { step, file } = before.value;
      const facts = { ledgers: [ledger], request: request.value, now: nodeClock.now() };
      const signed = await cosignRequest(crypto, file, facts);
      if (!signed.ok) return refused(signed.error, hintFor(signed.error.code, signed.error.facts?.["size"]));
      const kept = keepStep(folder, { step: step + 1, file: signed.value.file });
      if (!kept.ok) return kept;
      if (!kept.value) continue;
      const written = writeNewFile(out, signed.value.note);
      if (!written.ok) return written;
      const { size } = signed.value;
      return ok({
        facts: { size, out },
        text: `Signed: ${size} entries. alcove witness hand-in --file ${out} brings it to the practice.`,
      });
    }
    return refuse("device-in-use");
  },
});

function hintFor(code: string, size: unknown): string | undefined {
  return code === "witness-behind" ? `alcove witness request --from ${String(size)} asks once more.` : undefined;
}
