/**
 * Every failure a person or a program can meet, in one table: whose fault it is, whether trying again helps, the HTTP
 * status where the server says it. The sentence for the person is in `sentences.ts`, where a device's worker does without
 * it. No fact holds plaintext, names, keys or tokens: only lengths, counts, ids and times.
 */

type Row = {
  readonly fault: "person" | "device" | "server" | "network" | "file" | "attack";
  /** `now`: the app may try again by itself; `later`: after a while; `changed`: when something else was done first; `never`. */
  readonly retry: "now" | "later" | "changed" | "never";
  readonly http?: number;
};

export const failures = {
  // Unlocking and enrolling
  "passphrase-wrong": { fault: "person", retry: "changed" },
  "passkey-wrong": { fault: "person", retry: "changed" },
  "passkey-there": { fault: "person", retry: "never" },
  "passkey-unknown": { fault: "person", retry: "never" },
  "passkeys-full": { fault: "person", retry: "changed" },
  "passphrase-short": { fault: "person", retry: "changed" },
  "passphrase-guessable": { fault: "person", retry: "changed" },
  "passphrase-common": { fault: "person", retry: "changed" },
  "passphrase-names": { fault: "person", retry: "changed" },
  "passphrase-classes": { fault: "person", retry: "changed" },
  "passkey-too-late": { fault: "person", retry: "changed" },
  "rules-unfit": { fault: "person", retry: "changed" },
  "presence-unfit": { fault: "person", retry: "changed" },
  "ledger-file-broken": { fault: "person", retry: "changed" },
  "witness-unknown-ledger": { fault: "person", retry: "changed" },
  "witness-behind": { fault: "person", retry: "changed" },
  "witness-unfit": { fault: "person", retry: "changed" },
  "cosignature-none": { fault: "person", retry: "changed" },
  "passphrase-same": { fault: "person", retry: "changed" },
  "passphrase-replaced": { fault: "person", retry: "changed" },
  "keys-replaced": { fault: "person", retry: "changed" },
  "keys-unsettled": { fault: "network", retry: "later" },
  "kit-foreign": { fault: "person", retry: "changed" },
  "kit-unreadable": { fault: "person", retry: "changed" },
  "kit-replaced": { fault: "person", retry: "never" },
  "kit-groups-wrong": { fault: "person", retry: "changed" },
  "recovery-card-unreadable": { fault: "person", retry: "changed" },
  "recovery-word-wrong": { fault: "person", retry: "changed" },
  "recovery-line-wrong": { fault: "person", retry: "changed" },
  "recovery-set-unknown": { fault: "person", retry: "changed", http: 404 },
  "cards-forgotten": { fault: "person", retry: "never" },
  "cards-at-work": { fault: "person", retry: "changed" },
  "recovery-set-missing": { fault: "person", retry: "changed" },
  "recovery-cards-few": { fault: "person", retry: "changed" },
  "recovery-card-twice": { fault: "person", retry: "changed" },
  "recovery-cards-differ": { fault: "person", retry: "changed" },
  "recovery-card-elsewhere": { fault: "person", retry: "changed" },
  "recovery-card-void": { fault: "person", retry: "never" },
  "recovery-card-wrong": { fault: "person", retry: "changed" },
  "recovery-cards-other": { fault: "person", retry: "changed" },
  "successor-not-named": { fault: "person", retry: "never" },
  "recovery-set-broken": { fault: "attack", retry: "never" },
  "recovery-owner-needed": { fault: "person", retry: "changed" },
  "kdf-version-unknown": { fault: "attack", retry: "never" },
  "second-factor-needed": { fault: "person", retry: "changed", http: 401 },
  "second-factor-again": { fault: "person", retry: "changed", http: 403 },
  "second-factor-wrong": { fault: "person", retry: "changed", http: 401 },
  "second-factor-last": { fault: "person", retry: "changed", http: 409 },
  "authenticator-wrong": { fault: "person", retry: "changed", http: 401 },
  "authenticator-none": { fault: "person", retry: "changed" },
  "authenticators-full": { fault: "person", retry: "changed", http: 409 },
  "login-refused": { fault: "person", retry: "changed", http: 401 },
  "slow-down": { fault: "person", retry: "later", http: 429 },
  "session-ended": { fault: "device", retry: "now", http: 401 },
  "request-replayed": { fault: "attack", retry: "never", http: 401 },
  "request-unsigned": { fault: "attack", retry: "never", http: 401 },
  "answer-forged": { fault: "attack", retry: "later" },
  "device-revoked": { fault: "device", retry: "never", http: 403 },
  "device-unknown": { fault: "device", retry: "never", http: 403 },
  "account-suspended": { fault: "person", retry: "changed" },
  "device-provisional": { fault: "device", retry: "changed" },
  "already-set-up": { fault: "person", retry: "never" },
  "not-set-up": { fault: "person", retry: "changed" },
  locked: { fault: "person", retry: "changed" },
  "device-in-use": { fault: "device", retry: "later" },
  // Pairing
  "invitation-unreadable": { fault: "person", retry: "changed" },
  "invitation-word-wrong": { fault: "person", retry: "changed" },
  "invitation-words-count": { fault: "person", retry: "changed" },
  "invitation-unknown": { fault: "person", retry: "never", http: 404 },
  "invitation-dead": { fault: "attack", retry: "never", http: 409 },
  "invitation-for-another": { fault: "person", retry: "changed" },
  "invitation-of-another": { fault: "person", retry: "changed" },
  "wallet-card-unreadable": { fault: "person", retry: "changed" },
  "pin-unfit": { fault: "person", retry: "changed" },
  "keys-only-here": { fault: "person", retry: "never" },
  "pairing-words-differ": { fault: "attack", retry: "never" },
  "pairing-stopped": { fault: "person", retry: "changed" },
  // Records
  "chart-unknown": { fault: "person", retry: "never" },
  "note-unknown": { fault: "person", retry: "never" },
  "member-unknown": { fault: "person", retry: "never" },
  "last-owner": { fault: "person", retry: "changed" },
  "second-owner-needed": { fault: "person", retry: "changed" },
  "second-owner-unneeded": { fault: "person", retry: "changed" },
  "proposal-unknown": { fault: "person", retry: "changed" },
  "proposal-behind": { fault: "person", retry: "later" },
  "last-reader": { fault: "person", retry: "changed" },
  "notes-shared": { fault: "person", retry: "changed" },
  "notes-came": { fault: "person", retry: "changed" },
  "notes-unsent": { fault: "person", retry: "changed" },
  "nothing-destroyed": { fault: "person", retry: "never" },
  "guard-offline": { fault: "network", retry: "later" },
  "guard-closed": { fault: "person", retry: "changed" },
  "guard-waits-for-key": { fault: "person", retry: "changed" },
  "guard-already": { fault: "person", retry: "never" },
  "guard-absent": { fault: "person", retry: "never" },
  "release-part-gone": { fault: "server", retry: "never", http: 410 },
  "release-waits": { fault: "person", retry: "later" },
  "release-over": { fault: "person", retry: "never", http: 409 },
  "releaser-reads": { fault: "person", retry: "changed" },
  "releaser-last": { fault: "person", retry: "changed" },
  "reason-empty": { fault: "person", retry: "changed" },
  "crisis-card-missing": { fault: "person", retry: "never" },
  "emergency-over": { fault: "person", retry: "changed" },
  "emergency-needless": { fault: "person", retry: "never" },
  "attachment-unknown": { fault: "person", retry: "never" },
  "save-unknown": { fault: "person", retry: "never" },
  "attachment-incomplete": { fault: "network", retry: "later", http: 404 },
  "attachment-too-large": { fault: "person", retry: "never", http: 413 },
  "name-empty": { fault: "person", retry: "changed" },
  "text-too-long": { fault: "person", retry: "changed", http: 413 },
  "search-words-missing": { fault: "person", retry: "changed" },
  conflict: { fault: "device", retry: "never" },
  "disk-full": { fault: "device", retry: "changed" },
  "store-damaged": { fault: "device", retry: "never" },
  "store-newer": { fault: "device", retry: "never" },
  // Files that are brought in
  "document-empty": { fault: "file", retry: "never" },
  "document-too-large": { fault: "file", retry: "never" },
  "document-not-what-its-name-says": { fault: "file", retry: "never" },
  "document-zip-bomb": { fault: "file", retry: "never" },
  "document-broken-encoding": { fault: "file", retry: "never" },
  "document-path-leaves-folder": { fault: "file", retry: "never" },
  "document-unsupported": { fault: "file", retry: "never" },
  "document-damaged": { fault: "file", retry: "never" },
  "document-encrypted": { fault: "file", retry: "never" },
  "document-slow": { fault: "file", retry: "never" },
  // Files on the way in or out that are no documents: passphrase, kit, export
  "file-unreadable": { fault: "person", retry: "changed" },
  "file-unwritable": { fault: "person", retry: "changed" },
  "file-exists": { fault: "person", retry: "changed" },
  // Server and network
  "server-unreachable": { fault: "network", retry: "later" },
  "server-slow": { fault: "network", retry: "later" },
  "server-rubbish": { fault: "server", retry: "later" },
  "server-version": { fault: "server", retry: "changed", http: 426 },
  "server-full": { fault: "server", retry: "later", http: 507 },
  "server-failed": { fault: "server", retry: "later", http: 500 },
  "server-stopping": { fault: "server", retry: "later", http: 503 },
  "founding-closed": { fault: "server", retry: "never", http: 403 },
  "practice-exists": { fault: "device", retry: "never", http: 409 },
  "account-exists": { fault: "device", retry: "never", http: 409 },
  "route-unknown": { fault: "device", retry: "never", http: 404 },
  "request-too-large": { fault: "device", retry: "never", http: 413 },
  "request-malformed": { fault: "device", retry: "never", http: 400 },
  // What an append is refused for
  "head-moved": { fault: "device", retry: "now", http: 409 },
  "epoch-stale": { fault: "device", retry: "now", http: 409 },
  "counter-wrong": { fault: "device", retry: "now", http: 409 },
  "not-entitled": { fault: "device", retry: "never", http: 403 },
  "signature-wrong": { fault: "attack", retry: "never", http: 403 },
  "statement-refused": { fault: "attack", retry: "never", http: 403 },
  "envelope-mismatch": { fault: "attack", retry: "never", http: 400 },
  // What must never happen: alarms
  "alarm-checkpoint-forged": { fault: "attack", retry: "never" },
  "alarm-ledger-forked": { fault: "attack", retry: "never" },
  "alarm-ledger-shorter": { fault: "attack", retry: "never" },
  "alarm-body-withheld": { fault: "attack", retry: "never" },
  "alarm-body-forged": { fault: "attack", retry: "never" },
  "alarm-leaf-missing": { fault: "attack", retry: "never" },
  "alarm-envelope-unopenable": { fault: "attack", retry: "never" },
  "alarm-batch-invalid": { fault: "attack", retry: "never" },
  "alarm-statement-invalid": { fault: "attack", retry: "never" },
  "alarm-key-log-invalid": { fault: "attack", retry: "never" },
  "alarm-rolled-back": { fault: "attack", retry: "never" },
  bug: { fault: "device", retry: "never", http: 500 },
} as const satisfies Record<string, Row>;

export type FailureCode = keyof typeof failures;
export type Failure = { readonly code: FailureCode; readonly facts?: Readonly<Record<string, string | number>> };

export function failure(code: FailureCode, facts?: Readonly<Record<string, string | number>>): Failure {
  return facts === undefined ? { code } : { code, facts };
}

export function isFailureCode(text: string): text is FailureCode {
  return Object.hasOwn(failures, text);
}

export function httpStatusOf(code: FailureCode): number {
  const row: Row = failures[code];
  return row.http ?? 400;
}
