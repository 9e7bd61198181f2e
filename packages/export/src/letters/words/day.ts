/** A day, `yyyy-mm-dd`, as a letter writes it. */
export function longDay(locale: string): (day: string) => string {
  const written = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  return (day) => written.format(new Date(`${day}T12:00:00Z`));
}
