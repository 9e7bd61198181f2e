// A process with the Node store, to be killed, or to run on a file system of its own.
//
// commit FOLDER FIRST   commits transactions from number FIRST on, for ever, and writes the number of each that returned
// full-disk FOLDER      runs the contract's cases of a full disk in FOLDER, a small file system, and writes their titles

import { readFile, rm, writeFile } from "node:fs/promises";
import { writeSync } from "node:fs";
import { join } from "node:path";
import { openNodeStore } from "@alcove/store-node";
import { storeContract, type StoreSite } from "@alcove/vault/testing/store";

const [mode, folder = "", first] = process.argv.slice(2);
if (mode === "commit") commitForEver();
else if (mode === "full-disk") await runFullDiskCases();
else throw new Error(`no mode ${mode}`);

function commitForEver(): never {
  const { disk } = openNodeStore(folder);
  disk.exec("CREATE TABLE IF NOT EXISTS kept (number INTEGER NOT NULL, i INTEGER NOT NULL, body BLOB NOT NULL)");
  const insert = disk.prepare("INSERT INTO kept VALUES (?, ?, ?)");
  for (let number = Number(first); ; number++) {
    const body = new Uint8Array(1_000 + (number % 7) * 1_000).fill(number);
    disk.transaction(() => {
      for (let i = 0; i < 20; i++) insert.run(number, i, body);
    });
    writeSync(1, `${number}\n`);
  }
}

async function runFullDiskCases(): Promise<void> {
  for (const [i, { title, run }] of storeContract.entries()) {
    if (!title.includes("full disk")) continue;
    const place = join(folder, `case-${i}`);
    await run(siteIn(place));
    await rm(place, { recursive: true });
    process.stdout.write(`${title}\n`);
  }
}

function siteIn(place: string): StoreSite {
  const filler = join(folder, "filler");
  return {
    open: async () => openNodeStore(place),
    async fillDisk() {
      // Writes what fits and then fails.
      await writeFile(filler, new Uint8Array(64 * 1024 * 1024)).catch((error: unknown) => {
        if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
      });
    },
    freeDisk: () => rm(filler),
    readFile: async () => new Uint8Array(await readFile(join(place, "device.sqlite"))),
    overwrite: () => Promise.reject(new Error("no case of a full disk overwrites")),
  };
}
