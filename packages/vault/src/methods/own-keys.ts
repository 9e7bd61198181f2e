/** One's own keys: what unlocks, the second factor, the Emergency Kit, passkeys, and other keys in their place. */

import { fail, ok, toBase32 } from "@alcove/bytes";
import { type Assertion, failure } from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";
import type { NewSecondFactor, Vault } from "../facade.ts";
import type { MadeAnew } from "../features/device-gone.ts";
import { emergencyKit } from "../features/emergency-kit.ts";
import { chartViews } from "../features/notes.ts";
import { readNextKeys } from "../features/own-keys/next-keys.ts";
import { unlockDevice } from "../features/unlock.ts";
import { secretKeyGroups } from "../kit.ts";
import { judgePassphrase } from "../passphrase.ts";
import { rulesRefuse } from "../rules.ts";
import { asShown } from "../second-factor-text.ts";
import { type Context, withPart } from "./context.ts";

/** Replaces one that was never confirmed. */
export function offerSecondFactor({ random, offered }: Context, account: string): NewSecondFactor {
  offered.totp = random(20);
  const secret = toBase32(offered.totp);
  return { secret, uri: `otpauth://totp/${encodeURIComponent(`Alcove:${account}`)}?secret=${secret}&issuer=Alcove` };
}

/** What was typed of the second factor, and nothing where there is nothing. */
function withDigits<T extends { readonly totp?: string }>({ totp, ...rest }: T) {
  const digits = asShown(totp);
  return digits ? { ...rest, totp: digits } : rest;
}

