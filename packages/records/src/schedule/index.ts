/** Appointments: time as wall clocks show it, how series repeat, what meets, and a calendar file without names. */

export * from "./calendar.ts";
export * from "./ics.ts";
export * from "./local-time.ts";
export * from "./rule.ts";
