/** The real vault in this worker, opened as `apps/web/src/worker/open-vault.ts` does; what is measured of it. */

import { openWebStore, webClock, webCryptoPort } from "@alcove/store-web";
import { browserHttpOptions, createHttpTransport } from "@alcove/transport-http";
import { createVault, type Vault, type VaultOptions } from "@alcove/vault";
import type { MadeNote } from "../../generate-notes.ts";
import { allSent, foundOn, must, passphrase } from "../../vault-steps.ts";

export function createVaultWork(fetchNotes: () => Promise<readonly MadeNote[]>) {
  let opened: Promise<Vault> | undefined;
  const vaultHere = (indexing: VaultOptions["indexing"] = "when-searched"): Promise<Vault> => {
    opened ??= openVault(indexing);
    return opened;
  };
  return {
    /** Until every note is on the server. */
    async importNotes(): Promise<{ kit: string; milliseconds: number }> {
      const notes = await fetchNotes();
      const vault = await vaultHere();
      const { kit } = await foundOn(vault, location.origin);
      const chart = must(await vault.createChart({ name: "Bench chart" })).id;
      await allSent(vault);
      const began = performance.now();
      must(await vault.importNotes({ task: "bench", chart, kind: "progress", notes }));
      await allSent(vault);
      const milliseconds = performance.now() - began;
      await vault.close();
      return { kit, milliseconds };
    },

    /** From an empty device to every note read, and from there to every word found where words are indexed "soon", as in the app. */
    async firstSync(
      kit: string,
      notes: number,
      indexing: VaultOptions["indexing"],
    ): Promise<{ synced: number; indexed: number }> {
      const vault = await vaultHere(indexing);
      const began = performance.now();
      must(await vault.enrolByKit({ kit, passphrase, totp: "", deviceName: "second" }));
      const synced = performance.now();
      if (indexing === "soon") must(await vault.search({ words: "hallway" }));
      const indexed = performance.now();
      const found = (await vault.charts())[0]?.progressNotes;
      if (found !== notes) throw new Error(`expected ${notes} notes, found ${found}`);
      await vault.close();
      return { synced: synced - began, indexed: indexed - synced };
    },

    /** Milliseconds from the passphrase to a note on the screen; locked again afterwards. */
    async unlock(): Promise<number> {
      const vault = await vaultHere();
      const began = performance.now();
      must(await vault.unlock(passphrase));
      const [chart] = await vault.charts();
      const [first] = await vault.notes(chart?.id ?? "", 50);
      must(await vault.note(first?.id ?? ""));
      const milliseconds = performance.now() - began;
      await vault.lock("person");
      return milliseconds;
    },

    /** Milliseconds of each query. */
    async search(queries: readonly string[]): Promise<readonly number[]> {
      const vault = await vaultHere();
      must(await vault.unlock(passphrase));
      must(await vault.search({ words: "hallway" }));
      const taken: number[] = [];
      for (const words of queries) {
        const began = performance.now();
        must(await vault.search({ words }));
        taken.push(performance.now() - began);
      }
      return taken;
    },
  };
}

async function openVault(indexing: VaultOptions["indexing"]): Promise<Vault> {
  const [store, crypto] = await Promise.all([openWebStore("alcove/device"), webCryptoPort()]);
  return createVault(
    { store, crypto, transport: createHttpTransport(browserHttpOptions), clock: webClock, log: () => {} },
    { indexing },
  );
}
