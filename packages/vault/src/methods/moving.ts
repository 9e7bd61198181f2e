/** Notes out of one chart and into another. */

import type { Vault } from "../facade.ts";
import { within } from "../features/guarded/view.ts";
import { idFrom } from "../features/open-charts.ts";
import { type Context, guardedFor, inside, withPart } from "./context.ts";

const load = () => import("../features/moving.ts");

export function movingMethods(context: Context) {
  const { ports, disk, life } = context;
  const { opened, change } = life;
  return {
    async movedNotes(chart) {
      const id = idFrom(chart);
      const running = opened();
      const view = running && id && within(running, id);
      const part = view && (await load().catch(() => undefined));
      return running && view && part ? part.movedNotes(running, view, id) : [];
    },
    moveNote: (request) =>
      change((running) =>
        inside(running, { record: request.note }, async (from) => {
          const record = idFrom(request.note);
          const kind = record && from.fold.note(record)?.["kind"];
          const guarded = await guardedFor(
            context,
            running,
            request.chart,
            kind === "psychotherapy" ? kind : "progress",
          );
          if (!guarded.ok) return guarded;
          const watch = { stopped: () => opened() !== running, progress: () => {} };
          return withPart(load, (part) => part.moveNote(ports, disk, running, from, request, watch));
        }),
      ),
    takeNoteBack: (moved) =>
      change((running) =>
        inside(running, { record: moved }, (view) =>
          withPart(load, (part) => part.takeNoteBack(ports, running, view, moved)),
        ),
      ),
  } satisfies Partial<Vault>;
}
