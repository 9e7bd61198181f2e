/** Answers the vault when it asks for an authenticator: in the tab whose form called for it, by the browser's own prompt. */

import { useState } from "react";
import { useVaultEvents, useVaultState } from "../app/vault-context.tsx";
import { KEY_REFUSED } from "../words/second-factor.ts";

/** The person's passkeys and security keys for pages of this address, as far as this device knows them. */
export function useKeysHere(): readonly Uint8Array[] {
  const { status } = useVaultState();
  const known = (status?.phase === "open" && status.secondFactor?.authenticators) || [];
  return known.filter(({ host }) => host === location.hostname).map(({ credential }) => credential);
}

/** `isAsking`: this form waits for it. Gives why the browser handed none over, until it is asked again. */
export function useAuthenticatorAsked(isAsking: boolean): string | undefined {
  const { vault } = useVaultState();
  const keys = useKeysHere();
  const [refused, setRefused] = useState<string>();
  const answer = async (challenge: Uint8Array) => {
    setRefused(undefined);
    const prompt = await import("./passkey-prompt.ts").catch(() => undefined);
    const shown = await prompt?.showAuthenticator(challenge, keys);
    if (shown && !shown.ok) setRefused(KEY_REFUSED[shown.why]);
    await vault.answerAuthenticator(shown?.ok ? shown.value : undefined);
  };
  useVaultEvents((event) => {
    if (event.kind === "authenticator" && isAsking) void answer(event.challenge);
  });
  return refused;
}
