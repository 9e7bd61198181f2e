/** Steps with a vault that every measurement takes, in Node and in a browser's worker. */

import type { Vault } from "@alcove/vault";

export const passphrase = "walnut ferry quilt amber gravel";

export function must<T>(
  outcome: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: { readonly code: string } },
): T {
  if (!outcome.ok) throw new Error(`failed: ${JSON.stringify(outcome.error)}`);
  return outcome.value;
}

export async function foundOn(vault: Vault, origin: string): Promise<{ kit: string }> {
  const founded = must(
    await vault.found({
      server: origin,
      practiceName: "Bench Practice",
      ownerName: "Bea Owner",
      ownerEmail: "bea@bench.example",
      deviceName: "bench laptop",
      passphrase,
    }),
  );
  return { kit: founded.kit.text };
}

/** Until nothing waits on the device for the server. */
export async function allSent(vault: Vault): Promise<void> {
  for (;;) {
    must(await vault.sync());
    const status = await vault.status();
    if (status.phase === "open" && status.waiting === 0) return;
  }
}
