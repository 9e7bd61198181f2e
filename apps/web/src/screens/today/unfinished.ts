/** What of one's own work is still open; what is begun stands among the notes to finish. */

import type { UnfinishedView } from "@alcove/vault";
import { useAnswer } from "../../app/session.tsx";
import { dayOf } from "../../words/dates.ts";
import { viewerZone } from "../calendar/days.ts";

export function useUnfinished(now: number): readonly UnfinishedView[] | undefined {
  const today = dayOf(now);
  const { value: answer } = useAnswer(`unfinished ${today}`, (vault) =>
    vault.unfinished({ today, zone: viewerZone() }),
  );
  const { value: drafts } = useAnswer("drafts", (vault) => vault.drafts());
  if (!answer || !drafts) return undefined;
  const isBegun = (one: UnfinishedView) =>
    one.kind === "note" &&
    drafts.some(({ chart, date, response }) => !response && chart === one.chart && date === one.day);
  return answer.ok ? answer.value.filter((one) => !isBegun(one)) : [];
}
