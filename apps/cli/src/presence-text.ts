/** When colleagues were seen and when they are to be expected, in plain words. */

import type { MemberView } from "@alcove/vault";
import { counted } from "./counted.ts";

/** As they are typed and shown; 1 is Monday. */
export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export const dayText = (moment: number): string => new Date(moment).toISOString().slice(0, 10);

/** What a line about a member says of it; nothing of who comes and goes as everybody. */
export function presenceMarks({ lastSeen, quiet, away, workdays, isYou }: MemberView): string[] {
  const isUsual = workdays.join() === "1,2,3,4,5";
  return [
    ...(isYou || lastSeen === undefined ? [] : [`seen ${dayText(lastSeen)}`]),
    ...(quiet ? [`${quiet.level}: nothing seen for ${counted(quiet.days, "working day")}`] : []),
    ...(away ? [`away ${away.from} to ${away.until}, says ${away.byName || "somebody"}`] : []),
    ...(isUsual ? [] : [`works ${workdays.map((day) => weekdays[day - 1]).join(", ")}`]),
  ];
}
