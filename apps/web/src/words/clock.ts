/** Times of day as the viewer's own clock says them: fields for a time follow it too, and two clocks side by side mislead. */

const language = typeof document === "undefined" ? undefined : navigator.language.replace(/@.*/, "");
const isTwelveHours =
  language !== undefined && new Intl.DateTimeFormat(language, { hour: "numeric" }).resolvedOptions().hour12 === true;

/** "9:05" or "9:05 AM". `rest`: what stands behind the minute, such as ":12". */
export function sayTime(hour: number, minute: number, rest = "", twelve = isTwelveHours): string {
  const said = `${twelve ? hour % 12 || 12 : hour}:${String(minute).padStart(2, "0")}${rest}`;
  return twelve ? `${said} ${hour < 12 ? "AM" : "PM"}` : said;
}

/** A full hour beside a grid: "9:00" or "9 AM". */
export const sayHour = (hour: number, twelve = isTwelveHours): string =>
  twelve ? `${hour % 12 || 12} ${hour % 24 < 12 ? "AM" : "PM"}` : `${hour}:00`;
