/** Letting in: a further device, somebody who becomes a member, a client. Steps arrive as `pairing` events. */

import type { InvitationView } from "./devices.ts";
import type { Outcome } from "./outcome.ts";
import type { Role } from "./people.ts";

/** What a vault does with it. */
export type PairingMethods = {
  /** A further device of one's own. Steps arrive as `pairing` events. */
  invite(): Promise<Outcome<void>>;
  /** Somebody who becomes a member. */
  inviteMember(request: { readonly role: Role; readonly forWhom?: string }): Promise<Outcome<void>>;
  /** Those that wait, the newest first. They outlive a window, a lock and a restart; nobody is let in while none is attended. */
  invitations(): Promise<readonly InvitationView[]>;
  /** Attends it again: its words and picture, or the lines to choose from, arrive as `pairing` events. `invitation-unknown`. */
  showInvitation(id: string): Promise<Outcome<void>>;
  /** Attends it no more: it stays as it is, and who answers waits. */
  leaveInvitation(): Promise<void>;
  /** Nobody can answer it any more. With the server or not at all. `invitation-unknown`. */
  withdrawInvitation(id: string): Promise<Outcome<void>>;
  /** A client, in the room: their own device reads what is written in the chart's portal from then on. Begins it where there is none. */
  inviteClient(request: { readonly chart: string }): Promise<Outcome<void>>;
  /** The words that the person says are the same on both: of three lines at the inviter, its own at the newcomer. Others end the pairing. */
  choosePairingWords(words: readonly string[]): Promise<Outcome<void>>;
  /** Whether a text can be an invitation. `invitation-word-wrong`, `invitation-words-count`, `invitation-unreadable`. */
  checkInvitation(text: string): Promise<Outcome<void>>;
  /** `invitation`: the QR's text, or twelve words. */
  acceptInvitation(request: {
    readonly invitation: string;
    readonly server?: string;
    readonly deviceName: string;
  }): Promise<Outcome<void>>;
  /** Joins a practice from an empty device; kit and second factor follow when the vault is open. */
  acceptMembership(request: {
    readonly invitation: string;
    readonly server?: string;
    readonly name: string;
    readonly email: string;
    readonly deviceName: string;
    readonly passphrase: string;
  }): Promise<Outcome<void>>;
  finishPairing(passphrase: string): Promise<Outcome<void>>;
  cancelPairing(): Promise<void>;
};
