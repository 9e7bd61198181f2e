/** The facade's methods over one device's store, one at a time where they change something. */

import { fail, ok, toHex } from "@alcove/bytes";
import { failure } from "@alcove/protocol";
import type { Vault } from "./facade.ts";
import { LockedMeanwhile } from "./engine/sync/parts.ts";
import { createLife, type Life, type VaultOptions } from "./life.ts";
import { beginningMethods } from "./methods/beginning.ts";
import { casesMethods } from "./methods/cases.ts";
import { codesMethods } from "./methods/codes.ts";
import { createContext, withPart } from "./methods/context.ts";
import { administrativeMethods } from "./methods/administrative.ts";
import { disclosureMethods } from "./methods/disclosures.ts";
import { formsMethods } from "./methods/forms.ts";
import { documentsMethods } from "./methods/documents.ts";
import { measuresMethods } from "./methods/measures.ts";
import { guidesMethods } from "./methods/guides.ts";
import { movingMethods } from "./methods/moving.ts";
import { notesMethods } from "./methods/notes.ts";
import { ownKeysMethods } from "./methods/own-keys.ts";
import { pairingMethods } from "./methods/pairing.ts";
import { peopleMethods } from "./methods/people.ts";
import { scheduleMethods } from "./methods/schedule.ts";
import type { Ports } from "./ports.ts";
import { asShown } from "./second-factor-text.ts";

/**
 * A lock in the middle of a call ends it with `LockedMeanwhile`, where it has no failure to give.
 * @throws StoreFault when the device's file can't be read; `store-newer` is a failure of every method.
 */
export function createVault(ports: Ports, options: VaultOptions = { indexing: "soon" }): Vault {
  const life = createLife(ports, options);
  const context = createContext(ports, life);
  const { background, mustOpen, guarded } = life;
  const { syncNow } = background;

  return endedByLock(life, {
    ...beginningMethods(context),
    ...ownKeysMethods(context),
    ...movingMethods(context),
    ...guidesMethods(context),
    ...notesMethods(context),
    ...codesMethods(context),
    ...documentsMethods(context),
    ...administrativeMethods(context),
    ...disclosureMethods(context),
    ...casesMethods(context),
    ...measuresMethods(context),
    ...formsMethods(context),
    ...peopleMethods(context),
    ...pairingMethods(context),
    ...scheduleMethods(context),

    status: life.status,
    subscribe: life.subscribe,
    async confirmFreshness() {
      const running = mustOpen();
      if (!running.ok) return running;
      return guarded(async () => {
        const { keys, sync } = running.value;
        const stated = await sync.state((roster) => {
          const isSuspended = roster.members.get(toHex(keys.account))?.suspendedIndex !== undefined;
          if (isSuspended) return fail(failure("account-suspended"));
          return ok({ operations: [["freshness.confirm", keys.account, keys.device]] });
        });
        if (!stated.ok) return stated;
        return syncNow();
      });
    },
    lock: life.lock,
    async touch() {
      life.touch();
    },
    async setIdleLock(minutes) {
      life.setIdleMinutes(minutes);
      await life.emitStatus();
    },
    sync: () => syncNow(),
    async showSecondFactor(digits) {
      // The sync under way has failed to log in or is about to: these are for the one after it.
      await background.synced();
      const running = mustOpen();
      if (!running.ok) return running;
      // In a session it is for an act that asks for it; without one, to get in.
      if (running.value.currentSession())
        return withPart(
          () => import("./features/second-factor.ts"),
          (part) => part.showSecondFactor(running.value, asShown(digits) ?? ""),
        );
      running.value.logInWith(life.atHand({ totp: digits }));
      return syncNow();
    },
    async verifyLedger() {
      const running = mustOpen();
      if (!running.ok) return running;
      return withPart(
        () => import("./features/ledger-report.ts"),
        (part) => part.ledgerReport(ports.crypto, life.disk, running.value),
      );
    },
    async close() {
      await life.lock("closed");
      ports.store.close();
    },
  });
}

/** Whatever was looked at when it was locked meets lists that are closed, which say so in words of their own. */
function endedByLock({ opened }: Life, vault: Vault): Vault {
  const methods = Object.entries(vault) as [string, (...args: readonly unknown[]) => unknown][];
  const ended = methods.map(([name, method]) => [
    name,
    (...args: readonly unknown[]) => {
      const running = opened();
      const answer = method(...args);
      if (!running || !(answer instanceof Promise)) return answer;
      return answer.catch((error: unknown) => {
        throw opened() ? error : new LockedMeanwhile();
      });
    },
  ]);
  return Object.fromEntries(ended) as Vault;
}