export function ownKeysMethods(context: Context) {
  const { offered, ports, disk, lines, life } = context;
  const { mustOpen, change, background } = life;
  const { syncNow } = background;
  /** Whether the next passphrase is another than the present one, and good enough for this person and these charts. */
  async function mayBecome({ now, next }: { readonly now: string; readonly next: string }) {
    const running = mustOpen();
    if (!running.ok) return running;
    if (now.normalize("NFKC") === next.normalize("NFKC")) return fail(failure("passphrase-same"));
    const { practiceName, memberName } = running.value.profile;
    const email = running.value.fold.named(running.value.keys.account)?.["email"];
    const about = [practiceName, memberName, ...(typeof email === "string" ? [email] : [])];
    const verdict = await judgePassphrase(next, [...about, ...chartViews(running.value).map(({ name }) => name)]);
    if (!verdict.ok) return fail(failure(verdict.code));
    const refused = rulesRefuse(disk, next);
    return refused ? fail(refused) : running;
  }

  const loadAuthenticators = () => import("../features/authenticators.ts");
  const loadSecondFactor = () => import("../features/second-factor.ts");
  const loadPasskeys = () => import("../features/passkeys/index.ts");

  /** For whose device is gone: the server alone has these, and says of neither when it was made. */
  function noteAnew({ state: { roster } }: Opened, anew: MadeAnew) {
    if (roster) disk.settings.set(anew, roster.headIndex);
  }

  /** After a change of the second factor; what was done stands, whether or not the server can be asked once more. */
  async function asServerSays(running: Opened) {
    const says = await withPart(loadSecondFactor, (part) => part.secondFactor(disk, running));
    await life.emitStatus();
    return says;
  }

  return {
    async offerTotp({ inItsPlace } = { inItsPlace: false }) {
      const running = mustOpen();
      if (!running.ok) return running;
      if (!inItsPlace && disk.settings.get("secondFactorSet") === true) return fail(failure("already-set-up"));
      const email = running.value.fold.named(running.value.keys.account)?.["email"];
      return ok(
        offerSecondFactor(
          context,
          typeof email === "string" && email !== "" ? email : running.value.profile.memberName,
        ),
      );
    },
    async confirmTotp(code, totp) {
      const running = mustOpen();
      if (!running.ok) return running;
      if (!offered.totp) return fail(failure("second-factor-wrong"));
      const secret = offered.totp;
      const set = await withPart(loadSecondFactor, (part) =>
        part.createSecondFactor(running.value, secret, code, asShown(totp)),
      );
      if (!set.ok) return set;
      offered.totp = undefined;
      disk.settings.set("secondFactorSet", true);
      noteAnew(running.value, "secondFactorAt");
      await asServerSays(running.value);
      return ok();
    },
    async secondFactor() {
      const running = mustOpen();
      return running.ok ? withPart(loadSecondFactor, (part) => part.secondFactor(disk, running.value)) : running;
    },
    async makeSpareCodes(request) {
      const running = mustOpen();
      if (!running.ok) return running;
      const totp = asShown(request.totp);
      const made = await withPart(loadSecondFactor, (part) => part.makeSpareCodes(ports.crypto, running.value, totp));
      if (made.ok) noteAnew(running.value, "spareCodesAt");
      if (made.ok) await asServerSays(running.value);
      return made;
    },
    async showAuthenticator() {
      const running = mustOpen();
      if (!running.ok) return running;
      const { ask } = life.authenticators;
      const shown = await withPart(loadAuthenticators, (part) =>
        part.showAuthenticator(ports.crypto, running.value, ask),
      );
      if (shown.ok || shown.error.code !== "second-factor-needed") return shown;
      // A sync under way has failed to log in or is about to: this is for the one after it.
      await background.synced();
      running.value.logInWith({ authenticator: ask });
      return syncNow();
    },
    async answerAuthenticator(shown) {
      life.authenticators.answer(shown as Assertion | undefined);
    },
    async authenticatorChallenge() {
      const running = mustOpen();
      if (!running.ok) return running;
      const place = await withPart(loadAuthenticators, (part) => part.askForNonce(ports.crypto, running.value));
      if (!place.ok) return place;
      offered.authenticator = place.value;
      return ok(place.value.challenge);
    },
    async addAuthenticator(request) {
      const running = mustOpen();
      if (!running.ok) return running;
      const place = offered.authenticator;
      if (!place) return fail(failure("authenticator-wrong"));
      const added = await withPart(loadAuthenticators, (part) =>
        part.addAuthenticator(running.value, place, withDigits(request)),
      );
      if (added.ok) await asServerSays(running.value);
      return added;
    },
    async removeAuthenticator(request) {
      const running = mustOpen();
      if (!running.ok) return running;
      const removed = await withPart(loadAuthenticators, (part) =>
        part.removeAuthenticator(running.value, withDigits(request)),
      );
      const says = removed.ok && (await asServerSays(running.value));
      // Where there is an app, and it was on a device that is gone, that one still answers.
      if (says && says.ok && !says.value.app) noteAnew(running.value, "secondFactorAt");
      return removed;
    },
    async endTotp(request) {
      const running = mustOpen();
      if (!running.ok) return running;
      const totp = asShown(request.totp);
      const ended = await withPart(loadSecondFactor, (part) => part.endSecondFactor(running.value, totp));
      if (ended.ok) noteAnew(running.value, "secondFactorAt");
      if (ended.ok) await asServerSays(running.value);
      return ended;
    },
    async kit() {
      const running = mustOpen();
      return running.ok ? emergencyKit(running.value, ports.clock.now()) : running;
    },
    async confirmKit(groups) {
      const running = mustOpen();
      if (!running.ok) return running;
      const right = secretKeyGroups(running.value.keys.secretKey);
      const distinct = new Set(groups.map(({ index }) => index));
      const same = groups.every(({ index, text }) => right[index] === text.trim().toUpperCase());
      if (distinct.size < 4 || !same) return fail(failure("kit-groups-wrong"));
      disk.settings.set("kitConfirmed", true);
      await life.emitStatus();
      return ok();
    },
    async changePassphrase(request) {
      const fit = await mayBecome(request);
      if (!fit.ok) return fit;
      const changed = await life.replaceKeys((part, running, rest) =>
        part.changePassphrase(ports, disk, running, withDigits(request), rest),
      );
      void syncNow();
      return changed;
    },
    async rekey(request) {
      const fit = await mayBecome(request);
      if (!fit.ok) return fit;
      const rekeyed = await life.replaceKeys((part, running, rest) =>
        part.rekey(ports, disk, running, withDigits(request), rest),
      );
      if (!rekeyed.ok) {
        void syncNow();
        return rekeyed;
      }
      // What only this member reads is rotated with it; without the server it is done when there is one.
      await syncNow();
      const running = mustOpen();
      if (!running.ok) return running;
      const kit = emergencyKit(running.value, ports.clock.now());
      return kit.ok ? ok({ kit: kit.value }) : kit;
    },
    async takeNewKeys(request) {
      const taken = await life.replaceKeys((part, running) =>
        part.takeNewKeys(ports, disk, running, request, life.atHand(request)),
      );
      return taken.ok ? syncNow() : taken;
    },
    passkeys: () =>
      lines(loadPasskeys, async (part, running) =>
        (await part.listHere(ports.crypto, disk, running.keys)).passkeys.map(
          ({ slot, credential, host, name, addedAt }) => ({
            id: String(slot),
            credential,
            host,
            name,
            addedAt,
          }),
        ),
      ),
    async passkeyInput() {
      const running = mustOpen();
      return running.ok ? withPart(loadPasskeys, async (part) => ok(part.prfInput(running.value.keys))) : running;
    },
    addPasskey: (request) =>
      change((running) => withPart(loadPasskeys, (part) => part.addPasskey(ports, disk, running, request))),
    removePasskey: (id) =>
      change((running) => withPart(loadPasskeys, (part) => part.removePasskey(ports, disk, running, id))),
    unlock: (passphrase) =>
      life.unlock((locked) => unlockDevice(ports.crypto, locked, readNextKeys(disk), passphrase), passphrase),
    unlockByPasskey: (request) =>
      life.unlock((locked) =>
        withPart(loadPasskeys, (part) => part.unlockByPasskey(ports.crypto, disk, locked, request)),
      ),
  } satisfies Partial<Vault>;
}
