import { closeSync, fsyncSync, openSync } from "node:fs";

/** Makes a rename or a new name in `folder` durable. Windows syncs folders by itself and can't open them. */
export function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
