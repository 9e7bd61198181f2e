import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { isAsked } from "../pairing/invitation.ts";
import { withVault } from "../profile.ts";
import { misused, refuse } from "../refusal.ts";
import { readServer } from "../server-address.ts";

export const command = defineCommand({
  options: {
    invitation: { type: "string", value: "WORDS", about: "the twelve words, or the QR code's text (you are asked)" },
    server: { type: "string", value: "URL", about: "the server's address, which twelve words do not hold" },
    name: { type: "string", value: "NAME", about: "your name", required: true },
    email: { type: "string", value: "EMAIL", about: "your e-mail address", required: true },
    "device-name": { type: "string", value: "NAME", about: "what this device is called (the computer's name)" },
    kit: { type: "string", value: "FILE", about: "where to write the Emergency Kit; it must not exist yet" },
    "spare-codes": { type: "string", value: "FILE", about: "takes ten spare codes, one a line; it must not exist yet" },
    "words-from-stdin": { type: "boolean", about: "for scripts: the line that was picked comes on standard input" },
  },
  details: `Your keys are made here and never leave this device unsealed. Shows five words: read them to whoever invited you, and
say here whether they found them. The Emergency Kit and the passphrase together open your records on a new device. Without a
terminal, --invitation, --kit, --passphrase-file and --words-from-stdin are needed. --totp-file FILE takes the new second factor's secret, where FILE does not exist yet.`,
  async run(context, { options }) {
    const { globals, terminal } = context;
    const server = options.server === undefined ? ok(undefined) : readServer(options.server);
    if (!server.ok) return server;
    if (!terminal.attended) {
      const nobody = "is needed: nobody is at the terminal to be asked.";
      if (isAsked(options.invitation)) return misused(`--invitation WORDS ${nobody}`);
      if (globals.passphraseFile === undefined) return misused(`--passphrase-file FILE ${nobody}`);
      if (!options["words-from-stdin"])
        return misused("--words-from-stdin is needed: nobody is here to compare words.");
      if (options.kit === undefined) return misused("--kit FILE is needed: it takes the Emergency Kit.");
    }
    // Before anything is begun that could not be finished.
    for (const path of [options.kit, options["spare-codes"], globals.totpFile]) {
      if (path !== undefined && existsSync(path)) return refuse("file-exists", { path });
    }
    const { joinAsMember } = await import("../pairing/new-member.ts");
    return withVault(context, async (vault) => {
      if ((await vault.status()).phase !== "empty") return refuse("already-set-up");
      return joinAsMember(context, vault, {
        invitation: options.invitation,
        server: server.value,
        name: options.name,
        email: options.email,
        deviceName: options["device-name"] ?? hostname(),
        kit: options.kit,
        spareCodes: options["spare-codes"],
        wordsFromInput: options["words-from-stdin"],
      });
    });
  },
});
