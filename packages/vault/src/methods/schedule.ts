/** The calendar. All of it is loaded when somebody asks for a calendar first. */

import { ok } from "@alcove/bytes";
import type { Vault } from "../facade.ts";
import { accessesToNumbers, recordAccesses } from "../features/access-log/record.ts";
import { type Context, withPart } from "./context.ts";

export function scheduleMethods({ ports, life, lines, noteShown }: Context) {
  const { mustOpen, change } = life;
  const loadCalendar = () => import("../features/schedule/calendar.ts");
  const loadPlan = () => import("../features/schedule/plan.ts");
  const loadAround = () => import("../features/schedule/around.ts");
  const loadAccess = () => import("../features/schedule/access.ts");

  return {
    async calendar(request) {
      const running = mustOpen();
      return running.ok ? withPart(loadCalendar, async (part) => part.calendar(running.value, request)) : running;
    },
    async meets(request) {
      const running = mustOpen();
      if (!running.ok) return running;
      return withPart(
        () => import("../features/schedule/meets.ts"),
        async (part) => part.meets(running.value, request),
      );
    },
    planAppointment: (request) =>
      change((opened) => withPart(loadPlan, (part) => part.planAppointment({ ports, opened }, request))),
    markAppointment: (request) =>
      change((opened) => withPart(loadPlan, (part) => part.markAppointment({ ports, opened }, request))),
    endSeries: (ref) => change((opened) => withPart(loadPlan, (part) => part.endSeries({ ports, opened }, ref))),
    saveWorkingHours: (request) =>
      change((opened) => withPart(loadAround, (part) => part.saveWorkingHours(ports, opened, request))),
    saveRoom: (request) => change((opened) => withPart(loadAround, (part) => part.saveRoom(ports, opened, request))),
    scheduleAccess: () => lines(loadAccess, (part, opened) => part.scheduleAccess(opened)),
    shareSchedule: (request) =>
      change((opened) => withPart(loadAccess, (part) => part.shareSchedule(ports, opened, request))),
    async dayList(request) {
      const running = mustOpen();
      if (!running.ok) return running;
      const { value } = running;
      return withPart(
        () => import("../features/schedule/day-list.ts"),
        async (part) => {
          const list = part.dayList(value, request);
          if (!list.ok) return list;
          const shown = part.numbersOn(list.value);
          if (request.paper) {
            const kept = await change(async (opened) => {
              await recordAccesses(ports, opened, accessesToNumbers(opened, "numbers-printed", shown));
              return ok();
            });
            return kept.ok ? list : kept;
          }
          await noteShown(value, () => accessesToNumbers(value, "numbers", shown));
          return list;
        },
      );
    },
    endScheduleAccess: (member) =>
      change((opened) => withPart(loadAccess, (part) => part.endScheduleAccess(opened, member))),
    async calendarFile(request) {
      const running = mustOpen();
      if (!running.ok) return running;
      return withPart(
        () => import("../features/schedule/calendar-file.ts"),
        async (part) => part.calendarFile(running.value, request, ports.clock.now()),
      );
    },
  } satisfies Partial<Vault>;
}
