/** The calendar: appointments, series, working hours, rooms, and who else opens one's schedule. */

import type { PersonWords } from "./administrative.ts";
import type { AppointmentKind, Attendance, Canceller } from "@alcove/records";
import type { Outcome } from "./outcome.ts";

export type { AppointmentKind, Attendance, Canceller } from "@alcove/records";

/** One entry of a calendar: an appointment, or an occurrence of a series, named by the wall time it has in the series. */
export type AppointmentRef =
  | { readonly appointment: string }
  | { readonly series: string; readonly occurrence: string };

/** What is planned. `start`: `yyyy-mm-ddThh:mm` by the wall clock of `zone`, a name of the IANA database. */
export type Plan = {
  /** In whose calendar. */
  readonly member: string;
  readonly chart?: string;
  /** Where it is about no chart; else empty. */
  readonly title: string;
  readonly kind: AppointmentKind;
  readonly start: string;
  readonly zone: string;
  readonly minutes: number;
  readonly room?: string;
  readonly video: boolean;
  readonly note: string;
};

export type Cancelled = { readonly by: Canceller; readonly late: boolean; readonly reason: string };

/** `from` and `until`: milliseconds since 1970; `begins` and `ends`: by the wall clock of whoever looks. */
export type CalendarEntry = {
  readonly ref: AppointmentRef;
  readonly plan: Plan;
  readonly from: number;
  readonly until: number;
  readonly begins: string;
  readonly ends: string;
  readonly attendance: Attendance;
  /** They were called about it. */
  readonly called: boolean;
  readonly cancelled?: Cancelled;
  /** Of the series it belongs to, an RRULE. */
  readonly rule?: string;
  /** Two devices said different things of it, and one of them is shown. */
  readonly conflict: boolean;
  readonly mayChange: boolean;
};

export type WorkingHours = { readonly weekday: number; readonly from: string; readonly until: string };

/** Where an entry stands in a day's column: minutes since midnight, and a lane of so many side by side. */
export type LaidEntry = {
  readonly entry: number;
  readonly top: number;
  readonly bottom: number;
  readonly lane: number;
  readonly lanes: number;
};

export type RoomView = {
  readonly id: string;
  readonly name: string;
  readonly closed: boolean;
  readonly basedOn: readonly string[];
};
/** `basedOn`: of what was on screen; absent: all that stands. */
export type SaveRoom = {
  readonly id?: string;
  readonly name: string;
  readonly closed: boolean;
  readonly basedOn?: readonly string[];
};

export type CalendarView = {
  /** By their beginning. What was called off by mistake is not among them. */
  readonly entries: readonly CalendarEntry[];
  /** Of each day that was asked for; entries by their place above. */
  readonly days: readonly { readonly day: string; readonly laid: readonly LaidEntry[] }[];
  /** Whose calendars open here, one's own first. */
  readonly calendars: readonly {
    readonly member: string;
    readonly name: string;
    readonly isYou: boolean;
    readonly mayChange: boolean;
    readonly hours: readonly WorkingHours[];
    readonly zone?: string;
  }[];
  readonly rooms: readonly RoomView[];
};

/** Days as `zone` counts them, first and last. */
export type CalendarRequest = { readonly from: string; readonly until: string; readonly zone: string };

/**
 * `one`: only this. `following`: this and those after it. `all`: those that are still to come. What has been stays as it was.
 */
export type Scope = "one" | "following" | "all";

/** `rule`: RRULE of a new series. */
export type NewPlan = { readonly plan: Plan; readonly rule?: string; readonly ref?: undefined };
/** What is not named stays as it was; an empty `chart` or `room` is none. */
export type ChangedPlan = {
  readonly ref: AppointmentRef;
  readonly plan: Partial<Plan>;
  readonly rule?: string;
  /** Of an occurrence. */
  readonly scope?: Scope;
};
export type PlanRequest = NewPlan | ChangedPlan;

/** What a plan meets; of a series the first of each kind within a year. */
export type MeetView = {
  readonly with: "member" | "room" | "hours";
  /** By the wall clock of the plan's zone. */
  readonly begins: string;
  /** Of the other one: of which chart, or what it is called; empty for a room in a calendar that does not open here. */
  readonly name: string;
};

export type ScheduleAccess = {
  readonly member: string;
  readonly name: string;
  readonly writes: boolean;
  /** The last day, `yyyy-mm-dd`. */
  readonly until?: string;
  /** Charts whose people and numbers they have with it, until the same day. */
  readonly numbers: number;
};

/** `numbers`: with people and numbers of the charts that have an appointment from today to `until`, at most 31 days ahead. */
export type ShareSchedule = {
  readonly member: string;
  readonly writes: boolean;
  readonly until?: string;
  readonly numbers?: { readonly zone: string };
};

/** Whom to call on a day, of all calendars that open here: for a screen and for paper. Nothing clinical is in it. */
export type DayListRow = {
  readonly entry: CalendarEntry;
  /** Of the chart, or what it is called. */
  readonly name: string;
  /** In whose calendar. */
  readonly whose: string;
  /** Who belongs to the chart and has a number; empty where these are not open to this member. */
  readonly people: readonly Pick<PersonWords, "name" | "called" | "relation" | "reach">[];
  /** Whether the chart's people and numbers are open to this member. */
  readonly opens: boolean;
};
/** `paper`: it is about to be printed. */
export type DayListRequest = { readonly day: string; readonly zone: string; readonly paper?: boolean };

/** What a vault does with it. */
export type ScheduleMethods = {
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
  /** A file for other calendars (RFC 5545) that says when one is busy, and nothing else. Days as of `calendar`. */
  calendarFile(request: CalendarRequest): Promise<Outcome<string>>;
};
