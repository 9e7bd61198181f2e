/**
 * Every failure a person or a program can meet, in one table: whose fault it is, whether trying again helps, the HTTP
 * status where the server says it, and the sentence for the person. No sentence or fact holds plaintext, names, keys
 * or tokens: only lengths, counts, ids and times. Packages name their own codes; they are gathered here.
 */

type Row = {
  readonly fault: "person" | "device" | "server" | "network" | "file" | "attack";
  /** `now`: the app may try again by itself; `later`: after a while; `changed`: when something else was done first; `never`. */
  readonly retry: "now" | "later" | "changed" | "never";
  readonly http?: number;
  /** What happened, that nothing is lost, what to do. `{fact}` is filled from the failure's facts. */
  readonly sentence: string;
};

export const failures = {
  // Unlocking and enrolling
  "passphrase-wrong": {
    fault: "person",
    retry: "changed",
    sentence: "This passphrase does not open this device. Nothing is lost. Check the order of the words.",
  },
  "passkey-wrong": {
    fault: "person",
    retry: "changed",
    sentence: "This passkey does not open this device. Nothing is lost: your passphrase opens it in any case.",
  },
  "passkey-there": {
    fault: "person",
    retry: "never",
    sentence: "This passkey opens your devices already. Nothing was changed.",
  },
  "passkey-unknown": {
    fault: "person",
    retry: "never",
    sentence: "There is no such passkey any more. Nothing was changed.",
  },
  "passkeys-full": {
    fault: "person",
    retry: "changed",
    sentence: "You have {limit} passkeys, and there is no room for more. Remove one that you don't use.",
  },
  "passphrase-short": {
    fault: "person",
    retry: "changed",
    sentence: "A passphrase needs at least 12 characters. Four or five words are easy to keep.",
  },
  "passphrase-guessable": {
    fault: "person",
    retry: "changed",
    sentence: "This passphrase can be guessed too quickly. Add a word that has nothing to do with the others.",
  },
  "passphrase-common": {
    fault: "person",
    retry: "changed",
    sentence: "This passphrase stands on lists that attackers try first. Choose another.",
  },
  "passphrase-names": {
    fault: "person",
    retry: "changed",
    sentence:
      "This passphrase holds a name or an address. Choose words that nobody connects with you or with a client.",
  },
  "passphrase-same": {
    fault: "person",
    retry: "changed",
    sentence: "This is the passphrase of before. Choose another one.",
  },
  "passphrase-replaced": {
    fault: "person",
    retry: "changed",
    sentence:
      "The server says that your passphrase was changed on another of your devices. Nothing is lost, and you can go on here. If it was you, give the new passphrase to this device too.",
  },
  "keys-replaced": {
    fault: "person",
    retry: "changed",
    sentence:
      "Your keys were replaced on another of your devices. Nothing is lost, and you can go on here. To sync again, take the new keys from your new Emergency Kit.",
  },
  "keys-unsettled": {
    fault: "network",
    retry: "later",
    sentence:
      "The server did not answer, so nobody knows yet whether the change counts. Both passphrases open this device until the next sync says which one does.",
  },
  "kit-foreign": {
    fault: "person",
    retry: "changed",
    sentence: "This Emergency Kit belongs to another person or practice. Nothing was changed.",
  },
  "kit-unreadable": {
    fault: "person",
    retry: "changed",
    sentence: "This is not a whole Emergency Kit. Compare what you typed with the sheet, group by group.",
  },
  "kit-replaced": {
    fault: "person",
    retry: "never",
    sentence: "This Emergency Kit was replaced by a newer one. Use the newest sheet.",
  },
  "kit-groups-wrong": {
    fault: "person",
    retry: "changed",
    sentence: "One of the groups is not what stands on the sheet. Compare them once more.",
  },
  "recovery-card-unreadable": {
    fault: "person",
    retry: "changed",
    sentence: "This is not a whole recovery card. Compare what you typed with the card, line by line.",
  },
  "recovery-word-wrong": {
    fault: "person",
    retry: "changed",
    sentence: "Word {place} in line {line} is not what stands on the card. Compare it once more.",
  },
  "recovery-line-wrong": {
    fault: "person",
    retry: "changed",
    sentence: "Several words from line {line} on are not what stands on the card. Compare that line word by word.",
  },
  "recovery-set-unknown": {
    fault: "person",
    retry: "changed",
    http: 404,
    sentence: "This server knows no practice of these cards. Nothing was put together. Check the server's address.",
  },
  "recovery-set-missing": {
    fault: "person",
    retry: "changed",
    sentence: "This practice has no recovery cards yet.",
  },
  "recovery-cards-few": {
    fault: "person",
    retry: "changed",
    sentence: "It takes {needed} of the cards, and here are {given}. Nothing was put together. Bring another card.",
  },
  "recovery-card-twice": {
    fault: "person",
    retry: "changed",
    sentence: "Card {number} is here twice. Each card counts once.",
  },
  "recovery-cards-differ": {
    fault: "person",
    retry: "changed",
    sentence: "These cards are not all of one set: card {number} is of another one. Nothing was put together.",
  },
  "recovery-card-elsewhere": {
    fault: "person",
    retry: "changed",
    sentence: "Card {number} is of another practice. Nothing was put together.",
  },
  "recovery-card-void": {
    fault: "person",
    retry: "never",
    sentence: "These cards were replaced by newer ones and open nothing any more. Use the newest cards.",
  },
  "recovery-card-wrong": {
    fault: "person",
    retry: "changed",
    sentence: "Card {number} is not the one that was made. Nothing was put together. Use another card.",
  },
  "recovery-set-broken": {
    fault: "attack",
    retry: "never",
    sentence: "These cards are right and do not give the key that the practice was told. Nothing was changed.",
  },
  "recovery-owner-needed": {
    fault: "person",
    retry: "changed",
    sentence: "This practice has {count} owners. Say which of them goes on with new keys.",
  },
  "kdf-version-unknown": {
    fault: "attack",
    retry: "never",
    sentence:
      "The key settings are not ones that Alcove uses, so nothing was tried. Nothing is lost. Use your newest Emergency Kit.",
  },
  "second-factor-needed": {
    fault: "person",
    retry: "changed",
    http: 401,
    sentence:
      "The server asks for the six digits of your authenticator app, as for each new device and every 30 days. Nothing is lost.",
  },
  "second-factor-wrong": {
    fault: "person",
    retry: "changed",
    http: 401,
    sentence:
      "These six digits are not right, or were used already. Wait for the next ones. If they never are, let the network set the phone's clock, or use a spare code.",
  },
  "login-refused": {
    fault: "person",
    retry: "changed",
    http: 401,
    sentence:
      "The server does not know this passphrase with this Emergency Kit. Nothing is lost. Check the words and the sheet.",
  },
  "slow-down": {
    fault: "person",
    retry: "later",
    http: 429,
    sentence: "Too many tries in a short time. Wait {seconds} seconds and try again.",
  },
  "session-ended": {
    fault: "device",
    retry: "now",
    http: 401,
    sentence: "The server ended this session. The app signs in again by itself.",
  },
  "request-replayed": {
    fault: "attack",
    retry: "never",
    http: 401,
    sentence: "A request reached the server twice and was refused the second time.",
  },
  "request-unsigned": {
    fault: "attack",
    retry: "never",
    http: 401,
    sentence: "A request was not signed for this session and was refused.",
  },
  "answer-forged": {
    fault: "attack",
    retry: "later",
    sentence: "An answer did not come from your server, or was changed on the way. It was thrown away.",
  },
  "device-revoked": {
    fault: "device",
    retry: "never",
    http: 403,
    sentence: "This device was removed from the practice. What is written here stays here; pair it again to send it.",
  },
  "device-unknown": { fault: "device", retry: "never", http: 403, sentence: "The practice does not know this device." },
  "device-provisional": {
    fault: "device",
    retry: "changed",
    sentence:
      "This device is new, and nothing but the server vouches for what it shows. Confirm it first; what you write is kept here.",
  },
  "already-set-up": { fault: "person", retry: "never", sentence: "This device already belongs to a practice." },
  "not-set-up": { fault: "person", retry: "changed", sentence: "There is no practice on this device yet." },
  locked: { fault: "person", retry: "changed", sentence: "Locked. What you were writing is kept." },
  "device-in-use": {
    fault: "device",
    retry: "later",
    sentence: "Another window or program has these records open. Close it, or go on there.",
  },

  // Pairing
  "invitation-unreadable": {
    fault: "person",
    retry: "changed",
    sentence: "These are not the twelve words, or not the picture, of an invitation. Check the order of the words.",
  },
  "invitation-unknown": {
    fault: "person",
    retry: "never",
    http: 404,
    sentence: "This invitation was used, has run out, or never was. Ask for a new one on the other device.",
  },
  "invitation-dead": {
    fault: "attack",
    retry: "never",
    http: 409,
    sentence: "Something else answered this invitation, so it was ended. Nothing was handed over. Begin again.",
  },
  "invitation-for-another": {
    fault: "person",
    retry: "changed",
    sentence:
      "This invitation is of the other kind: one asks a further device of your own in, the other a person who joins. Go back and choose the other way.",
  },
  "pairing-words-differ": {
    fault: "attack",
    retry: "never",
    sentence:
      "The words were not the same on both devices, so nothing was handed over. Begin again, with both devices in your hands.",
  },
  "pairing-stopped": {
    fault: "person",
    retry: "changed",
    sentence: "Pairing was stopped, here or on the other device. Nothing was handed over.",
  },

  // Records
  "chart-unknown": { fault: "person", retry: "never", sentence: "There is no such chart on this device." },
  "note-unknown": { fault: "person", retry: "never", sentence: "There is no such note on this device." },
  "member-unknown": { fault: "person", retry: "never", sentence: "There is no such member in this practice." },
  "last-owner": {
    fault: "person",
    retry: "changed",
    sentence: "A practice needs an owner. Make somebody else an owner first; then this works.",
  },
  "second-owner-needed": {
    fault: "person",
    retry: "changed",
    sentence: "This takes another owner's signature too. Propose it, and they can sign or decline.",
  },
  "second-owner-unneeded": {
    fault: "person",
    retry: "changed",
    sentence: "This takes no other owner's signature any more: do it yourself.",
  },
  "proposal-unknown": {
    fault: "person",
    retry: "changed",
    sentence: "This waits for no signature any more: it was signed or declined, or the practice has changed since.",
  },
  "last-reader": {
    fault: "person",
    retry: "changed",
    sentence: "Nobody else can open these notes. Share them with somebody else first; then this works.",
  },
  "guard-offline": {
    fault: "network",
    retry: "later",
    sentence:
      "A guarded chart opens only with the server, which can't be reached. Nothing is lost. Its crisis card opens without it.",
  },
  "guard-closed": {
    fault: "person",
    retry: "changed",
    sentence: "This chart is guarded and closed here. Open it first; then this works.",
  },
  "guard-waits-for-key": {
    fault: "person",
    retry: "changed",
    sentence:
      "Nobody has given you the key of this guarded chart yet. Ask somebody who can open it to share it with you again.",
  },
  "guard-already": { fault: "person", retry: "never", sentence: "This chart is guarded already." },
  "guard-absent": { fault: "person", retry: "never", sentence: "This chart is not guarded." },
  "release-part-gone": {
    fault: "server",
    retry: "never",
    http: 410,
    sentence:
      "The server has no release part for this chart. It may have been restored without its key file. The recovery cards still open the chart.",
  },
  "reason-empty": {
    fault: "person",
    retry: "changed",
    sentence: "A reason is needed, in a few words: it stands in the chart.",
  },
  "crisis-card-missing": {
    fault: "person",
    retry: "never",
    sentence: "There is no crisis card for this chart on this device.",
  },
  "attachment-unknown": { fault: "person", retry: "never", sentence: "There is no such file on this device." },
  "save-unknown": { fault: "person", retry: "never", sentence: "There is no such save held on this device." },
  "attachment-incomplete": {
    fault: "network",
    retry: "later",
    http: 404,
    sentence: "This file is not all here yet. It opens when the server can be reached.",
  },
  "attachment-too-large": {
    fault: "person",
    retry: "never",
    http: 413,
    sentence: "This file has {bytes} bytes; {limit} are the most. Nothing was added.",
  },
  "name-empty": { fault: "person", retry: "changed", sentence: "A name is needed." },
  "text-too-long": {
    fault: "person",
    retry: "changed",
    http: 413,
    sentence: "This text has {bytes} bytes; {limit} fit into one note. It is kept as a draft; part it in two.",
  },
  "search-words-missing": {
    fault: "person",
    retry: "changed",
    sentence: "Type at least one word, or the beginning of one with a star.",
  },
  conflict: {
    fault: "device",
    retry: "never",
    sentence: "This note was changed on two devices. Both texts are kept; choose or join them.",
  },
  "disk-full": {
    fault: "device",
    retry: "changed",
    sentence: "This device's disk is full. What was kept before is safe. Free some space and go on.",
  },
  "store-damaged": {
    fault: "device",
    retry: "never",
    sentence:
      "The file with this device's records is damaged. Nothing was overwritten. The server has what was sealed there; enrol this device anew.",
  },
  "store-newer": {
    fault: "device",
    retry: "never",
    sentence: "This device's records were written by a newer Alcove. Update this one; nothing was changed.",
  },

  // Files that are brought in
  "document-empty": { fault: "file", retry: "never", sentence: "{path} is empty." },
  "document-too-large": {
    fault: "file",
    retry: "never",
    sentence: "{path} is larger than {limit} bytes and was left where it is.",
  },
  "document-not-what-its-name-says": {
    fault: "file",
    retry: "never",
    sentence: "{path} is not what its name says and was left where it is.",
  },
  "document-zip-bomb": {
    fault: "file",
    retry: "never",
    sentence: "{path} unpacks to far more than a document holds and was left where it is.",
  },
  "document-broken-encoding": {
    fault: "file",
    retry: "never",
    sentence: "{path} holds bytes that are no text and was left where it is.",
  },
  "document-path-leaves-folder": {
    fault: "file",
    retry: "never",
    sentence: "{path} points outside the folder you chose and was left where it is.",
  },
  "document-unsupported": {
    fault: "file",
    retry: "never",
    sentence: "{path} is of a kind that Alcove does not read yet.",
  },
  "document-damaged": { fault: "file", retry: "never", sentence: "{path} is damaged and was left where it is." },
  "document-encrypted": {
    fault: "file",
    retry: "never",
    sentence: "{path} is locked with a password of its own. Open it, save it without, and bring it again.",
  },
  "document-slow": {
    fault: "file",
    retry: "never",
    sentence: "{path} takes longer to read than any document should and was left where it is.",
  },

  // Files on the way in or out that are no documents: passphrase, kit, export
  "file-unreadable": { fault: "person", retry: "changed", sentence: "{path} can't be read ({reason})." },
  "file-unwritable": {
    fault: "person",
    retry: "changed",
    sentence: "{path} can't be written ({reason}). Nothing else was changed.",
  },
  "file-exists": {
    fault: "person",
    retry: "changed",
    sentence: "{path} is there already. Nothing was overwritten; choose another place.",
  },

  // Server and network
  "server-unreachable": {
    fault: "network",
    retry: "later",
    sentence: "The server can't be reached. Writing and reading go on; everything travels later.",
  },
  "server-slow": {
    fault: "network",
    retry: "later",
    sentence: "The server did not answer in time. Writing and reading go on; everything travels later.",
  },
  "server-rubbish": {
    fault: "server",
    retry: "later",
    sentence: "What answered is not an Alcove server, or is broken. Nothing was sent on. Check the address.",
  },
  "server-version": {
    fault: "server",
    retry: "changed",
    http: 426,
    sentence: "The server speaks another version of Alcove. Update the older one; nothing is lost.",
  },
  "server-full": {
    fault: "server",
    retry: "later",
    http: 507,
    sentence: "The server's disk is full. Everything stays on this device and travels when there is room.",
  },
  "server-failed": {
    fault: "server",
    retry: "later",
    http: 500,
    sentence: "The server failed. Everything stays on this device and travels later.",
  },
  "server-stopping": {
    fault: "server",
    retry: "later",
    http: 503,
    sentence: "The server is stopping. Everything stays on this device and travels when it is back.",
  },
  "founding-closed": {
    fault: "server",
    retry: "never",
    http: 403,
    sentence: "This server takes no new practices. Ask who runs it.",
  },
  "practice-exists": { fault: "device", retry: "never", http: 409, sentence: "This practice is already founded." },
  "account-exists": { fault: "device", retry: "never", http: 409, sentence: "This account is already set up." },
  "route-unknown": { fault: "device", retry: "never", http: 404, sentence: "The server does not know this request." },
  "request-too-large": {
    fault: "device",
    retry: "never",
    http: 413,
    sentence: "A request had {bytes} bytes; {limit} are the most.",
  },
  "request-malformed": {
    fault: "device",
    retry: "never",
    http: 400,
    sentence: "A request was not well formed and was refused.",
  },

  // What an append is refused for
  "head-moved": {
    fault: "device",
    retry: "now",
    http: 409,
    sentence: "Somebody else was quicker. The app reads on and tries again by itself.",
  },
  "epoch-stale": {
    fault: "device",
    retry: "now",
    http: 409,
    sentence: "The key changed meanwhile. The app seals again by itself.",
  },
  "counter-wrong": {
    fault: "device",
    retry: "now",
    http: 409,
    sentence: "The server has another count of what this device sent. The app compares by itself.",
  },
  "not-entitled": { fault: "device", retry: "never", http: 403, sentence: "This device has no right to this." },
  "signature-wrong": {
    fault: "attack",
    retry: "never",
    http: 403,
    sentence: "A signature was not right, so nothing was taken.",
  },
  "statement-refused": {
    fault: "attack",
    retry: "never",
    http: 403,
    sentence: "A change to people or devices was signed by nobody who may. It was refused.",
  },
  "envelope-mismatch": {
    fault: "attack",
    retry: "never",
    http: 400,
    sentence: "What arrived was not what was signed. It was refused.",
  },

  // What must never happen: alarms
  "alarm-checkpoint-forged": {
    fault: "attack",
    retry: "never",
    sentence: "The server showed a state that it did not sign.",
  },
  "alarm-ledger-forked": { fault: "attack", retry: "never", sentence: "The server showed another past than before." },
  "alarm-ledger-shorter": {
    fault: "attack",
    retry: "never",
    sentence:
      "The server knows less than it did. It may have been restored from a backup. Nothing on this device was changed.",
  },
  "alarm-body-withheld": {
    fault: "attack",
    retry: "never",
    sentence: "The server holds back {count} entries that this device is owed.",
  },
  "alarm-body-forged": {
    fault: "attack",
    retry: "never",
    sentence: "The server sent something else than what stands in the ledger.",
  },
  "alarm-leaf-missing": {
    fault: "attack",
    retry: "never",
    sentence: "The server said that it kept an entry, and did not.",
  },
  "alarm-envelope-unopenable": {
    fault: "attack",
    retry: "never",
    sentence: "An entry does not open with the key that it was sealed under.",
  },
  "alarm-batch-invalid": {
    fault: "attack",
    retry: "never",
    sentence: "The server took an entry that it had to refuse. It was put aside.",
  },
  "alarm-statement-invalid": {
    fault: "attack",
    retry: "never",
    sentence: "The server took a change to people or devices that nobody signed who may. It was not followed.",
  },
  "alarm-key-log-invalid": {
    fault: "attack",
    retry: "never",
    sentence: "The server took a change of keys that nobody signed who may. It was not followed.",
  },
  "alarm-rolled-back": {
    fault: "attack",
    retry: "never",
    sentence: "This device has seen more than the server now shows.",
  },

  bug: {
    fault: "device",
    retry: "never",
    http: 500,
    sentence: "Something in Alcove went wrong that should not. Nothing was overwritten.",
  },
} as const satisfies Record<string, Row>;

export type FailureCode = keyof typeof failures;
export type Failure = { readonly code: FailureCode; readonly facts?: Readonly<Record<string, string | number>> };

export function failure(code: FailureCode, facts?: Readonly<Record<string, string | number>>): Failure {
  return facts === undefined ? { code } : { code, facts };
}

/** The sentence for the person, its facts filled in. */
export function sentenceOf(failed: Failure): string {
  return failures[failed.code].sentence.replaceAll(/\{(\w+)\}/g, (_, fact: string) =>
    String(failed.facts?.[fact] ?? "some"),
  );
}

export function isFailureCode(text: string): text is FailureCode {
  return Object.hasOwn(failures, text);
}

export function httpStatusOf(code: FailureCode): number {
  const row: Row = failures[code];
  return row.http ?? 400;
}
