/**
 * What travels between pages and the worker that holds the vault: calls, their answers, and events.
 * The same messages go over `postMessage` (the leader's own page) and over a `BroadcastChannel` (its other tabs);
 * both stay inside this origin and this browser profile.
 */

import type { Vault, VaultEvent } from "@alcove/vault";

/** Every method of the vault but `subscribe`, which becomes events. */
export type VaultMethod = Exclude<keyof Vault, "subscribe">;

/** The channel between tabs, and the Web Lock that the leading tab holds while it lives. */
export const CHANNEL = "alcove-vault";
export const LEADER_LOCK = "alcove-vault-leader";

export type Call = {
  readonly kind: "call";
  readonly from: string;
  readonly id: number;
  readonly method: VaultMethod;
  readonly args: readonly unknown[];
};

export type Answer = {
  readonly kind: "answer";
  readonly to: string;
  readonly id: number;
  readonly result: { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };
};

export type Message =
  | Call
  | Answer
  | { readonly kind: "event"; readonly event: VaultEvent }
  /** "Is there a worker?", asked by a tab that doesn't lead; "here" answers it, and is said once at the start. */
  | { readonly kind: "hello" }
  | { readonly kind: "here"; readonly worker: string };

export const VAULT_METHODS = [
  "status",
  "offerPassphrase",
  "judgePassphrase",
  "found",
  "offerTotp",
  "confirmTotp",
  "secondFactor",
  "makeSpareCodes",
  "showAuthenticator",
  "answerAuthenticator",
  "authenticatorChallenge",
  "addAuthenticator",
  "removeAuthenticator",
  "endTotp",
  "kit",
  "confirmKit",
  "changePassphrase",
  "rekey",
  "takeNewKeys",
  "passkeys",
  "passkeyInput",
  "addPasskey",
  "removePasskey",
  "enrolByKit",
  "recovery",
  "prepareRecoveryCards",
  "beginRecoveryCards",
  "makeRecoveryCards",
  "checkRecoveryCards",
  "drillRecoveryCards",
  "recoverByCards",
  "succession",
  "makeSuccessorCards",
  "endSuccessorCards",
  "useSuccessorCards",
  "endSuccession",
  "wills",
  "saveWill",
  "decideSuccession",
  "willPdf",
  "confirmFreshness",
  "unlock",
  "unlockByPasskey",
  "lock",
  "touch",
  "setIdleLock",
  "setRules",
  "charts",
  "createChart",
  "renameChart",
  "notes",
  "note",
  "saveNote",
  "history",
  "drafts",
  "keepDraft",
  "discardDraft",
  "search",
  "attach",
  "attachments",
  "readAttachment",
  "importNotes",
  "stop",
  "sync",
  "showSecondFactor",
  "members",
  "setPresence",
  "removeMember",
  "giveRole",
  "leavings",
  "leaving",
  "beginLeaving",
  "endLeaving",
  "passCharts",
  "decideApart",
  "destroyApart",
  "destructionCertificate",
  "activity",
  "lately",
  "couldHaveRead",
  "rights",
  "memberAccess",
  "chartAccess",
  "accessLog",
  "recordAccess",
  "shareChart",
  "endAccess",
  "guard",
  "guardChart",
  "unguardChart",
  "openGuarded",
  "chooseReleasers",
  "releaseRequests",
  "letIn",
  "closeGuarded",
  "saveCrisisCard",
  "crisisCard",
  "openCrisisCard",
  "askInEmergency",
  "emergencies",
  "giveInEmergency",
  "declineEmergency",
  "givenInEmergency",
  "proposals",
  "propose",
  "answerProposal",
  "heldSaves",
  "discardHeld",
  "devices",
  "deviceGone",
  "revokeDevice",
  "verifyLedger",
  "exportLedger",
  "witnessKeys",
  "setWitnesses",
  "witnessRequest",
  "handInCosigned",
  "invite",
  "inviteMember",
  "invitations",
  "showInvitation",
  "leaveInvitation",
  "withdrawInvitation",
  "inviteClient",
  "portals",
  "knocks",
  "answerKnock",
  "endPortal",
  "choosePairingWords",
  "checkInvitation",
  "acceptInvitation",
  "acceptMembership",
  "finishPairing",
  "cancelPairing",
  "close",
] as const satisfies readonly VaultMethod[];

/** Fails to compile when the vault gains a method that the list above lacks. */
type Missing = Exclude<VaultMethod, (typeof VAULT_METHODS)[number]>;
export const NOTHING_MISSING: [Missing] extends [never] ? true : Missing = true;
