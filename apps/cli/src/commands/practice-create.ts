import { hostname } from "node:os";
import { existsSync } from "node:fs";
import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { keepKit } from "../new-kit.ts";
import { choosePassphrase } from "../new-passphrase.ts";
import { keepSpareCodes } from "../new-spare-codes.ts";
import { send, sentFacts, sentText, withVault } from "../profile.ts";
import { misused, refuse, refused } from "../refusal.ts";
import { setSecondFactor } from "../new-second-factor.ts";
import { readServer } from "../server-address.ts";

export const command = defineCommand({
  options: {
    server: { type: "string", value: "URL", about: "address of the server", required: true },
    name: { type: "string", value: "NAME", about: "name of the practice", required: true },
    "owner-name": { type: "string", value: "NAME", about: "your name", required: true },
    "owner-email": { type: "string", value: "EMAIL", about: "your e-mail address", required: true },
    "device-name": { type: "string", value: "NAME", about: "what this device is called (the computer's name)" },
    kit: { type: "string", value: "FILE", about: "where to write the Emergency Kit; it must not exist yet" },
    "spare-codes": { type: "string", value: "FILE", about: "takes ten spare codes, one a line; it must not exist yet" },
  },
  details: `The Emergency Kit and the passphrase together open your records on a new device. Without a terminal, --kit and
--passphrase-file are needed. --totp-file FILE takes the new second factor's secret, where FILE does not exist yet.`,
  async run(context, { options }) {
    const server = readServer(options.server);
    if (!server.ok) return server;
    if (!context.terminal.attended && options.kit === undefined) {
      return misused("--kit FILE is needed: it takes the Emergency Kit.");
    }
    // Before anything is founded that could not be finished.
    for (const path of [options.kit, options["spare-codes"], context.globals.totpFile]) {
      if (path !== undefined && existsSync(path)) return refuse("file-exists", { path });
    }
    return withVault(context, async (vault) => {
      if ((await vault.status()).phase !== "empty") return refuse("already-set-up");
      const about = [options.name, options["owner-name"], options["owner-email"]];
      const passphrase = await choosePassphrase(context, vault, about);
      if (!passphrase.ok) return passphrase;
      const founded = await vault.found({
        server: server.value,
        practiceName: options.name,
        ownerName: options["owner-name"],
        ownerEmail: options["owner-email"],
        deviceName: options["device-name"] ?? hostname(),
        passphrase: passphrase.value,
      });
      if (!founded.ok) return refused(founded.error);
      const { kit, totp } = founded.value;
      const kept = await keepKit(context, vault, kit, options.kit);
      if (!kept.ok) return kept;
      const secondFactorSet = await setSecondFactor(context, vault, totp);
      if (!secondFactorSet.ok) return secondFactorSet;
      const spare = secondFactorSet.value ? await keepSpareCodes(context, vault, options["spare-codes"]) : ok();
      if (!spare.ok) return spare;
      const sent = await send(context, vault);
      const status = await vault.status();
      if (status.phase !== "open") return refuse("bug");
      return ok({
        facts: {
          practice: status.practiceId,
          device: status.deviceId,
          server: status.origin,
          ...(options.kit === undefined ? {} : { kit: options.kit }),
          secondFactorSet: status.secondFactorSet,
          kitConfirmed: status.kitConfirmed,
          ...sentFacts(sent),
        },
        text:
          `${options.name} is founded.\n\nPractice  ${status.practiceId}\nDevice    ${status.deviceId}` +
          `${options.kit === undefined ? "" : `\nKit       ${options.kit}`}` +
          `${secondFactorSet.value ? "" : "\n\nNo second factor is set: whoever has kit and passphrase has your records."}${sentText(sent)}`,
      });
    });
  },
});
