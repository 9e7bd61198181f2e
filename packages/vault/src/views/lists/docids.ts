/** The number of a note in lists and text index: by its day, so that the newest come first without sorting. */

export const docidsPerDay = 2 ** 20;

/** Days since 0001-01-01, so that dates before 1970 keep their order. */
export function dayNumber(date: string): number {
  const [year = 1, month = 1, day = 1] = date.split("-").map(Number);
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
}
export const docidFrom = (date: string): number => dayNumber(date) * docidsPerDay;
export const docidThrough = (date: string): number => (dayNumber(date) + 1) * docidsPerDay - 1;
export const dayOf = (docid: number): number => Math.floor(docid / docidsPerDay);
