import { ok, type Result } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { counted } from "../counted.ts";
import { readSmallText } from "../files.ts";
import { installed } from "../installed.ts";
import { exitCodes, misused, refuse, type Refusal } from "../refusal.ts";
import { readServer } from "../server-address.ts";
import {
  type AppManifest,
  manifestOf,
  type ReleaseKey,
  readManifest,
  readReleaseKey,
} from "../verify-app/app-manifest.ts";
import { compareApp, type Difference, fetchManifest } from "../verify-app/compare.ts";
import { version } from "../version.ts";

const maxManifestBytes = 1024 * 1024;
const said: Readonly<Record<Difference["what"], string>> = {
  changed: "another one",
  missing: "not there",
  rules: "comes with other rules for the page",
};

export const command = defineCommand({
  positionals: [{ name: "URL", about: "the practice's server, as browsers open it" }],
  options: {
    manifest: { type: "string", value: "FILE", about: "compare with this manifest, not with the app installed here" },
    key: {
      type: "string",
      value: "KEY",
      about: "take a manifest only if this key signed it; the server's own without --manifest",
    },
  },
  details: `Fetches every file of the web app and compares it with the app of this installation, which anybody can build from the source,
byte for byte the same. It sees what the server gives to whoever asks from here and now: somebody else, or a browser in an hour,
may be given another one. Who opens Alcove with alcove open runs no code of the server.`,
  async run(context, { positionals: [url = ""], options }) {
    const server = readServer(url);
    if (!server.ok) return server;
    const key = options.key === undefined ? undefined : readReleaseKey(options.key);
    if (options.key !== undefined && !key) return misused("--key takes a key like NAME+0123abcd+AQ...");
    const origin = server.value;
    try {
      const expected = await expectedOf(origin, options.manifest, key);
      if (!expected.ok) return expected;
      const { files } = expected.value;
      const differences = await compareApp(origin, expected.value, (done, total) =>
        context.output.progress({ task: "Files", done, total }),
      );
      const isSame = differences.length === 0;
      return ok({
        facts: { same: isSame, version: expected.value.version, files: files.size, differences },
        text: isSame
          ? `${origin} serves this app: version ${expected.value.version}, ${counted(files.size, "file")}, all the same.`
          : [
              `${origin} serves another app than version ${expected.value.version}. Ask whoever runs the server whether it was updated, and open your records with alcove open until you know.`,
              ...differences.map(({ path, what }) => `${path}: ${said[what]}`),
            ].join("\n"),
        exit: isSame ? exitCodes.done : exitCodes.alarm,
      });
    } catch (error) {
      if (error instanceof TypeError || error instanceof DOMException) return refuse("server-unreachable");
      throw error;
    }
  },
});

async function expectedOf(
  origin: string,
  file: string | undefined,
  key: ReleaseKey | undefined,
): Promise<Result<AppManifest, Refusal>> {
  if (file === undefined && !key) {
    const folder = process.env["ALCOVE_WEB"] ?? installed().webFolder;
    const own = manifestOf(folder, version());
    return own
      ? ok(own)
      : refuse("file-unreadable", { path: folder, reason: "no built app" }, "In the workspace npm start builds it.");
  }
  const note = file === undefined ? ok(await fetchManifest(origin)) : readSmallText(file, maxManifestBytes);
  if (!note.ok) return note;
  const manifest = note.value === undefined ? undefined : readManifest(note.value, key);
  if (manifest) return ok(manifest);
  const why = key ? "no manifest that this key signed" : "no manifest";
  return refuse("file-unreadable", { path: file ?? origin, reason: why });
}
