/**
 * What a person reads of each failure of the one table (`errors.ts`): what happened, that nothing is lost, what to do.
 * `{fact}` is filled from the failure's facts. No sentence holds plaintext, names, keys or tokens.
 */

import type { Failure, FailureCode } from "./errors.ts";

export const sentences: Readonly<Record<FailureCode, string>> = {
  // Unlocking and enrolling
  "passphrase-wrong": "This passphrase does not open this device. Nothing is lost. Check the order of the words.",
  "passkey-wrong": "This passkey does not open this device. Nothing is lost: your passphrase opens it in any case.",
  "passkey-there": "This passkey opens your devices already. Nothing was changed.",
  "passkey-unknown": "There is no such passkey any more. Nothing was changed.",
  "passkeys-full": "You have {limit} passkeys, and there is no room for more. Remove one that you don't use.",
  "passphrase-short": "A passphrase needs at least 12 characters. Four or five words are easy to keep.",
  "passphrase-guessable":
    "This passphrase can be guessed too quickly. Add a word that has nothing to do with the others.",
  "passphrase-common": "This passphrase stands on lists that attackers try first. Choose another.",
  "passphrase-names":
    "This passphrase holds a name or an address. Choose words that nobody connects with you or with a client.",
  "passphrase-classes":
    "Your practice asks for capital and small letters, digits and signs in a passphrase. Add what is missing; a longer one stays the better one.",
  "passkey-too-late":
    "Your practice asks for the passphrase again after some hours. Open with it now; then the passkey opens again.",
  "rules-unfit":
    "One of the numbers is not possible: 3 to 6 months, 1 to 480 minutes, 1 to 24 hours. Nothing was changed.",
  "presence-unfit":
    "These days are not possible: an absence ends after it begins, within 92 days, and a week has at least one working day. Nothing was changed.",
  "ledger-file-broken": "This is no file of a ledger, or it is cut short. alcove ledger export writes one.",
  "witness-unknown-ledger":
    "This is not a ledger that this witness follows, or not signed by its key. Nothing was signed.",
  "witness-behind":
    "This witness has seen the ledger at another size. Nothing was signed. Ask once more, from size {size}.",
  "witness-unfit":
    "This is no key of a witness, or one that your practice or its server uses itself. A witness says its key at /witness-key, or when it is made. Nothing was changed.",
  "cosignature-none":
    "None of your practice's witnesses has signed this, or it is not of this practice's ledger. Nothing was changed.",
  "passphrase-same": "This is the passphrase of before. Choose another one.",
  "passphrase-replaced":
    "The server says that your passphrase was changed on another of your devices. Nothing is lost, and you can go on here. If it was you, give the new passphrase to this device too.",
  "keys-replaced":
    "Your keys were replaced on another of your devices. Nothing is lost, and you can go on here. To sync again, take the new keys from your new Emergency Kit.",
  "keys-unsettled":
    "The server did not answer, so nobody knows yet whether the change counts. Both passphrases open this device until the next sync says which one does.",
  "kit-foreign": "This Emergency Kit belongs to another person or practice. Nothing was changed.",
  "kit-unreadable":
    "This is not a whole Emergency Kit: it is the long text that begins with ALCOVE-KIT. Compare what you typed with the sheet, group by group.",
  "kit-replaced": "This Emergency Kit was replaced by a newer one. Use the newest sheet.",
  "kit-groups-wrong": "One of the groups is not what stands on the sheet. Compare them once more.",
  "recovery-card-unreadable": "This is not a whole recovery card. Compare what you typed with the card, line by line.",
  "recovery-word-wrong": "Word {place} in line {line} is not what stands on the card. Compare it once more.",
  "recovery-line-wrong":
    "Several words from line {line} on are not what stands on the card. Compare that line word by word.",
  "recovery-set-unknown":
    "This server knows no practice of these cards. Nothing was put together. Check the server's address.",
  "cards-forgotten":
    "These cards don't count: this device was locked while they were handed out. Those of before go on counting, if there are any. Make new ones.",
  "cards-at-work":
    "What the cards you used opened is still being sealed anew. Nothing was changed. Say first that your last note is there, and wait for a sync; then make new cards.",
  "recovery-set-missing": "This practice has no recovery cards yet.",
  "recovery-cards-few":
    "It takes {needed} of the cards, and here are {given}. Nothing was put together. Bring another card.",
  "recovery-card-twice": "Card {number} is here twice. Each card counts once.",
  "recovery-cards-differ":
    "These cards are not all of one set: card {number} is of another one. Nothing was put together.",
  "recovery-card-elsewhere": "Card {number} is of another practice. Nothing was put together.",
  "recovery-card-void": "These cards were replaced by newer ones and open nothing any more. Use the newest cards.",
  "recovery-card-wrong": "Card {number} is not the one that was made. Nothing was put together. Use another card.",
  "recovery-cards-other":
    "These cards are right, and are for something else: the practice's recovery cards never open psychotherapy notes, and an author's cards open nothing but their own.",
  "successor-not-named":
    "Whoever made these cards named another member. Nothing was put together; ask that person to bring the cards to their own device.",
  "recovery-set-broken":
    "These cards are right and do not give the key that the practice was told. Nothing was changed.",
  "recovery-owner-needed": "This practice has {count} owners. Say which of them goes on with new keys.",
  "kdf-version-unknown":
    "The key settings are not ones that Alcove uses, so nothing was tried. Nothing is lost. Use your newest Emergency Kit.",
  "second-factor-needed":
    "The server asks for your second factor, as for each new device and every 30 days: six digits, a passkey or security key, or a spare code. Nothing is lost.",
  "second-factor-again":
    "For this the server asks for your second factor once more: six digits, a passkey or security key, or a spare code. Nothing was changed.",
  "second-factor-wrong":
    "These six digits are not right, or were used already. Wait for the next ones. If they never are, let the network set the phone's clock, or use a spare code.",
  "second-factor-last":
    "This is your only second factor. Set up another one first: an authenticator app, or another key. Nothing was changed.",
  "authenticator-wrong":
    "This is not a passkey or security key that was set up as your second factor, or not at this address. Nothing is lost. Use another one, six digits or a spare code.",
  "authenticator-none":
    "No passkey or security key answered. Nothing is lost. Try once more, or use six digits or a spare code.",
  "authenticators-full":
    "You have {limit} passkeys and security keys as second factor, and there is no room for more. Remove one first.",
  "login-refused":
    "The server does not know this passphrase with this Emergency Kit. Nothing is lost. Check the words and the sheet.",
  "slow-down": "Too many tries in a short time. Wait {seconds} seconds and try again.",
  "session-ended": "The server ended this session. The app signs in again by itself.",
  "request-replayed": "A request reached the server twice and was refused the second time.",
  "request-unsigned": "A request was not signed for this session and was refused.",
  "answer-forged": "An answer did not come from your server, or was changed on the way. It was thrown away.",
  "device-revoked":
    "This device was removed from the practice. What is written here stays here; pair it again to send it.",
  "device-unknown": "The practice does not know this device.",
  "account-suspended":
    "One of your devices was called lost or stolen. Replace your keys first: until then nothing that you sign gives anybody anything.",
  "device-provisional":
    "Nothing but the server vouches for what this device shows: it is new, or its data is older than what it signed. Confirm it first; what you write is kept here.",
  "already-set-up": "This device already belongs to a practice.",
  "not-set-up": "There is no practice on this device yet.",
  locked: "Locked. What you were writing is kept.",
  "device-in-use": "Another window or program has these records open. Close it, or go on there.",
  // Pairing
  "invitation-unreadable":
    "These are not the twelve words, or not the picture, of an invitation. Check the order of the words.",
  "invitation-word-wrong":
    "Word {place} is none that an invitation can have. Compare it with the other device, letter by letter.",
  "invitation-words-count":
    "An invitation has twelve words, and here are {count}. Look for one that is missing, or there twice.",
  "invitation-unknown": "This invitation was used, has run out, or never was. Ask for a new one on the other device.",
  "invitation-dead": "Something else answered this invitation, so it was ended. Nothing was handed over. Begin again.",
  "invitation-for-another":
    "This invitation is of the other kind: one asks a further device of your own in, the other a person who joins. Go back and choose the other way.",
  "invitation-of-another":
    "This invitation is of another person's records than those on this device. Ask for one on a device of your own.",
  "wallet-card-unreadable":
    "This is not a whole wallet card. Scan it once more, or compare what you typed with the card.",
  "pin-unfit": "A PIN has six to twelve digits, and not those that everybody tries first.",
  "keys-only-here":
    "Recovery cards were used since, and only this device opens your psychotherapy notes of before. It stays as it is, and so do they. Copy out what you need of them.",
  "pairing-words-differ":
    "The words were not the same on both devices, so nothing was handed over. Begin again, with both devices in your hands.",
  "pairing-stopped": "Pairing was stopped, here or on the other device. Nothing was handed over.",
  // Records
  "chart-unknown": "There is no such chart on this device.",
  "note-unknown": "There is no such note on this device.",
  "fact-unknown": "There is no such diagnosis, medication or flag in this chart on this device.",
  "code-unknown":
    "There is no such code in the table that this device uses, or it is a heading of others. Search by words.",
  "codes-name":
    "The year stands in the file's name, as it comes from CMS or NCHS: icd10cm-codes-2027.txt. Nothing was read in. Give the file that name again.",
  "codes-unfit":
    "This is not the official code file: line {line} has another form, or its code stands twice. Nothing was read in.",
  "codes-few":
    "This file has {codes} codes, and a whole one more than 60,000: it was cut off on its way. Nothing was read in. Fetch it once more.",
  "fact-unfit":
    "Something is missing, is no day, or ends before it began: words are needed, days like 2026-03-15, and for an end its reason. Nothing was changed.",
  "person-unknown": "There is no such person in this chart on this device.",
  "day-unfit": "There is no such day. Write it as year, month and day. Nothing was changed.",
  "disclosure-unknown": "There is no such disclosure in this chart on this device.",
  "disclosure-unfit":
    "Who received it, what it was and, where the client is owed an account, what it was for: each in at most 2,000 characters. Nothing was written down.",
  "case-unknown": "There is no such case in this chart on this device.",
  "case-unfit":
    "Something of this case is no day, lies before it was received, or does not belong to its kind. Nothing was changed.",
  "legal-hold":
    "This chart is on legal hold: a paper that asks for its record is open. Nothing was destroyed. Ask your attorney; the hold ends when the case is closed.",
  "case-undecided": "Nothing was decided yet. Write the decision down first; then it can be closed.",
  "ground-missing":
    "A denial, also of a part, names at least one ground that the rule knows for this kind of case. Nothing was changed.",
  "restriction-owed":
    "A health plan must not hear of what was paid in full out of pocket: this restriction is granted (45 CFR 164.522(a)(1)(vi)). Nothing was changed.",
  "restriction-unread":
    "The practice agreed with the client to restrict what is passed on from this chart. Read what was agreed, keep to it, and say that you have. Nothing was sealed.",
  "extension-once": "This case was extended once, and there is no second time. It stays due on the day that was told.",
  "extension-unfit":
    "An extension is told in writing before the day is over on which the answer is due, with its reason, and goes to {latest} at the latest. Nothing was changed.",
  "authorisation-needed":
    "Psychotherapy notes go to somebody else only with a separate authorization of the client (164.508(a)(2)), or where a rule takes its place. Name it, or leave them out. Nothing was sealed.",
  "export-stopped": "The export was stopped. What was written of it has no seal: throw it away.",
  "export-unreadable": "There is no export of Alcove here: {reason}.",
  "note-signed": "This note is signed, and stays as it is. Write an addendum to add to it.",
  "note-by-others": "You wrote none of this note. Its author signs it; then you can countersign.",
  "note-changed": "Another version of this note stands now. Read it first; nothing was done with it.",
  "note-with-others":
    "Somebody else wrote in this note, or an addendum to it, and what they wrote is theirs. Nothing was changed. Write an addendum that says what is wrong, or ask them to take theirs out first.",
  "note-about-others":
    "This note is not about that person alone. It stays in the chart of all of them. Nothing was copied.",
  "own-chart-first":
    "This chart is guarded, and a new one would not be. Begin theirs and guard it first, then go on into it. Nothing was copied.",
  "chart-same": "It is in that chart already. Nothing was changed.",
  "note-unsent":
    "The note is safe on this device, and not on the server yet. A signature covers what the server has: sign it once it was sent.",
  "note-unsigned": "Its author has not signed what it says now. Nothing was changed.",
  "template-unknown": "There is no such template. Nothing was written.",
  "form-unknown":
    "There is no such form here, or it was changed meanwhile. Open the list of forms again. Nothing was saved.",
  "form-unfit":
    "A form needs a name and at least one question; each question its own words, a choice its options, and what depends on an answer stands after it. Nothing was saved.",
  "form-signed": "Somebody put their name to this, so it stays as it is. Fill in the form once more instead.",
  "form-changed": "Another version of this form stands now. Read it first; nothing was signed.",
  "form-unfinished": "This form is not completed, or asks for nobody’s name. Nothing was signed.",
  "form-unsigned": "Nobody has signed this, so there is nothing to withdraw.",
  "form-withdrawn": "This was withdrawn, and stays so. Fill in the form once more if it is wanted again.",
  "answers-unfit": "An answer does not fit its question. Nothing was saved.",
  "answers-missing": "Some questions that need an answer have none. What you wrote was not saved as completed.",
  "snippet-unfit": "A snippet needs a word of at most 20 letters and digits, and a text. Nothing was saved.",
  "template-unfit":
    "A template needs a name, and each heading words of its own, no longer than a line and none of them twice. Nothing was saved.",
  "appointment-unknown": "There is no such appointment on this device, or its series has changed meanwhile.",
  "appointment-unfit":
    "An appointment needs a day and a time that there are, a known time zone, a length of 5 minutes to a day, and a first day on which its series occurs. Nothing was changed.",
  "reminder-unfit":
    "A reminder goes to a number or address of theirs at which something may be left, an hour to two weeks before.",
  "member-unknown": "There is no such member in this practice.",
  "last-owner": "A practice needs an owner. Make somebody else an owner first; then this works.",
  "second-owner-needed": "This takes another owner's signature too. Propose it, and they can sign or decline.",
  "second-owner-unneeded": "This takes no other owner's signature any more: do it yourself.",
  "proposal-behind":
    "The practice has changed since this was signed. The app of who proposed it signs anew when it is next open; then you can sign too. Nothing was done.",
  "proposal-unknown":
    "This waits for no signature any more: it was signed or declined, or the practice has changed since.",
  "notes-shared":
    "Somebody else reads these notes, or writes in them. Nothing was destroyed. End what you gave them first; then this works.",
  "notes-came":
    "Something of this chart came in from another device meanwhile. Nothing was destroyed. Look at it first; then this works.",
  "notes-unsent":
    "Words of this chart are on this device alone: {saves} saved and not sent, {drafts} begun. Nothing was destroyed. Send or discard them first; then this works.",
  "chart-going":
    "Somebody of this chart is a client, or may become one. Nothing was destroyed. Say on its face sheet that treatment has ended, and when; then this works.",
  "chart-destroyed": "This chart was destroyed. What is left of it is on its certificate, which Retention lists.",
  "case-open":
    "Cases of this chart that are still open: {cases}. Nothing was destroyed. Close them first; then this works.",
  "notes-of-others":
    "Members who keep psychotherapy notes of their own in this chart: {members}. Only they can destroy these. Nothing was destroyed. Ask them to do it first; then this works.",
  "portal-open":
    "A device of the client’s still opens this chart’s portal. Nothing was destroyed. End that first; then this works.",
  "nothing-destroyed": "Nothing of this chart was destroyed.",
  "last-reader": "Nobody else can open these notes. Share them with somebody else first; then this works.",
  "guard-offline":
    "A guarded chart opens only with the server, which can't be reached. Nothing is lost. Its crisis card opens without it.",
  "guard-closed": "This chart is guarded and closed here. Open it first; then this works.",
  "guard-waits-for-key":
    "Nobody has given you the key of this guarded chart yet. Ask somebody who can open it to share it with you again.",
  "guard-already": "This chart is guarded already.",
  "guard-absent": "This chart is not guarded.",
  "release-part-gone":
    "The server has no release part for this chart. It may have been restored without its key file. The recovery cards still open the chart.",
  "release-waits":
    "Nobody has let you into this chart yet. Who can was asked; open it again when they are there. Its crisis card opens without them.",
  "release-over": "This is waited for no more: somebody let them in, or they asked anew.",
  "releaser-reads":
    "Whoever lets others into a chart does not read it. Choose somebody else, or end their right first.",
  "releaser-last":
    "Nobody but they can let somebody into a guarded chart. Choose somebody else for it first, in that chart; then this works.",
  "reason-empty": "A reason is needed, in a few words: it stands in the chart.",
  "crisis-card-missing": "There is no crisis card for this chart on this device.",
  "emergency-over":
    "Nobody waits for this any more: it was given, withdrawn or declined, or is older than three days. Nothing was given now. Who still needs it asks again.",
  "emergency-needless": "You can open this chart yourself. Nothing was asked.",
  "measure-unknown": "This app has no such measure, or no such entry. Nothing was kept.",
  "measure-not-yet": "That day is still to come. Give the day on which it was filled in. Nothing was filed.",
  "measure-unfit":
    "This does not fit. A measure takes one answer or a gap for each question, out of its choices; a result from elsewhere needs a name and a score; a measure of your own a name, questions and choices. Nothing was kept.",
  "measure-whose-unsaid": "This chart has several clients. Say whose it is. Nothing was filed.",
  "measure-rights-unsaid": "Say whose measure it is and by what right the practice uses it. Nothing was kept.",
  "risk-enquiry-needed":
    "The answer to question {items} asks for a risk enquiry first. Say what you asked and did, or why you could not. Nothing is lost, and nothing was kept yet.",
  "attachment-unknown": "There is no such file on this device.",
  "save-unknown": "There is no such save held on this device.",
  "attachment-incomplete": "This file is not all here yet. It opens when the server can be reached.",
  "attachment-too-large": "This file has {bytes} bytes; {limit} are the most. Nothing was added.",
  "attachment-changed": "This file changed or went away while it was read. Nothing was added; add it again.",
  "attachment-stopped": "Stopped. Nothing was added.",
  "file-with-others":
    "Somebody else added this file, or said what it is, and that is theirs. Nothing was changed. Ask them to move it.",
  "file-of-note":
    "This file goes with its note: the note is a psychotherapy note, or shows it as a picture. Nothing was changed. Move the note, or take the picture out of it first.",
  "file-copy-not-there":
    "The copy in the other chart is not all at the server yet, or could not be read back from it. The file stays here until it is. Move it once more then: nothing is copied twice.",
  "attachment-there": "This file is in the chart already. It was not added a second time.",
  "document-unfit":
    "This does not fit. A document has a category, a title and a sender of 300 characters at most, and its date is a day. Nothing was kept.",
  "name-empty": "A name is needed.",
  "text-too-long": "This text has {bytes} bytes; {limit} fit into one note. It is kept as a draft; part it in two.",
  "search-words-missing": "Type at least one word, or the beginning of one with a star.",
  conflict: "This note was changed on two devices. Both texts are kept; choose or join them.",
  "disk-full": "This device's disk is full. What was kept before is safe. Free some space and go on.",
  "store-damaged":
    "The file with this device's records is damaged. Nothing was overwritten. The server has what was sealed there; enrol this device anew.",
  "store-newer": "This device's records were written by a newer Alcove. Update this one; nothing was changed.",
  // Files that are brought in
  "document-empty": "{path} is empty.",
  "document-too-large": "{path} is larger than {limit} bytes and was left where it is.",
  "document-not-what-its-name-says": "{path} is not what its name says and was left where it is.",
  "document-zip-bomb": "{path} unpacks to far more than a document holds and was left where it is.",
  "document-broken-encoding": "{path} holds bytes that are no text and was left where it is.",
  "document-path-leaves-folder": "{path} points outside the folder you chose and was left where it is.",
  "document-unsupported": "{path} is of a kind that Alcove does not read yet.",
  "document-damaged": "{path} is damaged and was left where it is.",
  "document-encrypted": "{path} is locked with a password of its own. Open it, save it without, and bring it again.",
  "document-slow": "{path} takes longer to read than any document should and was left where it is.",
  "import-plan-unfit":
    "{path} is no plan of an import, or one of its rows was changed to what can't be. Nothing was added; write it anew with --plan.",
  // Files on the way in or out that are no documents: passphrase, kit, export
  "file-unreadable": "{path} can't be read ({reason}).",
  "file-unwritable": "{path} can't be written ({reason}). Nothing else was changed.",
  "file-exists": "{path} is there already. Nothing was overwritten; choose another place.",
  // Server and network
  "server-unreachable": "The server can't be reached. Writing and reading go on; everything travels later.",
  "server-slow": "The server did not answer in time. Writing and reading go on; everything travels later.",
  "server-rubbish": "What answered is not an Alcove server, or is broken. Nothing was sent on. Check the address.",
  "server-version": "The server speaks another version of Alcove. Update the older one; nothing is lost.",
  "server-full": "The server's disk is full. Everything stays on this device and travels when there is room.",
  "server-failed": "The server failed. Everything stays on this device and travels later.",
  "server-stopping": "The server is stopping. Everything stays on this device and travels when it is back.",
  "founding-closed": "This server takes no new practices. Ask who runs it.",
  "practice-exists": "This practice is already founded.",
  "account-exists": "This account is already set up.",
  "route-unknown": "The server does not know this request.",
  "request-too-large": "A request had {bytes} bytes; {limit} are the most.",
  "request-malformed": "A request was not well formed and was refused.",
  // What an append is refused for
  "head-moved": "Somebody else was quicker. The app reads on and tries again by itself.",
  "epoch-stale": "The key changed meanwhile. The app seals again by itself.",
  "counter-wrong": "The server has another count of what this device sent. The app compares by itself.",
  "not-entitled": "This device has no right to this.",
  "signature-wrong": "A signature was not right, so nothing was taken.",
  "statement-refused": "A change to people or devices was signed by nobody who may. It was refused.",
  "envelope-mismatch": "What arrived was not what was signed. It was refused.",
  // What must never happen: alarms
  "alarm-checkpoint-forged": "The server showed a state that it did not sign.",
  "alarm-ledger-forked": "The server showed another past than before.",
  "alarm-ledger-shorter":
    "The server knows less than it did. It may have been restored from a backup. Nothing on this device was changed.",
  "alarm-body-withheld": "The server holds back {count} entries that this device is owed.",
  "alarm-body-forged": "The server sent something else than what stands in the ledger.",
  "alarm-leaf-missing": "The server said that it kept an entry, and did not.",
  "alarm-envelope-unopenable": "An entry does not open with the key that it was sealed under.",
  "alarm-batch-invalid": "The server took an entry that it had to refuse. It was put aside.",
  "alarm-statement-invalid":
    "The server took a change to people or devices that nobody signed who may. It was not followed.",
  "alarm-key-log-invalid": "The server took a change of keys that nobody signed who may. It was not followed.",
  "alarm-rolled-back": "This device has seen more than the server now shows.",
  bug: "Something in Alcove went wrong that should not. Nothing was overwritten.",
};

/** The sentence for the person, its facts filled in. */
export function sentenceOf(failed: Failure): string {
  return sentences[failed.code].replaceAll(/\{(\w+)\}/g, (_, fact: string) => String(failed.facts?.[fact] ?? "some"));
}
