/** Transactions without end, for a page that is killed in the middle, and what is found afterwards. */

import { openWebStore } from "@alcove/store-web";

/** Rows of one transaction; all have its number, so that half of one shows. */
const rowsOfOne = 20;

export type Found = {
  readonly integrity: unknown;
  /** Numbers of transactions, with how many of their rows are there. */
  readonly transactions: readonly { readonly number: number; readonly rows: number }[];
};

/** Commits that the test need not know of yet: more, and a page that is slow to tell lets gigabytes be written meanwhile. */
const aheadOfTest = 8;

export function transactionWork(committed: (number: number) => Promise<void>) {
  return {
    rowsOfOne: async () => rowsOfOne,

    /** Commits transactions from `first` on until the page dies. */
    async commitForEver(folder: string, first: number) {
      const { disk } = await openWebStore(folder);
      disk.exec("CREATE TABLE IF NOT EXISTS kept (number INTEGER NOT NULL, i INTEGER NOT NULL, body BLOB NOT NULL)");
      const insert = disk.prepare("INSERT INTO kept VALUES (?, ?, ?)");
      const untold: Promise<void>[] = [];
      for (let number = first; ; number++) {
        const body = crypto.getRandomValues(new Uint8Array(1_000 + (number % 7) * 1_000));
        disk.transaction(() => {
          for (let i = 0; i < rowsOfOne; i++) insert.run(number, i, body);
        });
        untold.push(committed(number));
        if (untold.length > aheadOfTest) await untold.shift();
      }
    },

    async findTransactions(folder: string): Promise<Found> {
      const store = await openWebStore(folder);
      const transactions = store.disk
        .prepare("SELECT number, count(*) AS rows FROM kept GROUP BY number ORDER BY number")
        .all() as unknown as Found["transactions"];
      const integrity = store.disk.prepare("PRAGMA integrity_check").get()?.["integrity_check"];
      store.close();
      return { integrity, transactions };
    },
  };
}
