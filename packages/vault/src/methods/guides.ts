/** Guides over what other methods do: a couple that separates, a minor who comes of age. */

import type { Vault } from "../facade.ts";
import { accessToAll } from "../features/access-log/record.ts";
import { within } from "../features/guarded/view.ts";
import { idFrom, opens } from "../features/open-charts.ts";
import { type Context, inside, withPart } from "./context.ts";

export function guidesMethods({ ports, disk, life, noteShown }: Context) {
  const { opened, change } = life;
  return {
    async separation(chart) {
      const running = opened();
      const id = idFrom(chart);
      const view = running && id && opens(running, id) ? within(running, id) : undefined;
      const part = view && (await import("../features/guides/separation.ts").catch(() => undefined));
      if (!running || !view || !id || !part) return undefined;
      const found = part.separation(running, view, id);
      await noteShown(running, () => accessToAll(running, "listed", id, "progress"));
      return found;
    },
    goOnAlone: (request) =>
      change((running) =>
        inside(running, { chart: request.chart }, (view) =>
          withPart(
            () => import("../features/guides/own-chart.ts"),
            (part) => {
              const watch = { stopped: () => opened() !== running, progress: () => {} };
              return part.goOnAlone(ports, disk, running, view, request, watch);
            },
          ),
        ),
      ),
    async ofAge({ chart, today }) {
      const running = opened();
      const id = idFrom(chart);
      const view = running && id && opens(running, id) ? within(running, id) : undefined;
      const part = view && (await import("../features/guides/of-age.ts").catch(() => undefined));
      return running && view && id && part ? part.ofAge(running, view, id, today) : [];
    },
  } satisfies Partial<Vault>;
}
