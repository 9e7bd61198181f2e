import { chmod, cp, mkdtemp, open, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storeContract, type StoreSite } from "@alcove/vault/testing/store";
import { describe, expect, test } from "vitest";
import { openNodeStore } from "./node-store.ts";

/** The room is taken by SQLite's own limit; `tests/stores` does it on a file system that is really full. */
function siteIn(folder: string): StoreSite {
  const file = join(folder, "device.sqlite");
  return {
    open: async () => openNodeStore(folder),
    async fillDisk({ disk }) {
      const pages = Number(disk.prepare("PRAGMA page_count").get()?.["page_count"]);
      disk.exec(`PRAGMA max_page_count = ${pages}`);
    },
    freeDisk: async ({ disk }) => disk.exec("PRAGMA max_page_count = 1000000"),
    readFile: async () => new Uint8Array(await readFile(file)),
    async overwrite(offset, bytes) {
      const handle = await open(file, "r+");
      await handle.write(bytes, 0, bytes.length, offset);
      await handle.close();
    },
  };
}

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "alcove-store-"));
  try {
    await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe("the store contract on Node", () => {
  for (const { title, run } of storeContract) {
    test(title, async () => inFolder(async (folder) => run(siteIn(folder))));
  }
});

test("folder and file are their owner's only", async () => {
  await inFolder(async (folder) => {
    const inside = join(folder, "device");
    const killed = join(folder, "killed");
    const modes = async (of: string) => {
      const names = (await readdir(of)).sort();
      const all = await Promise.all(names.map(async (name) => (await stat(join(of, name))).mode & 0o777));
      return Object.fromEntries(names.map((name, i) => [name, all[i]]));
    };
    const owners = { "device.sqlite": 0o600, "device.sqlite-wal": 0o600 };
    const store = openNodeStore(inside);
    store.disk.exec("CREATE TABLE some (row); INSERT INTO some VALUES (1)");
    expect((await stat(inside)).mode & 0o777).toBe(0o700);
    expect(await modes(inside)).toEqual(owners);
    // As a process leaves them that is killed, and with the mode they had once.
    await cp(inside, killed, { recursive: true });
    store.close();
    for (const name of Object.keys(owners)) await chmod(join(killed, name), 0o644);
    const again = openNodeStore(killed);
    expect(again.disk.prepare("SELECT row FROM some").all()).toEqual([{ row: 1 }]);
    expect(await modes(killed)).toEqual(owners);
    again.close();
  });
});
