/**
 * What an app sees of the vault: the whole engine behind one interface.
 *
 * The web app talks to it through a worker, the CLI calls it directly; so every argument and answer is plain data
 * (structured-cloneable), every method is asynchronous, and whatever happens by itself arrives as a `VaultEvent`.
 * Ids are lower-case hex of 16 bytes. Times are milliseconds since 1970 by the author's clock; nothing is decided on them.
 * Methods that can fail for reasons a person meets return `Outcome`; its code is a row of the table in `@alcove/protocol`.
 */

import type { Failure } from "@alcove/protocol";

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

export type NoteKind = "progress" | "psychotherapy";

/** Where this device stands; the app shows one screen for each phase. */
export type VaultStatus =
  | { readonly phase: "empty" }
  | {
      readonly phase: "locked";
      readonly practiceName: string;
      readonly memberName: string;
      readonly deviceName: string;
      readonly origin: string;
      /** Saves that wait on this device for the server. */
      readonly waiting: number;
      /** When the newest unsaved writing was kept; absent when there is none. */
      readonly draftKeptAt?: number;
      readonly lockedAt?: number;
      readonly lockedBy?: LockReason;
    }
  | {
      readonly phase: "open";
      readonly practiceId: string;
      readonly practiceName: string;
      readonly memberName: string;
      readonly memberEmail: string;
      readonly deviceId: string;
      readonly deviceName: string;
      readonly origin: string;
      readonly waiting: number;
      /** Of these the ones that wait for a right; see `heldSaves`. */
      readonly held: number;
      readonly connection: Connection;
      /** When a sync last went through, to the minute; also before a lock. Absent when none did. */
      readonly syncedAt?: number;
      /** Set while nothing but the server vouches that what this device sees is new (security.md section 7). */
      readonly provisional?: { readonly otherDevices: readonly DeviceView[] };
      readonly alarms: readonly Alarm[];
      /** Whether the second factor and the Emergency Kit were confirmed; false shows a dated task. */
      readonly secondFactorSet: boolean;
      readonly kitConfirmed: boolean;
      /** An owner's practice has no recovery cards: a dated task. */
      readonly recoveryCardsMissing: boolean;
      readonly idleLockMinutes: number;
    };

export type LockReason = "person" | "idle" | "closed";

export type Connection =
  | { readonly state: "current"; readonly at: number }
  | { readonly state: "syncing"; readonly done: number; readonly total: number }
  | { readonly state: "offline"; readonly since: number; readonly why: Failure };

/** Something that must never happen did: one cause, one notice. Reading and writing on this device go on. */
export type Alarm = {
  readonly code: string;
  readonly at: number;
  readonly facts: Readonly<Record<string, string | number>>;
};

export type VaultEvent =
  | { readonly kind: "status"; readonly status: VaultStatus }
  /** Charts, notes or attachments changed here or on another device: re-read what is on screen. */
  | { readonly kind: "changed"; readonly charts: readonly string[]; readonly notes: readonly string[] }
  | {
      readonly kind: "progress";
      readonly task: string;
      readonly done: number;
      readonly total: number;
      readonly millisecondsLeft?: number;
    }
  | { readonly kind: "pairing"; readonly step: PairingStep };

export type PassphraseVerdict =
  | { readonly ok: true }
  /** `why` in words for the person, while typing. */
  | {
      readonly ok: false;
      readonly code: "passphrase-short" | "passphrase-guessable" | "passphrase-common" | "passphrase-names";
      readonly why: string;
    };

export type FoundRequest = {
  /** API origin of the server, for example `http://localhost:7420`. */
  readonly server: string;
  readonly practiceName: string;
  readonly ownerName: string;
  readonly ownerEmail: string;
  readonly deviceName: string;
  readonly passphrase: string;
};

/** The Emergency Kit, to print or to save to a stick. Holds the Secret Key; never the passphrase. */
export type EmergencyKit = {
  readonly practiceName: string;
  readonly memberName: string;
  readonly memberEmail: string;
  readonly madeAt: number;
  readonly deviceName: string;
  readonly origin: string;
  /** 26 base32 characters and a 2-character checksum, in 7 groups of 4. */
  readonly secretKey: string;
  /** The whole kit as text for QR, file and typing: `ALCOVE-KIT-1` and groups of 4 base32 characters with a checksum. */
  readonly text: string;
};

/** What an authenticator app takes: the secret in base32, and the same as an `otpauth:` address for its QR code. */
export type NewSecondFactor = { readonly secret: string; readonly uri: string };

