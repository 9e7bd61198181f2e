/**
 * Time as a wall clock shows it, and the instants it means in a zone of the IANA database. An appointment is kept as wall
 * time and zone: at 09:00 every week it stays at 09:00 when the clocks change, and when a country changes its rules.
 */

/** `yyyy-mm-ddThh:mm`. Texts of one form: they sort and compare as the times they are. */
export type LocalTime = string;
/** `yyyy-mm-dd`. */
export type Day = string;

const minuteMs = 60_000;
const dayMs = 86_400_000;

export const dayOf = (time: LocalTime): Day => time.slice(0, 10);
/** Minutes since midnight as the wall clock counts them. */
export const minuteOf = (time: LocalTime): number => Number(time.slice(11, 13)) * 60 + Number(time.slice(14, 16));
export const atMinute = (day: Day, minute: number): LocalTime => plusMinutes(`${day}T00:00`, minute);

/** As if no clock ever changed. */
export const plusMinutes = (time: LocalTime, minutes: number): LocalTime => textOf(floating(time) + minutes * minuteMs);
export const plusDays = (day: Day, days: number): Day => textOf(floating(`${day}T00:00`) + days * dayMs).slice(0, 10);
export const daysBetween = (from: Day, until: Day): number =>
  Math.round((floating(`${until}T00:00`) - floating(`${from}T00:00`)) / dayMs);
/** 1 is Monday, 7 Sunday. */
export const weekdayOf = (day: Day): number => new Date(floating(`${day}T00:00`)).getUTCDay() || 7;

/** Whether there is such a day and minute, from 1970 to 2199, where somebody may be planning: not the 30th of February, not 24:00. */
export const isLocalTime = (text: string): boolean =>
  /^(19[7-9]|20\d|21\d)\d-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) &&
  !Number.isNaN(floating(text)) &&
  textOf(floating(text)) === text;
export const isDay = (text: string): boolean => isLocalTime(`${text}T00:00`);

const floating = (time: LocalTime): number => Date.parse(`${time}Z`);
const textOf = (ms: number): LocalTime => new Date(ms).toISOString().slice(0, 16);

export type Zone = {
  readonly name: string;
  /** What the wall clock shows, in whole minutes. */
  readonly localOf: (instant: number) => LocalTime;
  /**
   * Milliseconds since 1970 (RFC 5545, 3.3.5): of a time that the clock shows twice the first, and of one that it leaps over the
   * instant that it would be if the clock had not changed yet, so that 02:30 is then shown as 03:30.
   */
  readonly instantOf: (time: LocalTime) => number;
};

/** As names of the IANA database are written; offsets such as `+03:00` are none. */
export const isZoneName = (name: string): boolean => /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name);

/** `undefined`: this runtime knows no zone of that name. */
export function openZone(name: string): Zone | undefined {
  if (!isZoneName(name)) return undefined;
  let clock: Intl.DateTimeFormat;
  try {
    clock = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    return undefined;
  }

  /** What the clock shows, counted as if it showed UTC. */
  function shown(instant: number): number {
    const parts = Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const { year, month, day, hour, minute, second } = parts as Record<string, number>;
    return Date.UTC(year as number, (month as number) - 1, day, hour, minute, second);
  }
  const offsets = new Map<number, number | "changes">();
  /** Asking the platform takes microseconds, and a calendar asks thousands of times: most days have one offset. */
  function offsetAt(instant: number): number {
    const day = Math.floor(instant / dayMs);
    let offset = offsets.get(day);
    if (offset === undefined) {
      const [first, last] = [day * dayMs, (day + 1) * dayMs].map((edge) => shown(edge) - edge) as [number, number];
      offset = first === last ? first : "changes";
      offsets.set(day, offset);
    }
    return offset === "changes" ? shown(instant) - instant : offset;
  }

  return {
    name,
    localOf: (instant) => textOf(instant + offsetAt(instant)),
    instantOf(time) {
      const asUtc = floating(time);
      const before = offsetAt(asUtc - dayMs);
      const after = offsetAt(asUtc + dayMs);
      const isShown = (offset: number) => offsetAt(asUtc - offset) === offset;
      // The larger offset is the earlier instant.
      const found = [Math.max(before, after), Math.min(before, after)].find(isShown);
      return asUtc - (found ?? before);
    },
  };
}
