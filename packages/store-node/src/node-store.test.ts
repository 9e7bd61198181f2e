import { mkdtemp, open, readFile, rm, stat } from "node:fs/promises";
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
    openNodeStore(inside).close();
    expect((await stat(inside)).mode & 0o777).toBe(0o700);
    expect((await stat(join(inside, "device.sqlite"))).mode & 0o777).toBe(0o600);
  });
});