export type Founded = {
  readonly kit: EmergencyKit;
  readonly totp: NewSecondFactor;
};

/**
 * Why somebody else may have what opens one's records. `exposed`: passphrase, Secret Key or Kit may be known. `lost`, `stolen`: a device is.
 */
export type RekeyReason = "exposed" | "lost" | "stolen";

export type ChartView = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  /** Whether its progress notes are open to this member; of others they know the name. */
  readonly opens: boolean;
  readonly writes: boolean;
  readonly progressNotes: number;
  readonly psychotherapyNotes: number;
  /** Notes with revisions side by side that wait for a person. */
  readonly conflicts: number;
  /** When anything in it was last written; the creation time in an empty chart. */
  readonly changedAt: number;
};

/** Where a revision is: only on this device, or in a checkpoint of the server too. */
export type Kept = { readonly here: number; readonly server?: number };

export type NoteHead = {
  readonly id: string;
  readonly chart: string;
  readonly kind: NoteKind;
  /** The day the note is about, `yyyy-mm-dd`. */
  readonly date: string;
  readonly title: string;
  /** First words of the note; empty for psychotherapy notes, whose words appear on opening only. */
  readonly excerpt: string;
  readonly author: string;
  readonly revisions: number;
  readonly writtenAt: number;
  readonly kept: Kept;
  /** Of a psychotherapy note: written under this member's own key. Of others always. */
  readonly isOwn: boolean;
  readonly mayEdit: boolean;
  /** Two revisions stand side by side and wait for a person. */
  readonly conflict: boolean;
  readonly attachments: number;
};

/** `text` is always the whole note in plain words; `doc` is the editor's own tree where one wrote it. */
export type NoteBody = { readonly text: string; readonly doc?: unknown };

export type NoteVersion = {
  readonly revision: string;
  readonly number: number;
  readonly parents: readonly string[];
  readonly writtenAt: number;
  readonly author: string;
  readonly device: string;
  readonly title: string;
  readonly body: NoteBody;
};

export type NoteView = {
  readonly head: NoteHead;
  /** The newest revision; where two stand side by side, `others` holds the rest. */
  readonly current: NoteVersion;
  readonly others: readonly NoteVersion[];
  readonly attachments: readonly AttachmentView[];
};

export type SaveNote = {
  /** Absent for a new note. */
  readonly note?: string;
  readonly chart: string;
  readonly kind: NoteKind;
  readonly date: string;
  readonly title: string;
  readonly body: NoteBody;
  /** Revisions this text was written over; a save over an older one becomes a version of its own. Naming both sides settles a conflict. */
  readonly basedOn: readonly string[];
  /** The draft this text came from; its journal is erased once the save is durable on this device. */
  readonly draft?: string;
};

export type DraftView = {
  readonly id: string;
  readonly chart: string;
  readonly note?: string;
  readonly kind: NoteKind;
  readonly date: string;
  readonly title: string;
  readonly body: NoteBody;
  readonly basedOn: readonly string[];
  readonly caret?: number;
  readonly keptAt: number;
  /** Set when the draft came from another device of this person; writing on takes it over. */
  readonly fromDevice?: string;
};

export type AttachmentView = {
  readonly id: string;
  readonly chart: string;
  readonly note?: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly addedAt: number;
};

export type SearchQuery = {
  /** Words; `word*` finds beginnings, `"two words"` a phrase, `-word` leaves out. */
  readonly words: string;
  readonly chart?: string;
  readonly kind?: NoteKind;
  /** Id of the member who wrote the note's newest revision. */
  readonly author?: string;
  /** Days the notes are about, `yyyy-mm-dd`, both included. */
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
};

export type SearchHit = {
  readonly note: string;
  readonly chart: string;
  readonly chartName: string;
  readonly kind: NoteKind;
  readonly date: string;
  readonly title: string;
  /** Pieces of the text around the words; `hit` pieces are to be marked. */
  readonly snippet: readonly { readonly text: string; readonly hit: boolean }[];
};

export type SearchAnswer = {
  readonly hits: readonly SearchHit[];
  /** All matches, also those beyond `limit`. */
  readonly total: number;
  /** Matching psychotherapy notes, whose words stay out unless `kind` asks for them. */
  readonly apart: number;
  readonly notesLookedThrough: number;
  readonly milliseconds: number;
};

/** One note read from a file by `@alcove/documents`. */
export type ImportNote = {
  readonly title: string;
  readonly text: string;
  readonly date?: string;
  readonly source: string;
};

