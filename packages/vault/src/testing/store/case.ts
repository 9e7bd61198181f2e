/** A case of the store contract, and what it asks of the place where it runs. */

import type { Bytes } from "@alcove/bytes";
import type { Store } from "../../ports.ts";

/** A folder of its own for one case, empty at first, on a real file system. */
export type StoreSite = {
  /** Opens the store in this folder, or makes it. */
  open(): Promise<Store>;
  /** Takes away the room in which the open store's file could grow. */
  fillDisk(store: Store): Promise<void>;
  /** Gives it back. */
  freeDisk(store: Store): Promise<void>;
  /** The device's file as it lies there; the store is closed. */
  readFile(): Promise<Bytes>;
  /** Overwrites the device's file from `offset`; the store is closed. */
  overwrite(offset: number, bytes: Bytes): Promise<void>;
};

export type StoreCase = { readonly title: string; run(site: StoreSite): Promise<void> };

/** A case that needs one open store and closes it. */
export function withStore(title: string, run: (store: Store) => void): StoreCase {
  return {
    title,
    async run(site) {
      const store = await site.open();
      try {
        run(store);
      } finally {
        store.close();
      }
    },
  };
}

/** `length` bytes that repeat after no power of two, so that shifted or swapped pages show. */
export function patterned(length: number, seed = 1): Bytes {
  const bytes = new Uint8Array(length);
  let x = seed;
  for (let i = 0; i < length; i++) {
    x = (Math.imul(x, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = x >>> 16;
  }
  return bytes;
}
