/** Answers the vault when it asks for an authenticator: in the tab whose form called for it, by the browser's own prompt. */

import { useCallback, useRef, useState } from "react";
import { useVaultEvents, useVaultState } from "../app/vault-context.tsx";
import { KEY_REFUSED } from "../words/second-factor.ts";

/** The person's passkeys and security keys for pages of this address, as far as this device knows them. */
export function useKeysHere(): readonly Uint8Array[] {
  const { status } = useVaultState();
  const known = (status?.phase === "open" && status.secondFactor?.authenticators) || [];
  return known.filter(({ host }) => host === location.hostname).map(({ credential }) => credential);
}

/** `isAsking`: whether this form waits for it. `refused`: why the browser gave none, until it is asked again. */
export function useAuthenticatorAsked(): {
  readonly isAsking: { current: boolean };
  readonly refused: string | undefined;
} {
  const { vault } = useVaultState();
  const isAsking = useRef(false);
  const keys = useKeysHere();
  const [refused, setRefused] = useState<string>();
  const answer = useCallback(
    async (challenge: Uint8Array) => {
      setRefused(undefined);
      const prompt = await import("./passkey-prompt.ts").catch(() => undefined);
      const shown = await prompt?.showAuthenticator(challenge, keys);
      if (shown && !shown.ok) setRefused(KEY_REFUSED[shown.why]);
      await vault.answerAuthenticator(shown?.ok ? shown.value : undefined);
    },
    [keys, vault],
  );
  useVaultEvents((event) => {
    if (event.kind === "authenticator" && isAsking.current) void answer(event.challenge);
  });
  return { isAsking, refused };
}
