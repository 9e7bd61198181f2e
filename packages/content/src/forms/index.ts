/**
 * Forms that come with the app: questions over the part of FHIR R4 Questionnaire that Alcove reads (docs/spec, FRM-1), in words of our
 * own. In another language a form is another entry with the same id, version and questions by `linkId`.
 */

import type { BuiltInForm } from "./asking.ts";
import {
  consentMessages,
  consentMinor,
  consentMinorBoth,
  consentTelehealth,
  consentTherapy,
  coupleNoSecrets,
  noticeAcknowledgement,
} from "./consents.ts";
import { emergencyContacts, intakeAdult, intakeMinor } from "./intake.ts";
import { feeAgreement, goodFaithEstimate } from "./money.ts";
import { releaseOfInformation, releasePsychotherapyNotes } from "./releases.ts";
import { spanishForms } from "./spanish/index.ts";

export { fillFields } from "../note-templates/fields.ts";
export type { BuiltInForm } from "./asking.ts";

/** In the order in which they are offered; those in Spanish after them, each of the same id as one in English. */
export const forms: readonly BuiltInForm[] = [
  intakeAdult,
  intakeMinor,
  consentTherapy,
  consentTelehealth,
  noticeAcknowledgement,
  feeAgreement,
  goodFaithEstimate,
  emergencyContacts,
  consentMessages,
  releaseOfInformation,
  releasePsychotherapyNotes,
  consentMinor,
  consentMinorBoth,
  coupleNoSecrets,
  ...spanishForms,
];
