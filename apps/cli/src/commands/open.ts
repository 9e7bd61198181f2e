import { spawn } from "node:child_process";
import { ok, type Result } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { codeOf } from "../files.ts";
import { installed } from "../installed.ts";
import { withVault } from "../profile.ts";
import { misused, refuse, type Refusal } from "../refusal.ts";
import { serveApp } from "../serve-app/app-server.ts";
import { readBundle } from "../serve-app/bundle.ts";
import { readServer } from "../server-address.ts";

const fixedPort = 7421;
const usualServer = "http://localhost:7420";

export const command = defineCommand({
  options: {
    server: { type: "string", value: "URL", about: "the practice's server (this device's, or http://localhost:7420)" },
    port: { type: "string", value: "N", about: `another port than ${fixedPort}` },
  },
  details: `The app comes from this installation, not from the server: what opens your records is code that you installed. Runs until
Ctrl-C, for browsers on this computer only. A browser keeps its records by address: on another port it begins empty, and
the server must be told to take calls from there (ALCOVE_APP_ORIGINS).`,
  async run(context, { options }) {
    const port = options.port === undefined ? fixedPort : Number(options.port);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) return misused("--port takes a number from 1 to 65535.");
    const server = options.server === undefined ? await ownServer(context) : readServer(options.server);
    if (!server.ok) return server;
    const folder = process.env["ALCOVE_WEB"] ?? installed().webFolder;
    const bundle = readBundle(folder, server.value);
    if (!bundle) {
      return refuse(
        "file-unreadable",
        { path: folder, reason: "no built app" },
        "In the workspace npm start builds it.",
      );
    }
    try {
      const app = await serveApp(bundle, server.value, port);
      context.output.event({ event: "ready", app: app.origin, server: server.value });
      context.output.note(`Alcove is at ${app.origin}, for the server at ${server.value}. Ctrl-C stops it.`);
      if (context.terminal.attended && !context.globals.json) showInBrowser(app.origin);
      await new Promise<void>((stop) => void context.interrupt.gently(stop));
      await app.close();
      return ok({ facts: { stopped: true }, text: "Stopped." });
    } catch (error) {
      return refuse("file-unwritable", { path: `http://localhost:${port}`, reason: codeOf(error) });
    }
  },
});

/** Needs no passphrase: the address stands in the open part of the profile. */
function ownServer(context: Context): Promise<Result<string, Refusal>> {
  return withVault(context, async (vault) => {
    const status = await vault.status();
    return ok(status.phase === "empty" ? usualServer : status.origin);
  });
}

/** A convenience: where there is no browser to be found the address on the screen does. */
function showInBrowser(address: string): void {
  const openers: Partial<Record<NodeJS.Platform, string>> = { darwin: "open", win32: "explorer" };
  const opener = spawn(openers[process.platform] ?? "xdg-open", [address], { stdio: "ignore", detached: true });
  opener.on("error", () => {});
  opener.unref();
}
