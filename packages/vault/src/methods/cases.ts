/** Cases of charts, what stands on the practice's letters, and how long records are kept. */

import { administrativeCaseKinds } from "@alcove/records";
import type { Vault } from "../facade.ts";
import { accessToAll } from "../features/access-log/record.ts";
import { within } from "../features/guarded/view.ts";
import { idFrom } from "../features/open-charts.ts";
import { type Context, inside, withPart } from "./context.ts";

const load = () => import("../features/cases/cases.ts");
const loadAccounting = () => import("../features/cases/accounting.ts");
const loadGuide = () => import("@alcove/content/cases");
const loadOffice = () => import("../features/cases/office.ts");

export function casesMethods({ ports, life, lines, noteShown }: Context) {
  const { opened, mustOpen, change } = life;
  return {
    async cases(chart) {
      const running = opened();
      const id = idFrom(chart);
      const view = running && id && within(running, id);
      const part = view && (await load().catch(() => undefined));
      if (!view || !part) return [];
      const shown = await part.casesOf(view, id);
      const listing = accessToAll(running, "listed", id, "progress");
      if (shown.some(({ kind }) => !administrativeCaseKinds.includes(kind))) await noteShown(running, () => listing);
      return shown;
    },
    caseHeads: () => lines(load, (part, running) => part.caseHeads(running)),
    saveCase: (request) =>
      change((running) =>
        inside(running, { chart: request.chart }, (view) =>
          withPart(load, (part) => part.saveCase(ports, view, request)),
        ),
      ),
    async caseAccounting({ chart, id }) {
      const running = mustOpen();
      if (!running.ok) return running;
      return inside(running.value, { chart }, (view) =>
        withPart(loadAccounting, (part) => part.caseAccounting(running.value, view, chart, id)),
      );
    },
    async caseGuide() {
      const part = await loadGuide().catch(() => undefined);
      if (!part) return undefined;
      const { kindsOfCase: kinds, callFirst, readyWords } = part;
      return { kinds, forFrontDesk: administrativeCaseKinds, callFirst, readyWords };
    },
    async retention() {
      const running = opened();
      const part = running && (await import("../features/retention.ts").catch(() => undefined));
      return running && part
        ? part.retention(running, new Date(ports.clock.now()).toISOString().slice(0, 10))
        : undefined;
    },
    async office() {
      const running = opened();
      const part = running && (await loadOffice().catch(() => undefined));
      return running && part ? part.office(running) : undefined;
    },
    saveOffice: (request) =>
      change((running) => withPart(loadOffice, (part) => part.saveOffice(ports, running, request))),
  } satisfies Partial<Vault>;
}
