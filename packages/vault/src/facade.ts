/**
 * What an app sees of the vault: the whole engine behind one interface.
 *
 * The web app talks to it through a worker, the CLI calls it directly; so every argument and answer is plain data
 * (structured-cloneable), every method is asynchronous, and whatever happens by itself arrives as a `VaultEvent`.
 * Ids are lower-case hex of 16 bytes. Times are milliseconds since 1970 by the author's clock; nothing is decided on them.
 * Methods that can fail for reasons a person meets return `Outcome`; its code is a row of the table in `@alcove/protocol`.
 */

import type { AccessLogMethods } from "./facade/access-log.ts";
import type { ActivityMethods } from "./facade/activity.ts";
import type { AdministrativeMethods } from "./facade/administrative.ts";
import type { CasesMethods } from "./facade/cases.ts";
import type { CodesMethods } from "./facade/codes.ts";
import type { CouldHaveReadMethods } from "./facade/could-have-read.ts";
import type { DestroyedMethods } from "./facade/destroyed.ts";
import type { DevicesMethods } from "./facade/devices.ts";
import type { DisclosuresMethods } from "./facade/disclosures.ts";
import type { DocumentsMethods } from "./facade/documents.ts";
import type { EmergencyMethods } from "./facade/emergency.ts";
import type { FactsMethods } from "./facade/facts.ts";
import type { FormsMethods } from "./facade/forms.ts";
import type { GuardMethods } from "./facade/guard.ts";
import type { GuidesMethods } from "./facade/guides.ts";
import type { LeavingMethods } from "./facade/leaving.ts";
import type { MeasuresMethods } from "./facade/measures.ts";
import type { MovingMethods } from "./facade/moving.ts";
import type { NotesMethods } from "./facade/notes.ts";
import type { OwnKeysMethods } from "./facade/own-keys.ts";
import type { PairingMethods } from "./facade/pairing.ts";
import type { PeopleMethods } from "./facade/people.ts";
import type { PortalMethods } from "./facade/portal.ts";
import type { ProposalsMethods } from "./facade/proposals.ts";
import type { RecoveryMethods } from "./facade/recovery.ts";
import type { RemindersMethods } from "./facade/reminders.ts";
import type { ScheduleMethods } from "./facade/schedule.ts";
import type { SignaturesMethods } from "./facade/signatures.ts";
import type { StatusMethods } from "./facade/status.ts";
import type { SuccessorMethods } from "./facade/successor.ts";
import type { TemplatesMethods } from "./facade/templates.ts";
import type { WillMethods } from "./facade/will.ts";

export type * from "./facade/access-log.ts";
export type * from "./facade/activity.ts";
export type * from "./facade/administrative.ts";
export type * from "./facade/cases.ts";
export type * from "./facade/codes.ts";
export type * from "./facade/could-have-read.ts";
export type * from "./facade/destroyed.ts";
export type * from "./facade/devices.ts";
export type * from "./facade/disclosures.ts";
export type * from "./facade/documents.ts";
export type * from "./facade/emergency.ts";
export type * from "./facade/facts.ts";
export type * from "./facade/forms.ts";
export type * from "./facade/guard.ts";
export type * from "./facade/guides.ts";
export type * from "./facade/leaving.ts";
export type * from "./facade/measures.ts";
export type * from "./facade/moving.ts";
export type * from "./facade/notes.ts";
export type * from "./facade/outcome.ts";
export type * from "./facade/own-keys.ts";
export type * from "./facade/pairing.ts";
export type * from "./facade/people.ts";
export type * from "./facade/portal.ts";
export type * from "./facade/proposals.ts";
export type * from "./facade/recovery.ts";
export type * from "./facade/reminders.ts";
export type * from "./facade/schedule.ts";
export type * from "./facade/signatures.ts";
export type * from "./facade/status.ts";
export type * from "./facade/successor.ts";
export type * from "./facade/templates.ts";
export type * from "./facade/will.ts";

export type Vault = StatusMethods &
  OwnKeysMethods &
  RecoveryMethods &
  SuccessorMethods &
  WillMethods &
  DevicesMethods &
  NotesMethods &
  AdministrativeMethods &
  CasesMethods &
  ScheduleMethods &
  RemindersMethods &
  SignaturesMethods &
  TemplatesMethods &
  FactsMethods &
  CodesMethods &
  MeasuresMethods &
  FormsMethods &
  DocumentsMethods &
  PeopleMethods &
  LeavingMethods &
  DestroyedMethods &
  CouldHaveReadMethods &
  ActivityMethods &
  AccessLogMethods &
  DisclosuresMethods &
  MovingMethods &
  GuidesMethods &
  GuardMethods &
  EmergencyMethods &
  ProposalsMethods &
  PairingMethods &
  PortalMethods;
