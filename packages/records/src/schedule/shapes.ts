/** What lies in a member's schedule, and the rooms of a practice (docs/spec, CAL-1 to CAL-3). */

import * as z from "zod/mini";
import { common, id } from "../fields.ts";
import { isLocalTime, isZoneName } from "./local-time.ts";

const localTime = z.string().check(z.refine(isLocalTime));
const clockTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/));
const zone = z.string().check(z.refine(isZoneName));

export const appointmentKinds = ["session", "first", "group", "call", "other"] as const;
export type AppointmentKind = (typeof appointmentKinds)[number];

export const attendances = ["expected", "came", "late", "no-show", "cancelled"] as const;
export type Attendance = (typeof attendances)[number];

/** Who called it off. `mistake`: nobody; it should not have been in the calendar. */
export const cancellers = ["client", "practice", "mistake"] as const;
export type Canceller = (typeof cancellers)[number];

const planned = {
  /** In whose calendar: the author of the compartment it lies in. */
  member: id,
  /** Absent: it is about no chart. */
  chart: z.optional(id),
  /** What it is called where it is about no chart; of one that is, the directory has the name, and this is empty. */
  title: z.string(),
  kind: z.enum(appointmentKinds),
  /** The first one, of a series. By the wall clock of `zone`, a name of the IANA database. */
  start: localTime,
  zone,
  minutes: z.int().check(z.minimum(5), z.maximum(24 * 60)),
  room: z.optional(id),
  video: z.boolean(),
  note: z.string(),
};

const isTitledRightly = ({ chart, title }: { readonly chart?: unknown; readonly title: string }): boolean =>
  chart === undefined || title === "";

export const scheduleShapes = {
  /** Schedule of its member; record id random, or by CAL-3. */
  appointment: z
    .strictObject({
      type: z.literal("appointment"),
      ...common,
      ...planned,
      /** It stands for this occurrence of a series; what it says counts instead. */
      instead: z.optional(z.strictObject({ series: id, occurrence: localTime })),
      attendance: z.enum(attendances),
      /** With `cancelled`, and never without. */
      /** They were called about it: that it is off, or another time. */
      called: z.optional(z.literal(true)),
      cancelled: z.optional(z.strictObject({ by: z.enum(cancellers), late: z.boolean(), reason: z.string() })),
    })
    .check(
      z.refine(isTitledRightly),
      z.refine(({ attendance, cancelled }) => (attendance === "cancelled") === (cancelled !== undefined)),
    ),
  /** Schedule of its member; record id random. `rule`: as `parseRule` reads it. */
  series: z
    .strictObject({ type: z.literal("series"), ...common, ...planned, rule: z.string().check(z.maxLength(200)) })
    .check(z.refine(isTitledRightly)),
  /** Schedule of its member; record id random. */
  "working-hours": z.strictObject({
    type: z.literal("working-hours"),
    ...common,
    member: id,
    zone,
    hours: z
      .array(z.strictObject({ weekday: z.int().check(z.minimum(1), z.maximum(7)), from: clockTime, until: clockTime }))
      .check(z.maxLength(50)),
  }),
  /** Directory; record id random. */
  room: z.strictObject({ type: z.literal("room"), ...common, name: z.string(), closed: z.boolean() }),
} as const;
