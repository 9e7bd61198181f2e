import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { ok } from "@alcove/bytes";
import { prepareCardFolder, readCards, refusedCard, writeCards } from "../card-files.ts";
import { defineCommand } from "../command.ts";
import { writeKit } from "../kit-file.ts";
import { choosePassphrase } from "../new-passphrase.ts";
import { send, sentFacts, sentText, withVault } from "../profile.ts";
import { misused, refuse, refused } from "../refusal.ts";
import { readServer } from "../server-address.ts";

const reasons = ["locked-out", "exposed", "absent"] as const;
const isReason = (word: string): word is (typeof reasons)[number] => (reasons as readonly string[]).includes(word);

export const command = defineCommand({
  options: {
    cards: { type: "string", value: "DIR", about: "folder with enough cards, as text files", required: true },
    out: { type: "string", value: "DIR", about: "where to write the new cards; none may be there yet", required: true },
    kit: { type: "string", value: "FILE", about: "where to write the new Emergency Kit", required: true },
    reason: { type: "string", value: "WORD", about: `why: ${reasons.join(", ")} (locked-out)` },
    server: { type: "string", value: "URL", about: "where the server is, for cards that were typed as words" },
    owner: { type: "string", value: "ID", about: "which owner goes on, where there are several" },
    "device-name": { type: "string", value: "NAME", about: "what this device is called (the computer's name)" },
  },
  details: `On a device without a practice. An owner goes on here with new keys and a new passphrase; their devices from before are out,
the cards used open nothing that is written from now on, and psychotherapy notes stay closed. Everybody is shown that it
happened. Then: alcove device confirm, alcove practice second-factor, and hand out the new cards.`,
  async run(context, { options }) {
    const reason = options.reason ?? "locked-out";
    if (!isReason(reason)) return misused(`--reason takes ${reasons.join(", ")}.`);
    const server = options.server === undefined ? undefined : readServer(options.server);
    if (server && !server.ok) return server;
    const files = readCards(options.cards);
    if (!files.ok) return files;
    // Before anything is used up that could not be finished.
    if (existsSync(options.kit)) return refuse("file-exists", { path: options.kit });
    const prepared = prepareCardFolder(options.out);
    if (!prepared.ok) return prepared;
    return withVault(context, async (vault) => {
      if ((await vault.status()).phase !== "empty") return refuse("already-set-up");
      const passphrase = await choosePassphrase(context, vault, []);
      if (!passphrase.ok) return passphrase;
      const recovered = await vault.recoverByCards({
        cards: files.value.map(({ text }) => text),
        reason,
        passphrase: passphrase.value,
        deviceName: options["device-name"] ?? hostname(),
        ...(server ? { server: server.value } : {}),
        ...(options.owner === undefined ? {} : { owner: options.owner }),
      });
      if (!recovered.ok) return refusedCard(recovered.error, files.value);
      const written = writeCards(options.out, recovered.value);
      if (!written.ok) return written;
      const sent = await send(context, vault);
      const kit = await vault.kit();
      if (!kit.ok) return refused(kit.error, "alcove sync, then alcove practice kit, write it.");
      const kept = writeKit(options.kit, kit.value);
      if (!kept.ok) return kept;
      const status = await vault.status();
      if (status.phase !== "open") return refuse("bug");
      return ok({
        facts: {
          practice: status.practiceId,
          device: status.deviceId,
          server: status.origin,
          cards: written.value,
          kit: options.kit,
          provisional: status.provisional !== undefined,
          ...sentFacts(sent),
        },
        text:
          `${status.practiceName || "The practice"} opens on this device again.\n\nNew cards  ${options.out}\nKit        ${options.kit}\n\n` +
          `The cards you used are void: destroy them, and hand out the new ones. See alcove device confirm next.${sentText(sent)}`,
      });
    });
  },
});
