/** Measures: loaded with their questions when somebody asks for one. */

import type { Vault } from "../facade.ts";
import { accessToAll } from "../features/access-log/record.ts";
import { within } from "../features/guarded/view.ts";
import { idFrom } from "../features/open-charts.ts";
import { type Context, inside, withPart } from "./context.ts";

const loadKnown = () => import("../features/measures/known.ts");
const loadSave = () => import("../features/measures/save.ts");
const loadView = () => import("../features/measures/view.ts");

export function measuresMethods({ ports, life, lines, noteShown }: Context) {
  const { opened, change } = life;

  return {
    offeredMeasures: () => lines(loadKnown, (part, running) => part.offeredMeasures(running)),
    ownMeasures: () => lines(loadKnown, (part, running) => part.ownMeasures(running)),
    async measures(chart) {
      const id = idFrom(chart);
      const running = opened();
      const view = running && id && within(running, id);
      const parts = view && (await Promise.all([loadView(), loadKnown()]).catch(() => undefined));
      if (!running || !view || !parts) return { entries: [], whose: [], courses: [] };
      const [{ measuresOf }, { knownMeasures }] = parts;
      const found = await measuresOf(view, knownMeasures(running), id);
      if (found.entries.length > 0) await noteShown(running, () => accessToAll(running, "listed", id, "progress"));
      return found;
    },
    saveMeasure: (request) =>
      change((running) =>
        inside(running, { chart: request.chart }, (view) =>
          withPart(loadKnown, ({ knownMeasures }) =>
            withPart(loadSave, (part) => part.saveMeasure(ports, view, knownMeasures(running), request)),
          ),
        ),
      ),
    defineMeasure: (request) =>
      change((running) => withPart(loadKnown, (part) => part.defineMeasure(ports, running, request))),
    retireMeasure: (id) => change((running) => withPart(loadKnown, (part) => part.retireMeasure(ports, running, id))),
  } satisfies Partial<Vault>;
}
