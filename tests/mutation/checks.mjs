// Every single check that refuses something or raises an alarm, with the tests that miss it when it is gone.
//
// Left out is what another check makes unreachable, so that no test can miss it:
// - CBOR lengths beyond the bytes there are (the end is checked), lengths that AES-GCM, X-Wing or the curve refuse by
//   themselves, and of sealing keys beside what they hold;
// - a key or MAC bound to a device whose key no other device can derive; the length of a MAC that is compared whole;
// - a slot's or keyring's account beside its practice: no other account's key opens it, since each person's passphrase
//   is salted with their account; what a session's account decides has tests of two accounts (people.mjs);
// - what an enrolling session may say of another's device in its own account: the roster's rules refuse that as well;
// - a chunk that does not open, where the hash over the whole file is checked too; leaves lost on the server's disk, where
//   they must rebuild to the signed checkpoint;
// - a kit device that vouches for itself: while it is provisional it vouches for nobody;
// - checks without which the program only stops by a type error instead, and bounds on memory that refuse nobody.

import { accessLogChecks } from "./checks/access-log.mjs";
import { enquiryChecks } from "./checks/enquiries.mjs";
import { reminderChecks } from "./checks/reminders.mjs";
import { administrativeChecks } from "./checks/administrative.mjs";
import { appChecks } from "./checks/app.mjs";
import { authenticatorChecks } from "./checks/authenticators.mjs";
import { calendarChecks } from "./checks/calendar.mjs";
import { caseChecks } from "./checks/cases.mjs";
import { chainChecks } from "./checks/chains.mjs";
import { destroyChecks } from "./checks/destroy.mjs";
import { disclosureChecks } from "./checks/disclosures.mjs";
import { deviceChecks } from "./checks/device.mjs";
import { deviceFileChecks } from "./checks/device-files.mjs";
import { exportChecks } from "./checks/exports.mjs";
import { emergencyChecks } from "./checks/emergency.mjs";
import { signingChecks } from "./checks/signing.mjs";
import { enrolmentChecks } from "./checks/enrolment.mjs";
import { factChecks } from "./checks/facts.mjs";
import { importChecks } from "./checks/import.mjs";
import { formatChecks } from "./checks/formats.mjs";
import { formChecks } from "./checks/forms.mjs";
import { firstChecks } from "./checks/first.mjs";
import { freshnessChecks } from "./checks/freshness.mjs";
import { guardedChecks } from "./checks/guarded.mjs";
import { leavingChecks } from "./checks/leaving.mjs";
import { refusalChecks } from "./checks/refusals.mjs";
import { releaserChecks } from "./checks/releasers.mjs";
import { portalChecks } from "./checks/portal.mjs";
import { recoveryChecks } from "./checks/recovery.mjs";
import { guideChecks } from "./checks/guides.mjs";
import { movingChecks } from "./checks/moving.mjs";
import { mayWriteChecks } from "./checks/may-write.mjs";
import { measuresChecks } from "./checks/measures.mjs";
import { notePictureChecks } from "./checks/note-pictures.mjs";
import { ownKeysChecks } from "./checks/own-keys.mjs";
import { passkeyChecks } from "./checks/passkeys.mjs";
import { peopleChecks } from "./checks/people.mjs";
import { policyChecks } from "./checks/policy.mjs";
import { rosterChecks } from "./checks/roster.mjs";
import { searchChecks } from "./checks/search.mjs";
import { serverAccessChecks } from "./checks/server-access.mjs";
import { serverLedgerChecks } from "./checks/server-ledger.mjs";
import { serverStoreChecks } from "./checks/server-stores.mjs";
import { spareCodeChecks } from "./checks/spare-codes.mjs";
import { successorChecks } from "./checks/successor.mjs";
import { twoOwnersChecks } from "./checks/two-owners.mjs";

/**
 * `find`: stands exactly once in `file`; with `replace` in its place exactly this check is gone. `tests`: files of which
 * one must fail then, `titles` of them only. `quick`: part of the run that takes a minute.
 * @typedef {{ id: string, file: string, find: string, replace: string, tests: string[], titles?: string, quick?: true }} Check
 */

/** @type {readonly Check[]} */
export const checks = [
  ...formatChecks,
  ...firstChecks,
  ...formChecks,
  ...guideChecks,
  ...movingChecks,
  ...notePictureChecks,
  ...rosterChecks,
  ...chainChecks,
  ...recoveryChecks,
  ...caseChecks,
  ...freshnessChecks,
  ...guardedChecks,
  ...emergencyChecks,
  ...factChecks,
  ...importChecks,
  ...signingChecks,
  ...mayWriteChecks,
  ...measuresChecks,
  ...refusalChecks,
  ...releaserChecks,
  ...portalChecks,
  ...twoOwnersChecks,
  ...leavingChecks,
  ...destroyChecks,
  ...successorChecks,
  ...accessLogChecks,
  ...administrativeChecks,
  ...enquiryChecks,
  ...reminderChecks,
  ...calendarChecks,
  ...deviceChecks,
  ...disclosureChecks,
  ...exportChecks,
  ...deviceFileChecks,
  ...enrolmentChecks,
  ...peopleChecks,
  ...searchChecks,
  ...serverAccessChecks,
  ...serverStoreChecks,
  ...serverLedgerChecks,
  ...ownKeysChecks,
  ...passkeyChecks,
  ...spareCodeChecks,
  ...authenticatorChecks,
  ...policyChecks,
  ...appChecks,
];
