/** What waits beside one's own writing, each told in a line of its own: here only how many. */

import type { EnquiryView } from "@alcove/vault";
import { useAnswer } from "../../app/session.tsx";
import { viewerZone } from "../calendar/days.ts";
import type { Waiting } from "./lede.ts";

export function useReminders(): { readonly due: number; readonly changed: number } | undefined {
  return useAnswer("reminders waiting", (vault) => vault.remindersWaiting(viewerZone())).value;
}

/** Who asked for treatment and was not called back yet. */
export function useToCall(): readonly EnquiryView[] | undefined {
  const { value } = useAnswer("enquiries", (vault) => vault.enquiries());
  return value?.filter(({ sheet }) => sheet.status === "enquiry" && sheet.enquiry.called.length === 0);
}

/** `undefined`: not read yet. */
export function useWaiting(): Pick<Waiting, "calls" | "reminders" | "unsigned"> | undefined {
  const reminders = useReminders();
  const toCall = useToCall();
  const { value: notes } = useAnswer("unsigned", (vault) => vault.unsignedNotes());
  if (!reminders || !toCall || !notes) return undefined;
  return { calls: toCall.length, reminders: reminders.due + reminders.changed, unsigned: notes.length };
}
