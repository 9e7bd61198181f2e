/**
 * What an app sees of the vault: the whole engine behind one interface.
 *
 * The web app talks to it through a worker, the CLI calls it directly; so every argument and answer is plain data
 * (structured-cloneable), every method is asynchronous, and whatever happens by itself arrives as a `VaultEvent`.
 * Ids are lower-case hex of 16 bytes. Times are milliseconds since 1970 by the author's clock; nothing is decided on them.
 * Methods that can fail for reasons a person meets return `Outcome`; its code is a row of the table in `@alcove/protocol`.
 */

import type { Failure } from "@alcove/protocol";
import type { AccessAct, AccessLog } from "./facade/access-log.ts";
import type { Activity, ActivityRequest } from "./facade/activity.ts";
import type {
  CaseAccounting,
  CaseGuide,
  CaseHead,
  CaseView,
  OfficeView,
  RetentionView,
  SaveCase,
  SaveOffice,
} from "./facade/cases.ts";
import type { CodeTableView, FoundCode } from "./facade/codes.ts";
import type {
  AdministrativeView,
  BeginEnquiry,
  EnquiryView,
  RemovePerson,
  SaveFaceSheet,
  SavePerson,
} from "./facade/administrative.ts";
import type { CouldHaveRead } from "./facade/could-have-read.ts";
import type { ChartDestroyed, ChartDestruction, DestroyedChart, DestructionCertificate } from "./facade/destroyed.ts";
import type { DeviceGone, DeviceView, InvitationView, LedgerReport, WitnessKeys } from "./facade/devices.ts";
import type { AttachmentView, AttachRequest, DescribeDocument, DocumentView, FilePiece } from "./facade/documents.ts";
import type { DisclosureView, RecordDisclosure, SealedExport, SealExport } from "./facade/disclosures.ts";
import type { EmergencyView, EmergencyWants, GivenView } from "./facade/emergency.ts";
import type { FactVersion, FactView, SaveFact } from "./facade/facts.ts";
import type {
  BeginForm,
  FormResponseView,
  FormsOfChart,
  FormView,
  SaveForm,
  SaveFormResponse,
  SignForm,
} from "./facade/forms.ts";
import type { GoOnAlone, OfAgeView, SeparationView } from "./facade/guides.ts";
import type { AskedView, CrisisCard, GuardOpened, GuardView } from "./facade/guard.ts";
import type { ChartsPassed, LeavingHead, LeavingView } from "./facade/leaving.ts";
import type { DefineMeasure, Measure, MeasuresOfChart, OwnMeasure, SaveMeasure } from "./facade/measures.ts";
import type { MovedFileView, MovedView, MoveFile, MoveNote } from "./facade/moving.ts";
import type {
  ChartView,
  DraftView,
  ImportNote,
  ImportOutcome,
  NoteHead,
  NoteKind,
  NoteVersion,
  NoteView,
  ReadBack,
  SaveNote,
  SearchAnswer,
  SearchQuery,
  UnfinishedView,
} from "./facade/notes.ts";
import type {
  AddAuthenticator,
  AddPasskey,
  AuthenticatorAnswer,
  EmergencyKit,
  FoundRequest,
  Founded,
  NewSecondFactor,
  PasskeyView,
  PassphraseVerdict,
  PracticeRules,
  RekeyReason,
  SecondFactorView,
  UnlockByPasskey,
} from "./facade/own-keys.ts";
import type {
  AccessView,
  HeldSave,
  MemberAccessView,
  MemberView,
  RightsView,
  Role,
  SetPresence,
  SharedKind,
} from "./facade/people.ts";
import type { KnockView, PortalView } from "./facade/portal.ts";
import type { ProposalAnswered, ProposalRequest, ProposalView, Proposed } from "./facade/proposals.ts";
import type { CardFacts, RecoverRequest, RecoveryCardText, RecoveryView } from "./facade/recovery.ts";
import type {
  AppointmentRef,
  Attendance,
  CalendarRequest,
  CalendarView,
  Cancelled,
  DayListRequest,
  DayListRow,
  MeetView,
  PlanRequest,
  SaveRoom,
  ScheduleAccess,
  ShareSchedule,
  WorkingHours,
} from "./facade/schedule.ts";
import type { NoteReminder, ReminderCount, ReminderRequest, ReminderView } from "./facade/reminders.ts";
import type { NoteSignatures, SignNote } from "./facade/signatures.ts";
import type { LockReason, VaultEvent, VaultStatus } from "./facade/status.ts";
import type { SuccessionView } from "./facade/successor.ts";
import type { BeginNote, NoteBeginning, SaveTemplate, SnippetView, TemplateView } from "./facade/templates.ts";
import type { WillView, WillWords } from "./facade/will.ts";

export type * from "./facade/access-log.ts";
export type * from "./facade/administrative.ts";
export type * from "./facade/activity.ts";
export type * from "./facade/cases.ts";
export type * from "./facade/codes.ts";
export type * from "./facade/could-have-read.ts";
export type * from "./facade/destroyed.ts";
export type * from "./facade/devices.ts";
export type * from "./facade/disclosures.ts";
export type * from "./facade/emergency.ts";
export type * from "./facade/documents.ts";
export type * from "./facade/facts.ts";
export type * from "./facade/forms.ts";
export type * from "./facade/guides.ts";
export type * from "./facade/guard.ts";
export type * from "./facade/leaving.ts";
export type * from "./facade/measures.ts";
export type * from "./facade/moving.ts";
export type * from "./facade/notes.ts";
export type * from "./facade/own-keys.ts";
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

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