export type ImportOutcome = { readonly added: number; readonly alreadyThere: number; readonly stoppedEarly: boolean };

export type Role =
  | "owner"
  | "security-officer"
  | "privacy-officer"
  | "clinician"
  | "supervisor"
  | "biller"
  | "front-desk"
  | "auditor";

/** `name` and `email` are empty while nothing about the member has arrived. */
export type MemberView = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly isYou: boolean;
  /** Somebody else said that a device of theirs is lost: they get no keys until they replace their own. */
  readonly isSuspended: boolean;
  /** Devices that count. */
  readonly devices: number;
};

/** One recovery card to print or keep: its text is also what the QR code holds; its words are for typing, line by line. */
export type RecoveryCardText = {
  readonly number: number;
  readonly needed: number;
  readonly cards: number;
  readonly origin: string;
  readonly text: string;
  readonly words: readonly (readonly string[])[];
};

export type RecoveryView = {
  readonly needed: number;
  readonly cards: number;
  /** Compartments of this member that the cards would open, and those whose key still waits to be delivered to them. */
  readonly delivered: number;
  readonly waiting: number;
  /** Numbers of the cards that the last drill saw. */
  readonly drilled?: readonly number[];
  /** The cards before these were used. */
  readonly usedFor?: { readonly member: string; readonly reason: RecoveryReason };
};

/** Nobody gets in any more; somebody else may; the person can't act. */
export type RecoveryReason = "locked-out" | "exposed" | "absent";

export type RecoverRequest = {
  /** Text or words of each card. */
  readonly cards: readonly string[];
  /** Where the server is, for cards that were typed as words. */
  readonly server?: string;
  /** Id of the owner who goes on; needed where there are several. */
  readonly owner?: string;
  readonly reason: RecoveryReason;
  readonly passphrase: string;
  readonly deviceName: string;
};

/** What one member can open, as the roster says it to everybody. */
export type RightsView = {
  readonly member: string;
  /** Charts whose progress notes they began and read. */
  readonly ownCharts: number;
  readonly othersCharts: number;
  /** Whether they keep psychotherapy notes; and whose besides they may read, by member. */
  readonly ownPsychotherapy: boolean;
  readonly othersPsychotherapy: readonly { readonly author: string; readonly until?: string }[];
};

/** What one member has in one compartment of a chart. */
export type AccessView = {
  readonly member: string;
  readonly name: string;
  readonly kind: NoteKind;
  /** Whose compartment it is: of psychotherapy notes their author. */
  readonly author: string;
  readonly isAuthor: boolean;
  readonly reads: boolean;
  readonly writes: boolean;
  /** Entitled, and nobody's device has given them the key yet. */
  readonly waitsForKey: boolean;
  /** Whether this device's member may end it. */
  readonly mayEnd: boolean;
  /** The last day of the right, `yyyy-mm-dd`. */
  readonly until?: string;
};

export type MemberAccessView = AccessView & { readonly chart: string; readonly chartName: string };

/** A save that can't be sent: the right to write there has ended, or the key has not come. The text stays here. */
export type HeldSave = {
  /** Of the save; revisions that were saved together have the same. */
  readonly id: string;
  /** "right": this member may not write there. "key": they may, and nobody's device has given them the key yet. */
  readonly waitsFor: "right" | "key";
  readonly chart?: string;
  readonly note?: string;
  readonly kind?: NoteKind;
  readonly title: string;
  readonly text: string;
  readonly writtenAt: number;
};

export type DeviceView = {
  readonly id: string;
  /** Whose it is. */
  readonly member: string;
  readonly name: string;
  readonly thisDevice: boolean;
  readonly enrolledAt: number;
  readonly via: "founding" | "kit" | "pairing" | "recovery";
  readonly lastSeen?: number;
  readonly revoked: boolean;
  readonly provisional: boolean;
};

/** Pairing with a further device of one's own or with somebody who joins (transcripts.md). Both sides show five words; the inviter picks the right line of three. */
export type PairingStep =
  | {
      readonly side: "inviter";
      readonly step: "waiting";
      readonly words: readonly string[];
      readonly qr: string;
      readonly expiresAt: number;
    }
  | {
      readonly side: "inviter";
      readonly step: "compare";
      readonly choices: readonly (readonly string[])[];
      /** Empty where somebody joins: they write it themselves. */
      readonly newDeviceName: string;
    }
  | { readonly side: "newcomer"; readonly step: "compare"; readonly words: readonly string[] }
  | { readonly side: "newcomer"; readonly step: "passphrase"; readonly memberName: string }
  /** `member`: who has joined. */
  | { readonly side: "inviter"; readonly step: "done"; readonly member?: string }
  | { readonly side: "newcomer"; readonly step: "done" }
  | { readonly side: "inviter" | "newcomer"; readonly step: "failed"; readonly error: Failure };

