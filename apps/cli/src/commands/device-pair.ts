import { hostname } from "node:os";
import { defineCommand } from "../command.ts";
import { newPassphraseOption } from "../new-passphrase.ts";
import { unlock, withVault } from "../profile.ts";
import { steppingUp } from "../stepping-up.ts";
import { misused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    invitation: {
      type: "string",
      value: "WORDS",
      about: "on the new device: the twelve words, or - to be asked for them",
    },
    server: {
      type: "string",
      value: "URL",
      about: "on the new device: the server's address, which twelve words do not hold",
    },
    "device-name": {
      type: "string",
      value: "NAME",
      about: "on the new device: what it is called (the computer's name)",
    },
    "words-from-stdin": {
      type: "boolean",
      about: "for scripts: the line that is the same on both comes on standard input",
    },
    ...newPassphraseOption,
  },
  details: `On a device that is set up: shows an invitation as QR code and twelve words, and then three lines of five words; you pick
the one that the new device shows. On an empty one: takes the invitation, shows five words, asks whether you found them, then the passphrase.
With both devices in your hands nobody can come between them. With --json each step is a line on standard error.
A device that was taken out of the practice takes --invitation as well: it opens by the passphrase that it has, is asked for the one that counts
now (--new-passphrase-file where that is another), and sends what waits on it.`,
  async run(context, { options }) {
    const { invite } = await import("../pairing/inviter.ts");
    const { joinAsNewDevice } = await import("../pairing/newcomer.ts");
    return withVault(context, async (vault) => {
      const status = await vault.status();
      const request = {
        invitation: options.invitation,
        server: options.server,
        deviceName: options["device-name"] ?? hostname(),
        wordsFromInput: options["words-from-stdin"],
        passphraseFile: options["new-passphrase-file"] ?? context.globals.passphraseFile,
      };
      if (status.phase === "empty") return joinAsNewDevice(context, vault, request);
      const unlocked = await unlock(context, vault);
      if (!unlocked.ok) return unlocked;
      if (options.invitation === undefined && options.server === undefined)
        return invite(context, steppingUp(context, vault), { kind: "device" }, options["words-from-stdin"]);
      const synced = await vault.sync();
      if (synced.ok || synced.error.code !== "device-revoked")
        return misused("This device is set up already: --invitation is for an empty one, or one that was taken out.");
      return joinAsNewDevice(context, vault, { ...request, server: options.server ?? status.origin });
    });
  },
});
