/** The people of a chart and where it stands, for everybody who works with it, also without reading a note. */

import type { FormLanguage } from "@alcove/records/forms";
import type { ReminderAgreement } from "./reminders.ts";
import type { Outcome } from "./outcome.ts";

export type PersonRole = "client" | "consents" | "emergency-contact" | "payer" | "referrer";
export type ChartStatus = "enquiry" | "waiting" | "active" | "paused" | "discharged" | "not-taken-on";
export type ChartForm = "individual" | "couple" | "family" | "group";

/** A number or address, and what may be left or sent there, as its person agreed. */
export type Reach = {
  /** `text`: messages to a telephone. */
  readonly by: "phone" | "text" | "email" | "post";
  readonly at: string;
  /** Whose it is, or when. */
  readonly label: string;
  readonly leave: "anything" | "name-and-number-only" | "nothing";
};

export type PersonWords = {
  readonly name: string;
  /** As they are called and spoken of. */
  readonly called: string;
  readonly roles: readonly PersonRole[];
  /** To the client, in plain words. */
  readonly relation: string;
  /** `yyyy-mm-dd`. */
  readonly bornOn?: string | undefined;
  /** In which they read forms and letters. Absent: English. */
  readonly language?: FormLanguage | undefined;
  readonly reach: readonly Reach[];
  /** They are told of their appointments. It holds while that number or address is among `reach`, and something may be left there. */
  readonly reminders?: ReminderAgreement | undefined;
  readonly note: string;
};

/** Without `id` somebody new. `basedOn`: of what was on screen; empty for somebody new. */
export type SavePerson = PersonWords & {
  readonly chart: string;
  readonly id?: string;
  readonly basedOn: readonly string[];
};
export type RemovePerson = { readonly chart: string; readonly id: string; readonly basedOn: readonly string[] };
export type SaveFaceSheet = FaceSheetWords & { readonly chart: string; readonly basedOn: readonly string[] };

export type PersonView = PersonWords & {
  readonly id: string;
  readonly writtenAt: number;
  readonly author: string;
  /** What others wrote at the same time. */
  readonly beside: readonly PersonWords[];
  /** Its revisions that stand: a save over them says that they were seen. */
  readonly basedOn: readonly string[];
};

export type FaceSheetWords = {
  readonly status: ChartStatus;
  readonly form: ChartForm;
  /** When the status began, `yyyy-mm-dd`. */
  readonly since: string;
  readonly tags: readonly string[];
  /** The practice's own lines. */
  readonly custom: readonly { readonly name: string; readonly value: string }[];
  /** Of who asked for treatment. A save without it leaves it as it was. */
  readonly enquiry?: EnquiryWords | undefined;
};

export type EnquiryWords = {
  /** When they first asked, `yyyy-mm-dd`. */
  readonly asked: string;
  /** What for, in a few administrative words. */
  readonly asks: string;
  /** From whom they heard of the practice. */
  readonly heard: string;
  /** Days on which they were called, oldest first. */
  readonly called: readonly string[];
  readonly next: string;
  /** Of one that was not taken on: why it is kept, and until when. */
  readonly keep: string;
};

export type BeginEnquiry = Pick<PersonWords, "name" | "called" | "reach"> &
  Pick<EnquiryWords, "asked" | "asks" | "heard"> & { readonly form: ChartForm };

/** Somebody who asked for treatment, waits for it, or was not taken on. */
export type EnquiryView = {
  readonly chart: string;
  readonly name: string;
  readonly sheet: FaceSheetWords & { readonly enquiry: EnquiryWords; readonly basedOn: readonly string[] };
  /** The client, before others of the chart. */
  readonly people: readonly PersonView[];
  readonly mayWrite: boolean;
  /** Whether this member can give it to somebody who sees clients. */
  readonly mayGive: boolean;
};

export type AdministrativeView = {
  readonly people: readonly PersonView[];
  /** Absent: nobody has said yet. */
  readonly faceSheet?: FaceSheetWords & {
    readonly beside: readonly FaceSheetWords[];
    readonly basedOn: readonly string[];
  };
  /** In which its client reads forms and letters, or who consents for them. */
  readonly language: FormLanguage;
  readonly mayWrite: boolean;
};

/** What a vault does with it. */
export type AdministrativeMethods = {
  /** The people of a chart, and where it stands. `undefined`: not open to this member, guarded and closed, or the vault is locked. */
  administrative(chart: string): Promise<AdministrativeView | undefined>;
  /** `name-empty`, `day-unfit`, `person-unknown`, `not-entitled`. */
  savePerson(request: SavePerson): Promise<Outcome<{ readonly id: string }>>;
  /** They are none of this chart any more. `person-unknown`, `not-entitled`. */
  removePerson(request: RemovePerson): Promise<Outcome<void>>;
  /** In the place of what was said before. `day-unfit`, `not-entitled`. */
  saveFaceSheet(request: SaveFaceSheet): Promise<Outcome<void>>;
  /** Who asked for treatment, waits, or was not taken on: who asked first stands first. */
  enquiries(): Promise<readonly EnquiryView[]>;
  /** A chart of people and numbers alone. `name-empty`, `day-unfit`, `not-entitled`. */
  beginEnquiry(request: BeginEnquiry): Promise<Outcome<{ readonly id: string }>>;
  /** They are in treatment with this member from today on, to whom the chart is given. `chart-unknown`, `member-unknown`, `not-entitled`, `last-reader`. */
  takeOn(request: { readonly chart: string; readonly member: string; readonly since: string }): Promise<Outcome<void>>;
};
