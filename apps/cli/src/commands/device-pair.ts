import { hostname } from "node:os";
import { defineCommand } from "../command.ts";
import { withVault } from "../profile.ts";
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
      about: "on the inviting device, for scripts: the line to pick comes on standard input",
    },
  },
  details: `On a device that is set up: shows an invitation as QR code and twelve words, and then three lines of five words; you pick
the one that the new device shows. On an empty one: takes the invitation, shows five words, and asks the passphrase.
With both devices in your hands nobody can come between them. With --json each step is a line on standard error.`,
  async run(context, { options }) {
    const { invite } = await import("../pairing/inviter.ts");
    const { joinAsNewDevice } = await import("../pairing/newcomer.ts");
    return withVault(context, async (vault) => {
      const { phase } = await vault.status();
      if (phase !== "empty") {
        if (options.invitation !== undefined || options.server !== undefined) {
          return misused("This device is set up already: --invitation is for an empty one.");
        }
        return invite(context, vault, { kind: "device" }, options["words-from-stdin"]);
      }
      if (options["words-from-stdin"]) return misused("--words-from-stdin is for a device that is set up.");
      return joinAsNewDevice(context, vault, {
        invitation: options.invitation,
        server: options.server,
        deviceName: options["device-name"] ?? hostname(),
      });
    });
  },
});
