/** When somebody of this chart is expected next, in the line below its name. */

import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { sayClock } from "../../words/appointments.ts";
import { sayDay } from "../../words/dates.ts";
import { usePlanned } from "../calendar/planned.ts";

export function NextAppointment({
  chart,
  isActive,
}: {
  readonly chart: string;
  readonly isActive: boolean;
}): ReactElement | null {
  const now = Date.now();
  const planned = usePlanned(chart, now);
  if (!planned) return null;
  const [next] = planned;
  const day = next?.begins.slice(0, 10);
  if (!next || !day)
    return isActive ? (
      <Link to="/calendar" search={{}}>
        Plan an appointment
      </Link>
    ) : null;
  return (
    <span>
      Next{" "}
      <Link to="/calendar" search={{ day, view: "day" }}>
        {sayDay(day, now)}, {sayClock(next.begins)}
      </Link>
    </span>
  );
}
