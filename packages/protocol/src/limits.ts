/** Sizes and times that both sides hold each other to. Bytes, counts and milliseconds, as the names say. */
export const protocolVersion = 1;

export const limits = {
  /** A request body; an append of one full import batch is well below. */
  requestBytes: 8 * 1024 * 1024,
  /** One envelope. */
  envelopeBytes: 5 * 1024 * 1024,
  /** One note's text, UTF-8. */
  noteTextBytes: 4 * 1024 * 1024,
  /** Entries in one append. */
  entriesPerAppend: 100,
  /** Operations in one statement. */
  operationsPerStatement: 1000,
  /** Compartments in one operation that entitles or disentitles; a statement has room for several. */
  compartmentsPerEntitlement: 1000,
  /** Bodies in one sync answer, soft: at least one body is always sent. */
  syncBytes: 4 * 1024 * 1024,
  leavesPerSync: 200_000,
  /** One attachment. */
  attachmentBytes: 2 * 1024 * 1024 * 1024,
  draftBytes: 5 * 1024 * 1024,
  /** Of one member, not counting those that were taken out: a portal's list has room for as many. */
  devicesPerMember: 50,
  /** Cards of one recovery set. */
  recoveryCards: 16,
  /** Of one practice. */
  witnesses: 4,
  /** One person's list of passkeys, sealed. */
  passkeysBytes: 24 * 1024,
  sessionMs: 12 * 60 * 60 * 1000,
  /** Long enough for somebody to find their security key. */
  helloMs: 3 * 60 * 1000,
  /** How long a nonce for an authenticator is good. */
  nonceMs: 3 * 60 * 1000,
  /** Authenticators of one person as second factor. */
  authenticators: 10,
  inviteMs: 72 * 60 * 60 * 1000,
  /** Request counters may arrive this far out of order. */
  counterWindow: 64,
} as const;

/** What stands in for the six digits of the second factor, once each: how many are made at a time, and their random bytes (80 bits). */
export const spareCodes = { count: 10, bytes: 10 } as const;