export type LedgerReport = {
  readonly size: number;
  readonly root: string;
  readonly statements: number;
  readonly keyLogEntries: number;
  readonly batches: number;
  readonly envelopes: number;
  readonly heartbeats: number;
  readonly problems: readonly Alarm[];
};

export type Vault = {
  status(): Promise<VaultStatus>;
  /** Calls `listener` for every event until the returned function is called. */
  subscribe(listener: (event: VaultEvent) => void): () => void;

  /** Five words drawn by chance from 2,048 (55 bits). */
  offerPassphrase(): Promise<readonly string[]>;
  judgePassphrase(passphrase: string, about: readonly string[]): Promise<PassphraseVerdict>;
  found(request: FoundRequest): Promise<Outcome<Founded>>;
  /** A new secret for the authenticator, for who left it for later; only where none is confirmed (`already-set-up`). */
  offerTotp(): Promise<Outcome<NewSecondFactor>>;
  /** Proves that the authenticator works; the server asks for it from then on when a device is new. */
  confirmTotp(code: string): Promise<Outcome<void>>;
  /** The kit again, while open. */
  kit(): Promise<Outcome<EmergencyKit>>;
  /** `groups` as retyped from paper: group index (0 to 6) of the Secret Key and its 4 characters. */
  confirmKit(groups: readonly { readonly index: number; readonly text: string }[]): Promise<Outcome<void>>;
  /**
   * Another passphrase; nothing else changes. Whoever had the old one and a device's file or the Kit still reads what they
   * could read. `now`: the present one. `totp`: six digits where a second factor is set.
   * `keys-unsettled`: the answer was lost; both open this device until the next sync says which one counts.
   */
  changePassphrase(request: {
    readonly now: string;
    readonly next: string;
    readonly totp?: string;
  }): Promise<Outcome<void>>;
  /**
   * "Somebody may have it": new identity, Secret Key and Kit; whoever has the old ones reads nothing that is written from
   * now on. `device`: id of the one that is lost or stolen, which is revoked by the same act. Other devices go on with what
   * they have, and sync again when they took the new keys.
   */
  rekey(request: {
    readonly reason: RekeyReason;
    readonly now: string;
    readonly next: string;
    readonly totp?: string;
    readonly device?: string;
  }): Promise<Outcome<{ readonly kit: EmergencyKit }>>;
  /**
   * On another device after either act: the new passphrase, and after a rekey the new Kit's text. Until then syncs fail with
   * `passphrase-replaced` or `keys-replaced`.
   */
  takeNewKeys(request: {
    readonly passphrase: string;
    readonly kit?: string;
    readonly totp?: string;
  }): Promise<Outcome<void>>;
  enrolByKit(request: {
    readonly kit: string;
    readonly passphrase: string;
    readonly totp: string;
    readonly deviceName: string;
  }): Promise<Outcome<void>>;
  /** `undefined`: this practice has no recovery cards, or the vault is locked. */
  recovery(): Promise<RecoveryView | undefined>;
  /** New cards in the place of those there were. They are given once: nothing of them is kept here. */
  makeRecoveryCards(request: {
    readonly needed: number;
    readonly cards: number;
  }): Promise<Outcome<readonly RecoveryCardText[]>>;
  /** Compares cards, as text or words, with what was published of them; none are put together. */
  drillRecoveryCards(cards: readonly string[]): Promise<Outcome<void>>;
  /** On an empty device, with enough cards: an owner goes on with new keys. Gives the new cards; the old ones open nothing new. */
  recoverByCards(request: RecoverRequest): Promise<Outcome<readonly RecoveryCardText[]>>;
  /** "Your laptop, last seen yesterday 17:40: right?" answered with yes. */
  confirmFreshness(): Promise<Outcome<void>>;

  unlock(passphrase: string): Promise<Outcome<void>>;
  /** Keys leave memory; what is in flight gets 2 s. Unsaved writing stays in its journal. */
  lock(reason: LockReason): Promise<void>;
  /** Any key or pointer use; puts off the idle lock. */
  touch(): Promise<void>;
  setIdleLock(minutes: number): Promise<void>;

  charts(): Promise<readonly ChartView[]>;
  createChart(request: { readonly name: string }): Promise<Outcome<{ readonly id: string }>>;
  renameChart(request: { readonly chart: string; readonly name: string }): Promise<Outcome<void>>;

  notes(chart: string, newest?: number): Promise<readonly NoteHead[]>;
  note(id: string): Promise<Outcome<NoteView>>;
  saveNote(request: SaveNote): Promise<Outcome<{ readonly note: string; readonly revision: string }>>;
  history(note: string): Promise<Outcome<readonly NoteVersion[]>>;

  drafts(): Promise<readonly DraftView[]>;
  /** Keeps writing on disk, sealed, before it answers; at most a second of typing is ever only in memory. */
  keepDraft(
    draft: Omit<DraftView, "id" | "keptAt"> & { readonly id?: string },
  ): Promise<Outcome<{ readonly id: string; readonly keptAt: number }>>;
  discardDraft(id: string): Promise<void>;

  search(query: SearchQuery): Promise<Outcome<SearchAnswer>>;

  /** A file that its compartment holds already is not stored or sent a second time. */
  attach(request: {
    readonly chart: string;
    readonly note?: string;
    readonly name: string;
    readonly mediaType: string;
    readonly bytes: Uint8Array;
  }): Promise<Outcome<AttachmentView>>;
  attachments(chart: string): Promise<readonly AttachmentView[]>;
  readAttachment(id: string): Promise<Outcome<{ readonly view: AttachmentView; readonly bytes: Uint8Array }>>;

  /** Adds what is not there yet, in batches; `task` names its progress events and `stop(task)`. A repeat adds nothing twice. */
  importNotes(request: {
    readonly task: string;
    readonly chart: string;
    readonly kind: NoteKind;
    readonly notes: readonly ImportNote[];
  }): Promise<Outcome<ImportOutcome>>;
  stop(task: string): Promise<void>;

  sync(): Promise<Outcome<void>>;
  /**
   * Syncs with the second factor's six digits, which the server asks of a device that it knows every 30 days; until then
   * syncs fail with `second-factor-needed`, and reading and writing go on. `second-factor-wrong`, `slow-down`.
   */
  showSecondFactor(digits: string): Promise<Outcome<void>>;
  /** This device's own member first. */
  members(): Promise<readonly MemberView[]>;
  /** `last-owner`, `second-owner-needed`, `not-entitled`. What they could read they may have kept; nothing new opens for them. */
  /** With `keepsCharts` also `last-reader`, where nobody else could open some chart's progress notes; `charts` counts them. */
  removeMember(request: { readonly member: string; readonly keepsCharts?: true }): Promise<Outcome<void>>;
  giveRole(request: { readonly member: string; readonly role: Role }): Promise<Outcome<void>>;
  /** What each member can open, in the order of `members`. */
  rights(): Promise<readonly RightsView[]>;
  /** Charts that a member has something in. */
  memberAccess(member: string): Promise<readonly MemberAccessView[]>;
  /** Who can open a chart's notes, a line for each compartment and member. */
  chartAccess(chart: string): Promise<readonly AccessView[]>;
  /** Gives the whole right from now on, with its key and so its history. Psychotherapy notes: one's own, to read. */
  shareChart(request: {
    readonly chart: string;
    readonly member: string;
    readonly kind: NoteKind;
    readonly right: "read" | "read-write";
    readonly until?: string;
  }): Promise<Outcome<void>>;
  /** `last-reader`, `not-entitled`. */
  endAccess(request: {
    readonly chart: string;
    readonly member: string;
    readonly kind: NoteKind;
  }): Promise<Outcome<void>>;
  heldSaves(): Promise<readonly HeldSave[]>;
  /** Only what is held; its words are nowhere else. */
  discardHeld(id: string): Promise<void>;
  devices(): Promise<readonly DeviceView[]>;
  revokeDevice(request: {
    readonly device: string;
    readonly reason: "retired" | "lost" | "stolen";
  }): Promise<Outcome<void>>;
  verifyLedger(): Promise<Outcome<LedgerReport>>;

  /** A further device of one's own. Steps arrive as `pairing` events. */
  invite(): Promise<Outcome<void>>;
  /** Somebody who becomes a member. */
  inviteMember(request: { readonly role: Role }): Promise<Outcome<void>>;
  /** The line the person picked; a wrong one kills the invite. */
  choosePairingWords(words: readonly string[]): Promise<Outcome<void>>;
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

  close(): Promise<void>;
};
