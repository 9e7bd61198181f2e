/**
 * Authenticators are asked by the page, and not from in here: the vault says over what, and waits for what one signed. One
 * question at a time, until it is answered, the vault locks, or nobody could have answered in time.
 */

import { limits, type Assertion } from "@alcove/protocol";
import type { VaultEvent } from "./facade.ts";
import type { Clock } from "./ports.ts";
import type { AskAuthenticator } from "./session.ts";

export type AuthenticatorDesk = {
  readonly ask: AskAuthenticator;
  /** `undefined`: none signed. Without a question nothing happens. */
  answer(shown: Assertion | undefined): void;
};

export function createAuthenticatorDesk(clock: Clock, emit: (event: VaultEvent) => void): AuthenticatorDesk {
  let answer: AuthenticatorDesk["answer"] = () => {};
  return {
    ask(challenge) {
      answer(undefined);
      return new Promise((resolve) => {
        const cancel = clock.after(limits.nonceMs, () => answer(undefined));
        answer = (shown) => {
          cancel();
          answer = () => {};
          resolve(shown);
        };
        emit({ kind: "authenticator", challenge });
      });
    },
    answer: (shown) => answer(shown),
  };
}
