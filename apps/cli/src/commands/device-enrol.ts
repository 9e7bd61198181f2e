import { hostname } from "node:os";
import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { readKit } from "../kit-file.ts";
import { readPassphrase } from "../passphrase.ts";
import { withVault } from "../profile.ts";
import { refuse } from "../refusal.ts";
import { withSecondFactor } from "../second-factor.ts";

export const command = defineCommand({
  options: {
    kit: { type: "string", value: "FILE", about: "the Emergency Kit", required: true },
    "device-name": { type: "string", value: "NAME", about: "what this device is called (the computer's name)" },
  },
  async run(context, { options }) {
    const kit = readKit(options.kit);
    if (!kit.ok) return kit;
    return withVault(context, async (vault) => {
      if ((await vault.status()).phase !== "empty") return refuse("already-set-up");
      const passphrase = await readPassphrase(context, "Passphrase: ");
      if (!passphrase.ok) return passphrase;
      const enrolled = await withSecondFactor(context, (totp) =>
        vault.enrolByKit({
          kit: kit.value,
          passphrase: passphrase.value,
          totp,
          deviceName: options["device-name"] ?? hostname(),
        }),
      );
      if (!enrolled.ok) return enrolled;
      const status = await vault.status();
      if (status.phase !== "open") return refuse("bug");
      const provisional = status.provisional !== undefined;
      return ok({
        facts: { practice: status.practiceId, device: status.deviceId, server: status.origin, provisional },
        text:
          `This device belongs to ${status.practiceName} now.\n\nPractice  ${status.practiceId}\nDevice    ${status.deviceId}` +
          (provisional ? "\n\nOnly the server vouches for what it shows: see alcove device confirm." : ""),
      });
    });
  },
});
