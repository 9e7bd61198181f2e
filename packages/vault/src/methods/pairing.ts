/** Pairing, at the side of whoever asks and of whoever is new. */

import { fail, ok, type Result } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { OpenKeys } from "../engine/keys.ts";
import type { Vault } from "../facade.ts";
import type { Pairing, PairingSide } from "../features/pairing/pairing.ts";
import type { Purpose } from "../features/pairing/transcript.ts";
import { judgePassphrase } from "../passphrase.ts";
import { type Profile, writeProfile } from "../profile.ts";
import { type Context, withPart } from "./context.ts";

export function pairingMethods(context: Context) {
  const { ports, disk, own, stamp, life } = context;
  const { opened, mustOpen, mustBeEmpty, background, change } = life;
  const loadPortals = () => import("../features/portal/portals.ts");
  const loadKnocks = () => import("../features/portal/knocks.ts");
  const { syncNow } = background;
  let pairing: Pairing | undefined;
  let pairingTurn = 0;

  async function startInvite(purpose: Purpose): Promise<Result<undefined, Failure>> {
    const running = mustOpen();
    if (!running.ok) return running;
    const started = await withPart(
      () => import("../features/pairing/inviter.ts"),
      (part) => part.startInvitation(beginPairing(), running.value, purpose, () => void syncNow()),
    );
    if (!started.ok) return started;
    pairing = started.value;
    return ok();
  }

  /** Ends the pairing before. Only the one begun last speaks: what came before has no say about it. */
  function beginPairing(): PairingSide {
    pairing?.cancel();
    const turn = ++pairingTurn;
    return {
      ports,
      show(step) {
        if (turn === pairingTurn) life.emit({ kind: "pairing", step });
      },
    };
  }

  return {
    invite: () => startInvite({ kind: "device" }),
    inviteMember: ({ role }) => startInvite({ kind: "member", role }),
    async inviteClient({ chart }) {
      const running = mustOpen();
      if (!running.ok) return running;
      const portal = await withPart(loadPortals, (part) => part.portalOf(ports, running.value, chart));
      return portal.ok ? startInvite(portal.value) : portal;
    },
    portals: () => context.lines(loadPortals, (part, running) => part.portalViews(running)),
    knocks: () => context.lines(loadKnocks, (part, running) => part.knockViews(ports, running)),
    answerKnock: (request) =>
      change((running) => withPart(loadKnocks, (part) => part.answerKnock(ports, running, request))),
    endPortal: (request) => change((running) => withPart(loadPortals, (part) => part.endClient(running, request))),
    async choosePairingWords(words) {
      if (!pairing) return fail(failure("pairing-stopped"));
      pairing.answer(words.join(" "));
      return ok();
    },
    async acceptInvitation(request) {
      const was = life.takenOut();
      const taken = was ? ok() : mustBeEmpty();
      if (!taken.ok) return taken;
      const keep = async (made: Profile, keys: OpenKeys): Promise<Result<undefined, Failure>> => {
        if (was) {
          const again = await life.becomeAnother(made, keys);
          if (!again.ok) return again;
        } else {
          disk.transaction(() => writeProfile(disk, made));
          await life.open(made, keys);
        }
        disk.settings.set("secondFactorSet", true);
        disk.settings.set("kitConfirmed", true);
        await syncNow();
        await opened()?.keep([own(keys.device, { type: "device", ...stamp(), name: made.deviceName })]);
        await syncNow();
        return ok();
      };
      const started = await withPart(
        () => import("../features/pairing/new-device.ts"),
        (part) => part.startNewDevice(beginPairing(), { ...request, ...(was ? { was } : {}) }, keep),
      );
      if (!started.ok) return started;
      pairing = started.value;
      return ok();
    },
    async acceptMembership(request) {
      const taken = mustBeEmpty();
      if (!taken.ok) return taken;
      if (request.name.trim() === "") return fail(failure("name-empty"));
      const verdict = await judgePassphrase(request.passphrase, [request.name, request.email]);
      if (!verdict.ok) return fail(failure(verdict.code));
      const joined = async (made: Profile, keys: OpenKeys) => {
        const running = await life.open(made, keys);
        await running.keep([
          own(keys.account, { type: "member", ...stamp(), name: request.name.trim(), email: request.email }),
          own(keys.device, { type: "device", ...stamp(), name: made.deviceName }),
        ]);
        await syncNow();
      };
      const started = await withPart(
        () => import("../features/pairing/new-member.ts"),
        (part) => part.startNewMember(beginPairing(), disk, request, joined),
      );
      if (!started.ok) return started;
      pairing = started.value;
      return ok();
    },
    async finishPairing(passphrase) {
      if (!pairing) return fail(failure("pairing-stopped"));
      const outcome = pairing.outcome();
      pairing.answer(passphrase);
      return outcome;
    },
    async cancelPairing() {
      pairing?.cancel();
      pairing = undefined;
    },
  } satisfies Partial<Vault>;
}
