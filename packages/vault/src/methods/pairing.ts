/** Pairing, at the side of whoever asks and of whoever is new. */

import { fail, fromHex, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { OpenKeys } from "../engine/keys.ts";
import type { Opened } from "../engine/opened.ts";
import type { PairingStep, Vault } from "../facade.ts";
import type * as InviterPart from "../features/pairing/inviter.ts";
import type { Inviting, InviterSide } from "../features/pairing/inviter.ts";
import type { Pairing, PairingSide } from "../features/pairing/pairing.ts";
import { judgePassphrase } from "../passphrase.ts";
import { type Profile, writeProfile } from "../profile.ts";
import { type Context, withPart } from "./context.ts";

const loadInviter = () => import("../features/pairing/inviter.ts");

export function pairingMethods(context: Context) {
  const { ports, disk, own, stamp, life } = context;
  const { opened, mustOpen, mustBeEmpty, background, change } = life;
  const loadPortals = () => import("../features/portal/portals.ts");
  const loadKnocks = () => import("../features/portal/knocks.ts");
  const { syncNow } = background;
  let pairing: Pairing | undefined;
  /** The invitation that is attended, where `pairing` is one, and what it waits for its person to do. */
  let inviting: { readonly by: Inviting; readonly asks: PairingStep | undefined } | undefined;
  let pairingTurn = 0;
  // Locked, nothing can be signed: what nobody answered is shown again after unlocking.
  life.subscribe((event) => {
    if (event.kind === "status" && event.status.phase === "locked") leave("in any case");
  });

  function leave(when: Parameters<Inviting["leave"]>[0]): void {
    if (inviting?.by.leave(when)) inviting = undefined;
  }

  async function attend(
    begin: (part: typeof InviterPart, side: InviterSide, running: Opened) => Promise<Result<Inviting, Failure>>,
  ): Promise<Result<undefined, Failure>> {
    const running = mustOpen();
    if (!running.ok) return running;
    leave("not answered");
    const started = await withPart(loadInviter, (part) => {
      const side = { ...beginPairing(), disk, sync: () => void syncNow() };
      return begin(part, side, running.value);
    });
    if (!started.ok) return started;
    pairing = started.value;
    inviting = { by: started.value, asks: undefined };
    return ok();
  }

  /** Ends the pairing before. Only the one begun last speaks: what came before has no say about it. */
  function beginPairing(): PairingSide {
    pairing?.cancel();
    const turn = ++pairingTurn;
    return {
      ports,
      show(step) {
        if (turn !== pairingTurn) return;
        if (step.step === "done" || step.step === "failed") inviting = undefined;
        else if (inviting && (step.step === "compare" || step.step === "second-factor"))
          inviting = { ...inviting, asks: step };
        life.emit({ kind: "pairing", step });
      },
    };
  }

  return {
    invite: () => attend((part, side, running) => part.startInvitation(side, running, { kind: "device" }, "")),
    inviteMember: ({ role, forWhom = "" }) =>
      attend((part, side, running) => part.startInvitation(side, running, { kind: "member", role }, forWhom.trim())),
    invitations: () =>
      context.lines(loadInviter, (part, running) => part.invitations(ports, disk, running, inviting?.by.invitation)),
    async showInvitation(id) {
      const asks = inviting && toHex(inviting.by.invitation.id) === id ? inviting.asks : undefined;
      if (!asks) return attend((part, side, running) => part.showInvitation(side, running, id));
      life.emit({ kind: "pairing", step: asks });
      return ok();
    },
    async leaveInvitation() {
      leave("not answered");
    },
    async withdrawInvitation(id) {
      const running = mustOpen();
      if (!running.ok) return running;
      const of = fromHex(id);
      if (!of) return fail(failure("invitation-unknown"));
      if (inviting && toHex(inviting.by.invitation.id) === id) leave("in any case");
      return withPart(loadInviter, (part) => part.withdrawInvitation(disk, running.value, of));
    },
    async inviteClient({ chart }) {
      const running = mustOpen();
      if (!running.ok) return running;
      const portal = await withPart(loadPortals, (part) => part.portalOf(ports, running.value, chart));
      if (!portal.ok) return portal;
      return attend((part, side, open) => part.startInvitation(side, open, portal.value, ""));
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
    checkInvitation: (text) =>
      withPart(
        () => import("../features/pairing/transcript.ts"),
        async (part) => {
          const read = part.parseInvitationQr(text) ? ok() : part.secretFromWords(text);
          return read.ok ? ok() : read;
        },
      ),
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
