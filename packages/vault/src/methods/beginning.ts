/** A device's first minutes: a practice is founded, or somebody comes in by Kit or by recovery cards. */

import { ok, fail } from "@alcove/bytes";
import { failure } from "@alcove/protocol";
import type { Vault } from "../facade.ts";
import { emergencyKit } from "../features/emergency-kit.ts";
import { holdsNames, judgePassphrase } from "../passphrase.ts";
import { readRules, rulesRefuse } from "../rules.ts";
import { type Context, withPart } from "./context.ts";
import { offerSecondFactor } from "./own-keys.ts";

export function beginningMethods(context: Context) {
  const { ports, disk, own, stamp, life } = context;
  const { mustBeEmpty, guarded, background } = life;
  const { syncNow } = background;

  return {
    async offerPassphrase(about) {
      const { offerWords, withAllClasses } = await import("../offer-words.ts");
      let words = offerWords(ports.crypto, 5);
      // "quiet" may come up where the practice is the Quiet Room, and would be refused.
      while (holdsNames(words.join(" "), about)) words = offerWords(ports.crypto, 5);
      return readRules(disk).passphraseClasses ? withAllClasses(ports.crypto, words) : words;
    },
    async judgePassphrase(passphrase, about) {
      const verdict = await judgePassphrase(passphrase, about);
      return verdict.ok && rulesRefuse(disk, passphrase) ? { ok: false, code: "passphrase-classes" } : verdict;
    },
    async found(request) {
      const taken = mustBeEmpty();
      if (!taken.ok) return taken;
      if ([request.practiceName, request.ownerName].some((name) => name.trim() === ""))
        return fail(failure("name-empty"));
      const verdict = await judgePassphrase(request.passphrase, [
        request.practiceName,
        request.ownerName,
        request.ownerEmail,
      ]);
      if (!verdict.ok) return fail(failure(verdict.code));
      const founded = await guarded(() =>
        withPart(
          () => import("../features/found.ts"),
          (part) => part.foundPractice(ports, disk, request),
        ),
      );
      if (!founded.ok) return founded;
      const { profile: made, keys, state } = founded.value;
      const running = await life.open(made, keys, state);
      const kept = await guarded(async () => {
        await running.keep([
          own(made.practice, { type: "practice", ...stamp(), name: request.practiceName }),
          own(made.account, { type: "member", ...stamp(), name: request.ownerName, email: request.ownerEmail }),
          own(made.device, { type: "device", ...stamp(), name: request.deviceName }),
        ]);
        return ok();
      });
      if (!kept.ok) return kept;
      await syncNow();
      const kit = emergencyKit(running, ports.clock.now());
      if (!kit.ok) return kit;
      return ok({ kit: kit.value, totp: offerSecondFactor(context, request.ownerEmail || request.ownerName) });
    },
    async enrolByKit(request) {
      const taken = mustBeEmpty();
      if (!taken.ok) return taken;
      const enrolled = await guarded(() =>
        withPart(
          () => import("../features/enrol.ts"),
          (part) => part.enrolByKit(ports, disk, request, life.atHand(request)),
        ),
      );
      if (!enrolled.ok) return enrolled;
      const running = await life.open(enrolled.value.profile, enrolled.value.keys);
      disk.settings.set("secondFactorSet", true);
      disk.settings.set("kitConfirmed", true);
      const first = await syncNow();
      if (!first.ok) return first;
      await running.keep([own(running.keys.device, { type: "device", ...stamp(), name: request.deviceName })]);
      return syncNow();
    },
    checkRecoveryCards: (cards) =>
      withPart(
        () => import("../features/recovery/cards.ts"),
        async (part) => part.cardFacts(cards),
      ),
    async recoverByCards(request) {
      const taken = mustBeEmpty();
      if (!taken.ok) return taken;
      const verdict = await judgePassphrase(request.passphrase, []);
      if (!verdict.ok) return fail(failure(verdict.code));
      const recovered = await guarded(() =>
        withPart(
          () => import("../features/recovery/use.ts"),
          (part) => part.recoverByCards(ports, disk, request),
        ),
      );
      if (!recovered.ok) return recovered;
      const running = await life.open(recovered.value.profile, recovered.value.keys);
      const first = await syncNow();
      if (first.ok)
        await running.keep([own(running.keys.device, { type: "device", ...stamp(), name: request.deviceName })]);
      // The cards are made and the old ones void, whatever the network does: they are given in any case.
      const practiceName = running.fold.nameOf(running.keys.practice) ?? "";
      return ok(recovered.value.cards.map((card) => ({ ...card, practiceName })));
    },
  } satisfies Partial<Vault>;
}
