/** The people of a chart and its face sheet. */

import type { Vault } from "../facade.ts";
import { within } from "../features/guarded/view.ts";
import { idFrom, readsAdministrative } from "../features/open-charts.ts";
import { type Context, inside, withPart } from "./context.ts";

const loadEnquiries = () => import("../features/enquiries.ts");
const load = () => import("../features/administrative.ts");

export function administrativeMethods({ ports, life, lines }: Context) {
  const { opened, change } = life;
  return {
    async administrative(chart) {
      const running = opened();
      const id = idFrom(chart);
      const view = running && id && within(running, id);
      const part = view && readsAdministrative(view, id) ? await load().catch(() => undefined) : undefined;
      return view && id && part ? part.administrativeView(view, id) : undefined;
    },
    savePerson: (request) =>
      change((running) =>
        inside(running, request, (view) => withPart(load, (part) => part.savePerson(ports, view, request))),
      ),
    removePerson: (request) =>
      change((running) =>
        inside(running, request, (view) => withPart(load, (part) => part.removePerson(ports, view, request))),
      ),
    saveFaceSheet: (request) =>
      change((running) =>
        inside(running, request, (view) => withPart(load, (part) => part.saveFaceSheet(ports, view, request))),
      ),
    async enquiries() {
      return lines(loadEnquiries, (part, running) => part.enquiries(running));
    },
    beginEnquiry: (request) =>
      change((running) => withPart(loadEnquiries, (part) => part.beginEnquiry(ports, running, request))),
    takeOn: (request) =>
      change((running) =>
        inside(running, request, (view) => withPart(loadEnquiries, (part) => part.takeOn(ports, view, request))),
      ),
  } satisfies Partial<Vault>;
}
