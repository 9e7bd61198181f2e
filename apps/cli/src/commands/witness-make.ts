import { ok } from "@alcove/bytes";
import { nodeCryptoPort } from "@alcove/store-node";
import { makeWitness, witnessKey } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { refused } from "../refusal.ts";
import { makeWitnessFolder } from "../witness-folder.ts";

export const command = defineCommand({
  options: {
    folder: { type: "string", value: "DIR", about: "where its key and what it has seen are kept", required: true },
    name: {
      type: "string",
      value: "NAME",
      about: "what it is called, such as attic.example/w: no spaces, no plus",
      required: true,
    },
  },
  details: `A witness stands on another computer than the server, and signs that a practice's ledger only grows. It sees sizes and hashes,
no record and no name. An owner names its key: alcove practice witnesses --keys KEY. Keep its folder: a witness that has
forgotten what it saw must not go on under the same key.`,
  async run(_context, { options: { folder, name } }) {
    const made = makeWitness(await nodeCryptoPort(), name);
    if (!made.ok) return refused(made.error);
    const kept = makeWitnessFolder(folder, made.value);
    if (!kept.ok) return kept;
    const key = witnessKey(made.value);
    return ok({ facts: { name, key, folder }, text: key });
  },
});
