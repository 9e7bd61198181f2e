import { type Store, StoreFault } from "../../ports.ts";
import { codeOf, rejectionOf, same, thrownBy } from "../check.ts";
import { patterned, type StoreCase, type StoreSite, withStore } from "./case.ts";

const createTable = "CREATE TABLE kept (n INTEGER PRIMARY KEY, body BLOB)";

function insertRows(store: Store, from: number, count: number, bytes: number): void {
  const insert = store.disk.prepare("INSERT INTO kept VALUES (?, ?)");
  store.disk.transaction(() => {
    for (let n = from; n < from + count; n++) insert.run(n, patterned(bytes, n));
  });
}

/** Compares every row with what `insertRows` wrote. */
function checkRows(store: Store, count: number, bytes: number): void {
  const rows = store.disk.prepare("SELECT n, body FROM kept ORDER BY n").all();
  same(rows.length, count, "rows");
  for (const [n, row] of rows.entries()) same(row, { n, body: patterned(bytes, n) }, `row ${n}`);
}

export const deviceFileCases: readonly StoreCase[] = [
  {
    title: "closed and opened again, everything is there, many times over",
    async run(site) {
      for (let round = 0; round < 8; round++) {
        const store = await site.open();
        if (round === 0) store.disk.exec(createTable);
        checkRows(store, round * 10, 5_000);
        insertRows(store, round * 10, 10, 5_000);
        store.close();
        store.close();
      }
    },
  },

  withStore("what is deleted is overwritten, and what is committed is synced", ({ disk }) => {
    // 1 overwrites every freed page, 2 (FAST) what is freed inside pages that are written anyway.
    const secureDelete = Number(disk.prepare("PRAGMA secure_delete").get()?.["secure_delete"]);
    same([1, 2].includes(secureDelete), true, "secure_delete");
    same(disk.prepare("PRAGMA synchronous").get(), { synchronous: 2 }, "synchronous (2 is FULL)");
    same(disk.prepare("PRAGMA temp_store").get(), { temp_store: 2 }, "temp_store (2 is memory)");
  }),

  {
    title: "deleted bytes are gone from the closed file",
    async run(site) {
      const store = await site.open();
      store.disk.exec(createTable);
      const canary = new TextEncoder().encode("canary-7f3a-".repeat(20));
      insertRows(store, 0, 50, 2_000);
      store.disk.prepare("INSERT INTO kept VALUES (?, ?)").run(50, canary);
      store.disk.prepare("DELETE FROM kept WHERE n = ?").run(50);
      store.close();
      const text = new TextDecoder("latin1").decode(await site.readFile());
      same(text.length > 50 * 2_000, true, "the file holds the other rows");
      same(text.includes("canary-7f3a"), false, "the canary is in the file");
    },
  },

  {
    title: "a second opener is refused, and the first goes on",
    async run(site) {
      const first = await site.open();
      first.disk.exec(createTable);
      insertRows(first, 0, 10, 1_000);
      const refusal = await rejectionOf(openAndRead(site));
      same([refusal instanceof StoreFault, codeOf(refusal)], [true, "device-in-use"], "refusal");
      insertRows(first, 10, 10, 1_000);
      first.close();
      const second = await site.open();
      checkRows(second, 20, 1_000);
      second.close();
    },
  },

  {
    title: "a full disk is disk-full: what was there stays, and with room again work goes on",
    async run(site) {
      const store = await site.open();
      store.disk.exec(createTable);
      insertRows(store, 0, 20, 4_000);
      await site.fillDisk(store);
      const fault = thrownBy(() => insertRows(store, 20, 4_000, 16_000));
      same([fault instanceof StoreFault, codeOf(fault)], [true, "disk-full"], "fault of a transaction");
      checkRows(store, 20, 4_000);
      const insert = store.disk.prepare("INSERT INTO kept VALUES (?, ?)");
      const alone = thrownBy(() => insert.run(20, patterned(64_000_000)));
      same([alone instanceof StoreFault, codeOf(alone)], [true, "disk-full"], "fault of one statement");
      checkRows(store, 20, 4_000);
      await site.freeDisk(store);
      insertRows(store, 20, 20, 4_000);
      store.close();
      const again = await site.open();
      checkRows(again, 40, 4_000);
      same(again.disk.prepare("PRAGMA integrity_check").get(), { integrity_check: "ok" }, "integrity");
      again.close();
    },
  },

  {
    title: "on a full disk the store still opens and reads",
    async run(site) {
      const store = await site.open();
      store.disk.exec(createTable);
      insertRows(store, 0, 20, 4_000);
      await site.fillDisk(store);
      thrownBy(() => insertRows(store, 20, 4_000, 16_000));
      store.close();
      const again = await site.open();
      checkRows(again, 20, 4_000);
      await site.freeDisk(again);
      insertRows(again, 20, 20, 4_000);
      checkRows(again, 40, 4_000);
      again.close();
    },
  },

  {
    title: "a file that is no database is store-damaged, and nothing of it is overwritten",
    async run(site) {
      await writeAndClose(site);
      await site.overwrite(0, patterned(1_000));
      const before = await site.readFile();
      const fault = await rejectionOf(openAndRead(site));
      same([fault instanceof StoreFault, codeOf(fault)], [true, "store-damaged"], "fault");
      same(await site.readFile(), before, "the file");
    },
  },

  {
    title: "pages that were overwritten are store-damaged when they are read",
    async run(site) {
      await writeAndClose(site);
      const size = (await site.readFile()).length;
      await site.overwrite(8_192, patterned(size - 8_192 - 8_192, 3));
      const fault = await rejectionOf(openAndRead(site));
      same([fault instanceof StoreFault, codeOf(fault)], [true, "store-damaged"], "fault");
    },
  },
];

async function writeAndClose(site: StoreSite): Promise<void> {
  const store = await site.open();
  store.disk.exec(createTable);
  insertRows(store, 0, 200, 1_000);
  store.close();
}

async function openAndRead(site: StoreSite): Promise<void> {
  const store = await site.open();
  try {
    store.disk.prepare("SELECT n, body FROM kept ORDER BY n").all();
  } finally {
    store.close();
  }
}
