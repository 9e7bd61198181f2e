/** What was given out of a chart. */

import type { Vault } from "../facade.ts";
import { within } from "../features/guarded/view.ts";
import { idFrom } from "../features/open-charts.ts";
import { type Context, inside, withPart } from "./context.ts";

const load = () => import("../features/disclosures.ts");

export function disclosureMethods({ ports, life }: Context) {
  const { opened, change } = life;
  return {
    async disclosures(chart) {
      const running = opened();
      const id = idFrom(chart);
      const view = running && id && within(running, id);
      const part = view && (await load().catch(() => undefined));
      return running && view && part ? part.disclosures(running, view, id) : [];
    },
    recordDisclosure: (request) =>
      change((running) =>
        inside(running, { chart: request.chart }, (view) =>
          withPart(load, (part) => part.recordDisclosure(ports, view, request)),
        ),
      ),
    sealExport: (request) =>
      change((running) =>
        inside(running, { chart: request.chart }, (view) =>
          withPart(
            () => import("../features/seal-export.ts"),
            (part) => part.sealExport(ports, view, request),
          ),
        ),
      ),
    withdrawDisclosure: (request) =>
      change((running) =>
        inside(running, { chart: request.chart }, (view) =>
          withPart(load, (part) => part.withdrawDisclosure(ports, running, view, request)),
        ),
      ),
  } satisfies Partial<Vault>;
}
