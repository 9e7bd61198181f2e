/** The calendar. All of it is loaded when somebody asks for a calendar first. */

import { ok } from "@alcove/bytes";
import type { Opened } from "../engine/opened.ts";
import type { Vault } from "../facade.ts";
import { accessesToNumbers, numbersOf, type NumbersShown, recordAccesses } from "../features/access-log/record.ts";
import { type Context, inside, withPart } from "./context.ts";

export function scheduleMethods({ ports, life, lines, noteShown }: Context) {
  const { mustOpen, change } = life;
  const loadCalendar = () => import("../features/schedule/calendar.ts");
  const loadPlan = () => import("../features/schedule/plan.ts");
  const loadAround = () => import("../features/schedule/around.ts");
  const loadAccess = () => import("../features/schedule/access.ts");
  const loadReminders = () => import("../features/schedule/reminders.ts");
  const numbersShown = (running: Opened, shown: readonly NumbersShown[]) =>
    noteShown(running, () => accessesToNumbers(running, "numbers", shown));

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
          const shown = numbersOf(list.value.flatMap(({ entry, people }) => (people.length > 0 ? [entry.plan] : [])));
          if (request.paper) {
            const kept = await change(async (opened) => {
              await recordAccesses(ports, opened, accessesToNumbers(opened, "numbers-printed", shown));
              return ok();
            });
            return kept.ok ? list : kept;
          }
          await numbersShown(value, shown);
          return list;
        },
      );
    },
    async reminders(request) {
      const running = mustOpen();
      if (!running.ok) return running;
      const { value } = running;
      return withPart(loadReminders, async (part) => {
        const list = part.reminders(value, request, ports.clock.now());
        if (list.ok) await numbersShown(value, numbersOf(list.value));
        return list;
      });
    },
    async remindersWaiting(zone) {
      const running = life.opened();
      const part = running && (await loadReminders().catch(() => undefined));
      return running && part ? part.remindersWaiting(running, zone, ports.clock.now()) : { due: 0, changed: 0 };
    },
    noteReminder: (request) =>
      change((running) =>
        inside(running, request, (view) =>
          withPart(loadReminders, (part) => part.noteReminder(ports, running, view, request)),
        ),
      ),
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
