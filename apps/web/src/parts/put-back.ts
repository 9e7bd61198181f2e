/** What was typed before a lock and what was typed since, before that came back. */

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.some(isRecord);

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * `kept`, with whatever was changed since in `now`. `untouched`: what stood there before anybody typed. A text that was begun anew follows the
 * one that was kept, line by line of a list; of a choice or a day the last one counts. A text is what has a space in it: choices and days have none.
 */
export function putBack(kept: unknown, untouched: unknown, now: unknown): unknown {
  if (isSame(now, untouched)) return kept;
  if (isRecord(kept) && isRecord(now)) {
    const before = isRecord(untouched) ? untouched : {};
    const names = new Set([...Object.keys(kept), ...Object.keys(now)]);
    return Object.fromEntries([...names].map((name) => [name, putBack(kept[name], before[name], now[name])]));
  }
  if (isList(kept) && Array.isArray(now)) {
    const before: readonly unknown[] = Array.isArray(untouched) ? untouched : [];
    const longer = kept.length > now.length ? kept : now;
    return longer.map((_, at) => putBack(kept[at], before[at], now[at]));
  }
  if (typeof kept !== "string" || typeof now !== "string" || !/\s/.test(kept)) return now;
  const begun = typeof untouched === "string" && now.startsWith(untouched) ? now.slice(untouched.length) : now;
  return `${kept} ${begun}`;
}
