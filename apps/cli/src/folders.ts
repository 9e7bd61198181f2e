/** Where things lie on this computer when nobody says otherwise. */

import { homedir } from "node:os";
import { join } from "node:path";

/** This person's records as a device: `alcove-device` in the user's data folder. */
export function defaultProfileFolder(): string {
  return join(userDataFolder(), "alcove-device");
}

/** What a server keeps: the same folder that `npm start` uses. */
export function defaultServerFolder(): string {
  return join(userDataFolder(), "alcove");
}

/** Compiled code of this program, owned by the user; no record and no key. */
export function cacheFolder(): string {
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "Alcove");
  if (process.platform === "win32") return join(localAppData(), "Alcove", "Cache");
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "alcove");
}

function userDataFolder(): string {
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support");
  if (process.platform === "win32") return localAppData();
  return process.env["XDG_DATA_HOME"] || join(homedir(), ".local", "share");
}

function localAppData(): string {
  return process.env["LOCALAPPDATA"] || join(homedir(), "AppData", "Local");
}
