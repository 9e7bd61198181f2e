import { existsSync } from "node:fs";
import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { writeKit } from "../kit-file.ts";
import { newPassphraseOption, otherPassphrase } from "../new-passphrase.ts";
import { readPassphrase } from "../passphrase.ts";
import { withUnlocked } from "../profile.ts";
import { misused, refuse } from "../refusal.ts";
import { withSecondFactor } from "../second-factor.ts";

const reasons = ["exposed", "lost", "stolen"] as const;

export const command = defineCommand({
  options: {
    reason: { type: "string", value: "REASON", about: "exposed, lost or stolen", required: true },
    kit: {
      type: "string",
      value: "FILE",
      about: "where to write the new Emergency Kit; it must not exist yet",
      required: true,
    },
    device: { type: "string", value: "ID", about: "the device that is lost or stolen: it is revoked too" },
    ...newPassphraseOption,
  },
  details: `For when somebody may have your passphrase, your Kit or a device. You get a new identity, Secret Key, passphrase and Kit; the
old ones open nothing that is written from then on, here or at the server. What somebody has read or copied before stays read.
Your other devices go on with what they have and sync again once you gave them the new Kit (alcove keys take).`,
  async run(context, { options }) {
    const reason = reasons.find((one) => one === options.reason);
    if (!reason) return misused(`--reason is exposed, lost or stolen, not "${options.reason}".`);
    if (options.device !== undefined && reason === "exposed")
      return misused("--device is for one that is lost or stolen.");
    if (existsSync(options.kit)) return refuse("file-exists", { path: options.kit });
    const now = await readPassphrase(context, "Passphrase: ");
    if (!now.ok) return now;
    return withUnlocked(context, now.value, async (vault) => {
      const next = await otherPassphrase(context, vault, options);
      if (!next.ok) return next;
      const device = options.device === undefined ? {} : { device: options.device };
      const rekeyed = await withSecondFactor(context, (totp) =>
        vault.rekey({ reason, now: now.value, next: next.value, totp, ...device }),
      );
      if (!rekeyed.ok) return rekeyed;
      const written = writeKit(options.kit, rekeyed.value.kit);
      if (!written.ok) {
        context.output.note(
          "Your keys are replaced. Only the new Kit could not be written: alcove practice kit writes it.",
        );
        return written;
      }
      return ok({
        facts: { reason, kit: options.kit, ...device },
        text: `Your keys are replaced. The new Emergency Kit is in ${options.kit}; throw the old one away.`,
      });
    });
  },
});