export type Vault = {
  status(): Promise<VaultStatus>;
  /** Calls `listener` for every event until the returned function is called. */
  subscribe(listener: (event: VaultEvent) => void): () => void;

  /** Five words drawn by chance from 2,048 (55 bits), none of them of these names. */
  offerPassphrase(about: readonly string[]): Promise<readonly string[]>;
  /** Also by the practice's rules, where there are any on this device. */
  judgePassphrase(passphrase: string, about: readonly string[]): Promise<PassphraseVerdict>;
  found(request: FoundRequest): Promise<Outcome<Founded>>;
  /** A new secret for the authenticator, for who left it for later; where one is confirmed only in its place (`already-set-up`). */
  offerTotp(request?: { readonly inItsPlace: boolean }): Promise<Outcome<NewSecondFactor>>;
  /**
   * Proves that the authenticator works; the server asks for it from then on when a device is new. `totp`: six digits of the one
   * of before, or a spare code, where there is one.
   */
  confirmTotp(code: string, totp?: string): Promise<Outcome<void>>;
  /** As the server has it. */
  secondFactor(): Promise<Outcome<SecondFactorView>>;
  /**
   * Ten codes, four groups of four, in the place of those there were: each stands in once wherever `totp` asks for six
   * digits. They are given once and kept nowhere here. The first ones without `totp` for ten minutes after a
   * second factor was set; else `second-factor-needed`, also where none is set.
   */
  makeSpareCodes(request: { readonly totp?: string }): Promise<Outcome<readonly string[]>>;
  /**
   * The second factor by an authenticator: an `authenticator` event says what it is to sign. Signs in with it where the server asks;
   * within a session it counts for two minutes in the place of `totp`. `authenticator-none`, `authenticator-wrong`, `slow-down`.
   */
  showAuthenticator(): Promise<Outcome<void>>;
  answerAuthenticator(shown?: AuthenticatorAnswer): Promise<void>;
  /** What a new one is to be made over: 32 bytes, good for three minutes. */
  authenticatorChallenge(): Promise<Outcome<Uint8Array>>;
  /** `second-factor-needed`, `second-factor-wrong`, `authenticator-wrong`, `authenticators-full`. */
  addAuthenticator(request: AddAuthenticator): Promise<Outcome<void>>;
  /** `second-factor-last`, `second-factor-needed`, `second-factor-wrong`. */
  removeAuthenticator(request: { readonly credential: Uint8Array; readonly totp?: string }): Promise<Outcome<void>>;
  /** The authenticator app's digits count no more. `second-factor-last`, `second-factor-needed`, `second-factor-wrong`. */
  endTotp(request: { readonly totp?: string }): Promise<Outcome<void>>;
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
  /** Ways to unlock beside the passphrase, on all of one's devices; as of the last sync. */
  passkeys(): Promise<readonly PasskeyView[]>;
  /** What an authenticator is asked about before `addPasskey`: 32 bytes, the same for each of them. */
  passkeyInput(): Promise<Outcome<Uint8Array>>;
  /** `passphrase-wrong`, `passkey-there`, `passkeys-full`. With the server or not at all. */
  addPasskey(request: AddPasskey): Promise<Outcome<void>>;
  /** `passkey-unknown`. With the server or not at all. The keyring key stays: for a lost authenticator there is `rekey`. */
  removePasskey(id: string): Promise<Outcome<void>>;
  enrolByKit(request: {
    readonly kit: string;
    readonly passphrase: string;
    readonly totp: string;
    /** Asked for by an `authenticator` event, in the place of `totp`. */
    readonly authenticator?: true;
    readonly deviceName: string;
  }): Promise<Outcome<void>>;
  /** `undefined`: this practice has no recovery cards, or the vault is locked. */
  recovery(): Promise<RecoveryView | undefined>;
  /** New cards, to be handed out. They are given once, and count from `beginRecoveryCards` on. */
  prepareRecoveryCards(request: {
    readonly needed: number;
    readonly cards: number;
  }): Promise<Outcome<readonly RecoveryCardText[]>>;
  /** These, by what their texts say of their set, take the place of those there were. `cards-forgotten`: prepared before a lock. */
  beginRecoveryCards(set: string): Promise<Outcome<void>>;
  /** Both at once. */
  makeRecoveryCards(request: {
    readonly needed: number;
    readonly cards: number;
  }): Promise<Outcome<readonly RecoveryCardText[]>>;
  /**
   * Whether what was typed, pasted or scanned are cards that go together, before anything is asked of anybody: with nothing open too.
   * Failures of one card carry its place as `card`, from 1. `recovery-cards-few`, `-differ`, `-twice`, and those of a card.
   */
  checkRecoveryCards(cards: readonly string[]): Promise<Outcome<readonly CardFacts[]>>;
  /** Compares cards, as text or words, with what was published of them; none are put together. */
  drillRecoveryCards(cards: readonly string[]): Promise<Outcome<void>>;
  /** On an empty device, with enough cards: an owner goes on with new keys. Gives the new cards; the old ones open nothing new. */
  recoverByCards(request: RecoverRequest): Promise<Outcome<readonly RecoveryCardText[]>>;
  /** `undefined`: the vault is locked. */
  succession(): Promise<SuccessionView | undefined>;
  /**
   * Cards for one's own psychotherapy notes, in the place of those there were; nobody else has a say in it. `successor`: id of
   * the member who may use them; absent: whoever of the practice brings enough. They are given once.
   */
  makeSuccessorCards(request: {
    readonly needed: number;
    readonly cards: number;
    readonly successor?: string;
  }): Promise<Outcome<readonly RecoveryCardText[]>>;
  /** One's own cards open nothing that is written from now on. `recovery-set-missing`. */
  endSuccessorCards(): Promise<Outcome<void>>;
  /**
   * With enough cards that an author made: this member reads their psychotherapy notes from now on, and everybody is shown
   * it. Those of a card, `successor-not-named`, `recovery-cards-few`, `recovery-set-broken`.
   */
  useSuccessorCards(cards: readonly string[]): Promise<Outcome<{ readonly authorName: string }>>;
  /** The author's word against it: whoever used their cards reads nothing of them any more. `recovery-set-missing`. */
  endSuccession(): Promise<Outcome<void>>;
  /** Those that this member opens, their own first. */
  wills(): Promise<readonly WillView[]>;
  /** One's own, in the place of what it said before, confirmed today. The owners are let in by the next sync. `name-empty`: no executor. */
  saveWill(request: WillWords): Promise<Outcome<void>>;
  /** That one wants no cards for one's psychotherapy notes, or has not decided. */
  decideSuccession(decision: { readonly notesStayClosed: boolean }): Promise<Outcome<void>>;
  /** A will on paper. `member-unknown`: there is none of theirs that opens here. */
  willPdf(member: string): Promise<Outcome<Uint8Array>>;
  /** "Your laptop, last seen yesterday 17:40: right?" answered with yes. */
  confirmFreshness(): Promise<Outcome<void>>;

  unlock(passphrase: string): Promise<Outcome<void>>;
  /**
   * `passkey-wrong`: none of this device's. `passkey-too-late`: the practice's rules ask for the passphrase again. The passphrase
   * opens it in any case.
   */
  unlockByPasskey(request: UnlockByPasskey): Promise<Outcome<void>>;
  /** Keys leave memory; what is in flight gets 2 s. Unsaved writing stays in its journal. */
  lock(reason: LockReason): Promise<void>;
  /** Any key or pointer use; puts off the idle lock. */
  touch(): Promise<void>;
  setIdleLock(minutes: number): Promise<void>;
  /** For everybody in the practice. `not-entitled`: an owner's act. `rules-unfit`: a number beyond its bounds. */
  setRules(rules: PracticeRules): Promise<Outcome<void>>;

  charts(): Promise<readonly ChartView[]>;
  /** One of them. `chart-unknown`. */
  chart(id: string): Promise<Outcome<ChartView>>;
  createChart(request: { readonly name: string }): Promise<Outcome<{ readonly id: string }>>;
  renameChart(request: { readonly chart: string; readonly name: string }): Promise<Outcome<void>>;

  /** The people of a chart, and where it stands. `undefined`: not open to this member, guarded and closed, or the vault is locked. */
  administrative(chart: string): Promise<AdministrativeView | undefined>;
  /** `name-empty`, `day-unfit`, `person-unknown`, `not-entitled`. */
  savePerson(request: SavePerson): Promise<Outcome<{ readonly id: string }>>;
  /** They are none of this chart any more. `person-unknown`, `not-entitled`. */
  removePerson(request: RemovePerson): Promise<Outcome<void>>;
  /** In the place of what was said before. `day-unfit`, `not-entitled`. */
  saveFaceSheet(request: SaveFaceSheet): Promise<Outcome<void>>;
  /** Of one chart, as far as they are open to this member: open ones first, by the day they are due. Looking writes into its access log. */
  cases(chart: string): Promise<readonly CaseView[]>;
  /** Of all charts, in the same order, without a word of what they say. */
  caseHeads(): Promise<readonly CaseHead[]>;
  /**
   * `case-unknown`, `case-unfit`, `person-unknown`, `note-unknown`, `disclosure-unknown`, `disclosure-unfit`, `not-entitled`; `extension-once`, `extension-unfit`; `ground-missing`,
   * `restriction-owed`; `case-undecided`: closed before it was decided.
   */
  saveCase(request: SaveCase): Promise<Outcome<{ readonly id: string }>>;
  /** What an accounting that was asked for by this case lists. `case-unknown`: it is none of that kind. */
  caseAccounting(request: { readonly chart: string; readonly id: string }): Promise<Outcome<CaseAccounting>>;
  /** What comes with the app about all kinds of case; also while locked. */
  caseGuide(): Promise<CaseGuide | undefined>;
  /** Until when each chart is kept. It lists, and nothing happens by itself. `undefined`: the vault is locked. */
  retention(): Promise<RetentionView | undefined>;
  /** `undefined`: the vault is locked. */
  office(): Promise<OfficeView | undefined>;
  /** Over what its author saw. `not-entitled`, `case-unfit`. */
  saveOffice(request: SaveOffice): Promise<Outcome<void>>;
  /** Who asked for treatment, waits, or was not taken on: who asked first stands first. */
  enquiries(): Promise<readonly EnquiryView[]>;
  /** A chart of people and numbers alone. `name-empty`, `day-unfit`, `not-entitled`. */
  beginEnquiry(request: BeginEnquiry): Promise<Outcome<{ readonly id: string }>>;
  /** They are in treatment with this member from today on, to whom the chart is given. `chart-unknown`, `member-unknown`, `not-entitled`, `last-reader`. */
  takeOn(request: { readonly chart: string; readonly member: string; readonly since: string }): Promise<Outcome<void>>;
  /** `appointment-unfit`: no such days, more than 800 of them, or a zone that is unknown here. */
  calendar(request: CalendarRequest): Promise<Outcome<CalendarView>>;
  /** What this plan would meet. It forbids nothing. Failures as of `planAppointment`. */
  meets(request: PlanRequest): Promise<Outcome<readonly MeetView[]>>;
  /** `appointment-unfit`, `appointment-unknown`, `chart-unknown`, `member-unknown`, `not-entitled`. */
  planAppointment(request: PlanRequest): Promise<Outcome<AppointmentRef>>;
  /** What became of it. With `cancelled` who called it off, and never without. `appointment-unknown`, `appointment-unfit`, `not-entitled`. */
  markAppointment(request: {
    readonly ref: AppointmentRef;
    readonly attendance: Attendance;
    readonly cancelled?: Cancelled;
    /** That they were called about it; absent: as it was. */
    readonly called?: boolean;
  }): Promise<Outcome<void>>;
  /** No occurrence from this one on. `appointment-unknown`, `not-entitled`. */
  endSeries(ref: { readonly series: string; readonly occurrence: string }): Promise<Outcome<void>>;
  /** `appointment-unfit`, `not-entitled`, `member-unknown`. */
  saveWorkingHours(request: {
    readonly member: string;
    readonly zone: string;
    readonly hours: readonly WorkingHours[];
  }): Promise<Outcome<void>>;
  /** A room of the practice; `id` of one that there is. `name-empty`. */
  saveRoom(request: SaveRoom): Promise<Outcome<void>>;
  /** Who else opens one's own calendar. */
  scheduleAccess(): Promise<readonly ScheduleAccess[]>;
  /**
   * Lets somebody into one's own calendar and nothing else, for good or until a day, `yyyy-mm-dd`: a front desk, or a delegate for a sick
   * day. In the place of what they had. `member-unknown`, `not-entitled`, `request-malformed`.
   */
  shareSchedule(request: ShareSchedule): Promise<Outcome<void>>;
  /** `member-unknown`, `not-entitled`. */
  endScheduleAccess(member: string): Promise<Outcome<void>>;
  /** Whom to call on a day. It is written down as shown or printed before it answers (`disk-full`: nothing is printed unrecorded). `appointment-unfit`. */
  dayList(request: DayListRequest): Promise<Outcome<readonly DayListRow[]>>;
  /**
   * Who is to be told of an appointment in the next two weeks, and of what they were told and is not so any more. Numbers are written down
   * as shown, as in a day list. `appointment-unfit`: the zone is unknown here.
   */
  reminders(request: ReminderRequest): Promise<Outcome<readonly ReminderView[]>>;
  /** How many wait for somebody who may say what became of them; nothing is shown. `zone`: of whoever looks. */
  remindersWaiting(zone: string): Promise<ReminderCount>;
  /** What became of a reminder. `chart-unknown`, `person-unknown`, `appointment-unknown`: nothing is expected then, `not-entitled`. */
  noteReminder(request: NoteReminder): Promise<Outcome<void>>;
  /** A file for other calendars (RFC 5545) that says when one is busy, and nothing else. Days as of `calendar`. */
  calendarFile(request: CalendarRequest): Promise<Outcome<string>>;

  notes(chart: string, newest?: number): Promise<readonly NoteHead[]>;
  note(id: string): Promise<Outcome<NoteView>>;
  /** Verified one by one. */
  noteSignatures(note: string): Promise<Outcome<NoteSignatures>>;
  /**
   * Signs what the server has, with the member's own key. `note-changed`: another version stands, or two. `note-unsent`: the server does
   * not have it yet. `note-by-others`: as an author, who wrote none of it. `note-unsigned`: no author has signed what is to be countersigned. `not-entitled`.
   */
  signNote(request: SignNote): Promise<Outcome<void>>;
  /** Of a note that its author signed: asks for an addendum. `note-unsigned`, `reason-empty`, `not-entitled`. */
  askForChange(request: { readonly note: string; readonly words: string }): Promise<Outcome<void>>;
  /** Progress notes of this member's without their signature, from the day of the first that they signed; none before. */
  unsignedNotes(): Promise<readonly NoteHead[]>;
  /** Of the last thirty days, what `today` leaves to do; `zone` says which day is which. Oldest first. `appointment-unfit`. */
  unfinished(request: { readonly today: string; readonly zone: string }): Promise<Outcome<readonly UnfinishedView[]>>;
  /** Those that come with the app and the practice's own; a note's `form` names one. */
  templates(): Promise<readonly TemplateView[]>;
  /** `template-unknown`, `template-unfit` (a name or heading is missing, too long or there twice), `not-entitled`. */
  saveTemplate(request: SaveTemplate): Promise<Outcome<{ readonly id: string }>>;
  /** One's own, by word. Colleagues' apps could read them: they are no place for a client's words. */
  snippets(): Promise<readonly SnippetView[]>;
  /** In the place of what the word stood for. `snippet-unfit`: no word of at most 20 letters and digits, or no text. */
  saveSnippet(request: SnippetView): Promise<Outcome<void>>;
  removeSnippet(word: string): Promise<Outcome<void>>;
  /** What a new note is begun with. `template-unknown`: none of this id for notes of this kind. */
  beginNote(request: BeginNote): Promise<Outcome<NoteBeginning>>;
  /** `template-unknown`: the form is no template’s id. `day-unfit`: there is no such day. `note-signed`: it is locked; what is to be added is an addendum. */
  saveNote(request: SaveNote): Promise<Outcome<{ readonly note: string; readonly revision: string }>>;
  history(note: string): Promise<Outcome<readonly NoteVersion[]>>;

  /** What a chart's care team sees at a glance: flags, then diagnoses, then medication, then the treatment plan; of each what stands before what has ended. */
  facts(chart: string): Promise<readonly FactView[]>;
  /**
   * A new one, or what is said of it from now on; its end, with a day and a reason, is a save like any other. A diagnosis that becomes the
   * principal one takes the place of the one before of the same person. `fact-unfit`, `fact-unknown`, `not-entitled`, `guard-closed`.
   */
  saveFact(request: SaveFact): Promise<Outcome<{ readonly fact: string }>>;
  /** All that was said of it, oldest first. */
  factHistory(fact: string): Promise<Outcome<readonly FactVersion[]>>;

  /** Which table of ICD-10-CM diagnoses are chosen from; reads it anew. */
  codeTable(): Promise<Outcome<CodeTableView>>;
  /** By the beginning of a code, or beginnings of words; the best first. */
  findCodes(request: { readonly typed: string; readonly limit: number }): Promise<Outcome<readonly FoundCode[]>>;
  /**
   * The official file of a year, for all devices of the practice; `name` without folders tells its edition. `added: false`: the practice has
   * this edition or a later one. `codes-name`, `codes-unfit`, `codes-few`.
   */
  importCodes(request: {
    readonly name: string;
    readonly text: string;
  }): Promise<Outcome<{ readonly edition: string; readonly codes: number; readonly added: boolean }>>;

  drafts(): Promise<readonly DraftView[]>;
  /** Keeps writing on disk, sealed, before it answers; at most a second of typing is ever only in memory. */
  keepDraft(
    draft: Omit<DraftView, "id" | "keptAt"> & { readonly id?: string },
  ): Promise<Outcome<{ readonly id: string; readonly keptAt: number }>>;
  discardDraft(id: string): Promise<void>;

  /** What can be filled in, with its questions. Empty where the part that holds them could not be loaded. */
  offeredMeasures(): Promise<readonly Measure[]>;
  measures(chart: string): Promise<MeasuresOfChart>;
  /** Also those that are out of use. */
  ownMeasures(): Promise<readonly OwnMeasure[]>;
  /** `not-entitled`, `measure-rights-unsaid`, `measure-unfit`. Its words never change: others are another measure. */
  defineMeasure(request: DefineMeasure): Promise<Outcome<{ readonly id: string }>>;
  /** It is offered no more. `not-entitled`, `measure-unknown`. */
  retireMeasure(id: string): Promise<Outcome<void>>;
  /**
   * A new entry, or one of before as it is from now on. `chart-unknown`, `not-entitled`, `guard-closed`, `measure-unknown`, `measure-unfit`,
   * `person-unknown`, `measure-whose-unsaid` (a new one in a chart with several clients, with `person` absent), `measure-not-yet`,
   * `risk-enquiry-needed` (`items`: an answer to these asks for a risk enquiry first, or a word on why there was none).
   */
  saveMeasure(request: SaveMeasure): Promise<Outcome<{ readonly id: string }>>;

  /** Those that come with the app and the practice's own, in each language. Empty where the part that holds them could not be loaded. */
  forms(): Promise<readonly FormView[]>;
  /** One as it is begun for this chart, with names in their places. `chart-unknown`, `form-unknown`. */
  beginForm(request: BeginForm): Promise<Outcome<FormView>>;
  /** `form-unknown`, `form-unfit`, `not-entitled`. */
  saveForm(request: SaveForm): Promise<Outcome<{ readonly id: string }>>;
  formsOfChart(chart: string): Promise<FormsOfChart>;
  /** Opened and verified. `form-unknown`. */
  formResponse(id: string): Promise<Outcome<FormResponseView>>;
  /** `form-unknown`, `form-signed`, `answers-unfit`, `answers-missing` (how many), `day-unfit`, `chart-unknown`, `not-entitled`. */
  saveFormResponse(request: SaveFormResponse): Promise<Outcome<{ readonly id: string; readonly revision: string }>>;
  /**
   * What somebody typed in this member's presence; where the server is reached, the member's key signs it at once. `waiting`: acts that wait for
   * that. `form-unknown`, `form-changed`, `form-unfinished`, `form-unsigned`, `form-withdrawn`, `name-empty`, `reason-empty`, `day-unfit`, `not-entitled`.
   */
  signForm(request: SignForm): Promise<Outcome<{ readonly act: string; readonly waiting: number }>>;
  /** Signs with the member's key what waited for the server. `form-unknown`, `not-entitled`. */
  confirmForm(response: string): Promise<Outcome<{ readonly waiting: number }>>;

  search(query: SearchQuery): Promise<Outcome<SearchAnswer>>;

  /**
   * Sealed piece by piece, and sent after that. A file that its compartment holds already is not stored or sent a second time.
   * `attachment-too-large`, `attachment-changed` (it is not what it was), `attachment-stopped`, `document-unfit`: nothing was added. With
   * `onlyNew` also `attachment-there`.
   */
  attach(request: AttachRequest): Promise<Outcome<AttachmentView>>;
  attachments(chart: string): Promise<readonly AttachmentView[]>;
  /** The same with what is said of them. */
  documents(chart: string): Promise<readonly DocumentView[]>;
  /** `attachment-unknown`, `document-unfit`, `not-entitled`. */
  describeDocument(request: DescribeDocument): Promise<Outcome<void>>;
  /** Reads a file piece by piece. `attachment-unknown`. */
  openAttachment(id: string): Promise<Outcome<{ readonly view: AttachmentView; readonly reading: string }>>;
  /** The next piece. After a failure it may be asked for again: `attachment-incomplete`, `alarm-envelope-unopenable`. */
  readOn(reading: string): Promise<Outcome<FilePiece>>;
  endReading(reading: string): Promise<void>;
  /** All of it at once, for what is small. */
  readAttachment(id: string): Promise<Outcome<{ readonly view: AttachmentView; readonly bytes: Uint8Array }>>;

  /** Adds what is not there yet, in batches; `task` names its progress events and `stop(task)`. A repeat adds nothing twice. */
  importNotes(request: {
    readonly task: string;
    readonly chart: string;
    readonly kind: NoteKind;
    readonly notes: readonly ImportNote[];
  }): Promise<Outcome<ImportOutcome>>;
  stop(task: string): Promise<void>;
  /**
   * `files`: "whole" opens every file and hashes what it holds, "named" believes its record. Leaves out what does not open. `chart-unknown`,
   * `guard-closed`.
   */
  readBack(request: { readonly chart: string; readonly files: "named" | "whole" }): Promise<Outcome<ReadBack>>;
  /**
   * What was typed or decided and is not saved yet, and is no note and no form: sealed on this device alone under `name`, also over a
   * lock, until `text` is empty. `text-too-long`.
   */
  keepAside(name: string, text: string): Promise<Outcome<void>>;
  /** Empty: there is none. */
  aside(name: string): Promise<string>;

  sync(): Promise<Outcome<void>>;
  /**
   * Six digits or a spare code, which the server asks of a device that it knows every 30 days: this syncs with them; until then
   * syncs fail with `second-factor-needed`, and reading and writing go on. And for acts that failed with `second-factor-again`
   * and can then be done within two minutes. `second-factor-wrong`, `slow-down`.
   */
  showSecondFactor(digits: string): Promise<Outcome<void>>;
  /** This device's own member first. */
  members(): Promise<readonly MemberView[]>;
  /** When a member is to be expected: of oneself, or by an owner. `member-unknown`, `not-entitled`, `presence-unfit`. */
  setPresence(request: SetPresence): Promise<Outcome<void>>;
  /** `last-owner`, `second-owner-needed`, `not-entitled`. What they could read they may have kept; nothing new opens for them. */
  /** With `keepsCharts` also `last-reader`, where nobody else could open some chart's progress notes, and `releaser-last`, where nobody else lets anybody into a guarded one; `charts` counts them. */
  removeMember(request: { readonly member: string; readonly keepsCharts?: true }): Promise<Outcome<void>>;
  /** Those who leave, as they or who manages members said, and those who have left. */
  leavings(): Promise<readonly LeavingHead[]>;
  /** How far it is; also of somebody of whom nobody has said that they leave. `undefined`: nobody of this id was ever a member. */
  leaving(member: string): Promise<LeavingView | undefined>;
  /** `last-owner`, `not-entitled`. Ends nothing: `removeMember` does. */
  beginLeaving(member: string): Promise<Outcome<void>>;
  /** They stay after all. */
  endLeaving(member: string): Promise<Outcome<void>>;
  /**
   * Lets `to` read and write the progress notes that somebody who leaves opens: those that nobody else does, or all. Keys
   * follow by themselves. `not-entitled`, `second-owner-needed`.
   */
  passCharts(request: {
    readonly member: string;
    readonly to: string;
    readonly which: "alone" | "all";
  }): Promise<Outcome<ChartsPassed>>;
  /** Of one's own psychotherapy notes in a chart, for when one leaves. Absent `as`: undecided again. */
  decideApart(request: { readonly chart: string; readonly as?: "exported" | "closed" }): Promise<Outcome<void>>;
  /**
   * Of one's own psychotherapy notes in a chart: keys and notes are gone for good, at the server with the statement, at one's other devices
   * when they see it. `legal-hold`, `not-entitled`, `notes-shared`, `notes-unsent` (`saves`, `drafts`), `guard-closed`, `second-factor-again`.
   */
  destroyApart(request: { readonly chart: string }): Promise<Outcome<void>>;
  /** What would go with a chart, what would stay, and why it does not go yet. */
  chartDestruction(chart: string): Promise<ChartDestruction | undefined>;
  /**
   * A whole chart: gone for good, at the server with the statement, at other devices when they see it; or proposed, where there is another
   * owner. `not-entitled`, `guard-closed`, `legal-hold`, `chart-going`, `case-open`, `notes-of-others`, `notes-shared`, `portal-open`,
   * `notes-unsent`, `notes-came`, `reason-empty` (it is not due by a confirmed rule), `second-factor-again`.
   */
  destroyChart(request: { readonly chart: string; readonly reason: string }): Promise<Outcome<ChartDestroyed>>;
  /** Newest first. */
  destroyedCharts(): Promise<readonly DestroyedChart[]>;
  /** Of all that was destroyed of a chart; any device of the practice can make it. `nothing-destroyed`. */
  destructionCertificate(chart: string): Promise<Outcome<DestructionCertificate>>;
  /**
   * What a member, present or former, could have read, or whoever has one device of theirs: at the newest checkpoint, as facts and as a
   * PDF. `store-damaged`: what lies on this device is not what the server signed.
   */
  couldHaveRead(
    about: { readonly member: string } | { readonly device: string },
  ): Promise<Outcome<{ readonly report: CouldHaveRead; readonly pdf: Uint8Array }>>;
  /** What was done to people, keys and rights, newest first and fifty at a time; `before` the last one's index goes on. */
  activity(request: ActivityRequest): Promise<readonly Activity[]>;
  /** Of it what nobody should miss, for 30 days: cards used, keys begun anew, devices lost, or added by a kit; not this device's own. */
  lately(): Promise<readonly Activity[]>;
  giveRole(request: { readonly member: string; readonly role: Role }): Promise<Outcome<void>>;
  /** What each member can open, in the order of `members`. */
  rights(): Promise<readonly RightsView[]>;
  /** Charts that a member has something in. */
  memberAccess(member: string): Promise<readonly MemberAccessView[]>;
  /** Who can open a chart's notes, a line for each compartment and member. */
  chartAccess(chart: string): Promise<readonly AccessView[]>;
  /** Who looked at the chart's notes, was shown them by a search, wrote them to files or printed them, as their devices say. */
  accessLog(chart: string): Promise<AccessLog>;
  /**
   * Before notes are written to files or printed: on this device's disk when it answers. What the vault itself gives out, it
   * writes down by itself. `note`: absent for all of this kind that are open here.
   */
  recordAccess(request: {
    readonly chart: string;
    readonly act: Extract<AccessAct, "exported" | "printed">;
    readonly kind: NoteKind;
    readonly note?: string;
  }): Promise<Outcome<void>>;
  /** What was given out of a chart, newest first. Empty: nothing, not open to this member, or guarded and closed. */
  disclosures(chart: string): Promise<readonly DisclosureView[]>;
  /** `disclosure-unfit`, `day-unfit`, `not-entitled`. */
  recordDisclosure(request: RecordDisclosure): Promise<Outcome<{ readonly id: string }>>;
  /**
   * By this member's identity; before it, the disclosure is on this device's disk. `authorisation-needed`: psychotherapy notes go to somebody else, and
   * nothing is named that lets them. `restriction-unread`: an agreed restriction binds that `heeds` does not name. Failures of `recordDisclosure`.
   */
  sealExport(request: SealExport): Promise<Outcome<SealedExport>>;
  /** It was written down by mistake: it stays to be read, and counts in nothing. `disclosure-unknown`, `not-entitled`. */
  withdrawDisclosure(request: { readonly chart: string; readonly id: string }): Promise<Outcome<void>>;
  /** Notes that were taken out of this chart, newest day first. Empty: none, not open to this member, or guarded and closed. */
  movedNotes(chart: string): Promise<readonly MovedView[]>;
  /**
   * Writes the note anew in another chart, with its addenda and files, and takes it out of where it was where a reason is given: both or
   * neither. `note-unknown`, `chart-unknown`, `chart-same`, `guard-closed`, `note-changed`, `note-with-others`, `not-entitled`,
   * `attachment-incomplete`, `attachment-stopped`. Answers with the note as it stands there.
   */
  moveNote(request: MoveNote): Promise<Outcome<{ readonly note: string }>>;
  /** Files that were taken out of this chart by themselves, newest first. Empty: none, not open to this member, or guarded and closed. */
  movedFiles(chart: string): Promise<readonly MovedFileView[]>;
  /**
   * Seals the file anew in another chart, sends it, reads it back from the server, and only then takes it out of where it was. After
   * `file-copy-not-there` the file is in both charts: the same call goes on from there and copies nothing twice. `attachment-unknown`,
   * `chart-unknown`, `chart-same`, `guard-closed`, `not-entitled`, `file-with-others`, `file-of-note`, `attachment-incomplete`,
   * `attachment-stopped` (nothing was copied), `alarm-envelope-unopenable`. Answers with the file as it lies there.
   */
  moveFile(request: MoveFile): Promise<Outcome<{ readonly file: string }>>;
  /** It is in its chart again, and the copy goes, unless somebody else said what it is: then it `stays` too. `attachment-unknown`, `not-entitled`. */
  takeFileBack(moved: string): Promise<Outcome<{ readonly stays: boolean }>>;
  /** A couple's or family's chart with an eye to each of its clients alone. `undefined`: not open to this member, or guarded and closed. */
  separation(chart: string): Promise<SeparationView | undefined>;
  /**
   * One of several goes on alone: in a chart of their own, with copies of what is about them alone. The chart of several stays as it is. Done again, it
   * does what is left. `own-chart-first` (that chart is guarded, and a new one would not be), `note-about-others`, `note-with-others`, `person-unknown`,
   * `fact-unknown`, `chart-unknown`, `chart-same`, `guard-closed`, `name-empty`, `day-unfit`, `not-entitled`, and those of `moveNote`.
   */
  goOnAlone(request: GoOnAlone): Promise<Outcome<{ readonly chart: string }>>;
  /** Clients of this chart who come of age within six weeks of `today`, or did in the half year before. */
  ofAge(request: { readonly chart: string; readonly today: string }): Promise<readonly OfAgeView[]>;
  /**
   * It stands in its chart again, and what was written anew goes, unless somebody did something with it: then it `stays` too.
   * `note-unknown`, `not-entitled`.
   */
  takeNoteBack(moved: string): Promise<Outcome<{ readonly stays: boolean }>>;
  /** Gives the whole right from now on, with its key and so its history. Psychotherapy notes: one's own, to read. */
  shareChart(request: {
    readonly chart: string;
    readonly member: string;
    readonly kind: SharedKind;
    readonly right: "read" | "read-write";
    readonly until?: string;
  }): Promise<Outcome<void>>;
  /** `last-reader`, `not-entitled`. */
  endAccess(request: {
    readonly chart: string;
    readonly member: string;
    readonly kind: SharedKind;
  }): Promise<Outcome<void>>;
  /** `undefined`: the chart is not guarded, or the vault is locked. */
  guard(chart: string): Promise<GuardView | undefined>;
  /** Guards a chart and opens it. `alias`: what lists call it from then on; its name goes inside. */
  guardChart(request: { readonly chart: string; readonly alias?: string }): Promise<Outcome<void>>;
  /** Of an open chart. `second-owner-needed`: an owner has to sign too. */
  unguardChart(chart: string): Promise<Outcome<void>>;
  /** With the server, on record, in the place of another guarded chart that is open. `guard-offline`, `guard-waits-for-key`. */
  openGuarded(chart: string): Promise<Outcome<GuardOpened>>;
  /** Who lets others into the open chart from now on; none: the server. They must not read it: `releaser-reads`, `second-owner-needed`. */
  chooseReleasers(request: { readonly chart: string; readonly members: readonly string[] }): Promise<Outcome<void>>;
  /** Who asks this member to let them in, the newest first. */
  releaseRequests(): Promise<readonly AskedView[]>;
  /** Lets them in, on record. `release-over`. */
  letIn(request: string): Promise<Outcome<void>>;
  /** Forgets what is open of guarded charts, or waits to be let in; locking does so too. */
  closeGuarded(): Promise<void>;
  /** Needs the chart open. */
  saveCrisisCard(request: CrisisCard & { readonly chart: string }): Promise<Outcome<void>>;
  /** Of an open chart; `undefined`: it has none. */
  crisisCard(chart: string): Promise<Outcome<CrisisCard | undefined>>;
  /** Of a closed one, without the server: asks for the passphrase again and a reason, which everybody in the chart sees. */
  openCrisisCard(request: {
    readonly chart: string;
    readonly passphrase: string;
    readonly reason: string;
  }): Promise<Outcome<CrisisCard>>;
  /**
   * Asks everybody who can open the chart for words of it, on record. `reason-empty`, `chart-unknown`, `crisis-card-missing`,
   * `emergency-needless`.
   */
  askInEmergency(request: {
    readonly chart: string;
    readonly wants: EmergencyWants;
    readonly reason: string;
  }): Promise<Outcome<{ readonly id: string }>>;
  /** Newest first: one's own, those of charts that one can open; to owners and privacy officers all. */
  emergencies(): Promise<readonly EmergencyView[]>;
  /** Copies of these progress notes, and of the crisis card, for the one who asked alone. `emergency-over`, `note-unknown`. */
  giveInEmergency(request: {
    readonly emergency: string;
    readonly notes: readonly string[];
    readonly card: boolean;
  }): Promise<Outcome<void>>;
  /** Says no; of one's own that it is not needed any more. `emergency-over`. */
  declineEmergency(id: string): Promise<Outcome<void>>;
  /** `emergency-over`: nothing was given yet, or its last day is past. */
  givenInEmergency(id: string): Promise<Outcome<GivenView>>;
  /**
   * Destroys the copies that this member gave, also for who asked: the notes themselves stay. `not-entitled` (nothing there, or given by
   * somebody else), `legal-hold`, `guard-closed`, `second-factor-again`.
   */
  destroyGiven(id: string): Promise<Outcome<void>>;
  /** What waits for another owner's signature, newest first; nothing for who is no owner. */
  proposals(): Promise<readonly ProposalView[]>;
  /** Where `second-owner-needed` was the answer. `second-owner-unneeded`: it can be done alone. */
  propose(request: ProposalRequest): Promise<Outcome<Proposed>>;
  /** `proposal-unknown`. Declining one's own takes it back. */
  answerProposal(request: {
    readonly proposal: string;
    readonly answer: "sign" | "decline";
  }): Promise<Outcome<ProposalAnswered>>;
  heldSaves(): Promise<readonly HeldSave[]>;
  /** Only what is held; its words are nowhere else. */
  discardHeld(id: string): Promise<void>;
  devices(): Promise<readonly DeviceView[]>;
  /** For the person whose device is gone: what is done of what helps. `undefined`: the vault is locked. */
  deviceGone(): Promise<DeviceGone | undefined>;
  revokeDevice(request: {
    readonly device: string;
    readonly reason: "retired" | "lost" | "stolen";
  }): Promise<Outcome<void>>;
  verifyLedger(): Promise<Outcome<LedgerReport>>;
  /** Leaves, checkpoints and the keys that signed them, for `verifyLedgerFile`. `server-unreachable`: no sync brought a checkpoint yet. */
  exportLedger(): Promise<Outcome<Uint8Array>>;
  witnessKeys(): Promise<Outcome<WitnessKeys>>;
  /** All of them, each as `witness-key` of it says. `not-entitled`: an owner's act. `witness-unfit`: no such key, or not one of a witness. */
  setWitnesses(keys: readonly string[]): Promise<Outcome<void>>;
  /**
   * What a witness that can't be reached by the server is asked: a file for `cosignRequest`, made of this device's own leaves. `from`: the size that
   * it last cosigned, where it says so.
   */
  witnessRequest(request: { readonly from?: number }): Promise<Outcome<string>>;
  /** What it signed, for the server to carry to everybody's devices. `cosignature-none`. */
  handInCosigned(note: string): Promise<Outcome<void>>;

  /** A further device of one's own. Steps arrive as `pairing` events. */
  invite(): Promise<Outcome<void>>;
  /** Somebody who becomes a member. */
  inviteMember(request: { readonly role: Role; readonly forWhom?: string }): Promise<Outcome<void>>;
  /** Those that wait, the newest first. They outlive a window, a lock and a restart; nobody is let in while none is attended. */
  invitations(): Promise<readonly InvitationView[]>;
  /** Attends it again: its words and picture, or the lines to choose from, arrive as `pairing` events. `invitation-unknown`. */
  showInvitation(id: string): Promise<Outcome<void>>;
  /** Attends it no more: it stays as it is, and who answers waits. */
  leaveInvitation(): Promise<void>;
  /** Nobody can answer it any more. With the server or not at all. `invitation-unknown`. */
  withdrawInvitation(id: string): Promise<Outcome<void>>;
  /** A client, in the room: their own device reads what is written in the chart's portal from then on. Begins it where there is none. */
  inviteClient(request: { readonly chart: string }): Promise<Outcome<void>>;
  /** Those of charts that this member reads. */
  portals(): Promise<readonly PortalView[]>;
  /** New devices that knock at portals which this member reads. */
  knocks(): Promise<readonly KnockView[]>;
  answerKnock(request: {
    readonly portal: string;
    readonly device: string;
    readonly admit: boolean;
  }): Promise<Outcome<void>>;
  /** Ends it for one device of the client's, or for all and their wallet card: what is written from then on opens there no more. */
  endPortal(request: { readonly portal: string; readonly device?: string }): Promise<Outcome<void>>;
  /** The words that the person says are the same on both: of three lines at the inviter, its own at the newcomer. Others end the pairing. */
  choosePairingWords(words: readonly string[]): Promise<Outcome<void>>;
  /** Whether a text can be an invitation. `invitation-word-wrong`, `invitation-words-count`, `invitation-unreadable`. */
  checkInvitation(text: string): Promise<Outcome<void>>;
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
