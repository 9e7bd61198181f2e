/** Forms: loaded with their words when somebody asks for one. */

import { type Bytes, fail, ok, type Result } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";
import type { Vault } from "../facade.ts";
import { accessToAll } from "../features/access-log/record.ts";
import { within } from "../features/guarded/view.ts";
import { idFrom, readsAdministrative } from "../features/open-charts.ts";
import { type Context, inside, withPart } from "./context.ts";

const loadKnown = () => import("../features/forms/known.ts");
const loadResponses = () => import("../features/forms/responses.ts");
const loadActs = () => import("../features/forms/acts.ts");

export function formsMethods({ ports, disk, life, lines, noteShown }: Context) {
  const { opened, mustOpen, change, background } = life;

  /** What lay outside a guard before it began stays there, and is shown with the chart open only (FRM-3). */
  const besides = async <T>(
    running: Opened,
    response: string,
    work: (view: Opened) => Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>> => {
    const record = idFrom(response);
    const chart = record && (running.fold.response(record)?.["chart"] as Bytes | undefined);
    if (!chart) return inside(running, { record: response }, work);
    return within(running, chart) ? work(running) : fail(failure("guard-closed"));
  };
  const confirmForm = (response: string) =>
    change((running) =>
      besides(running, response, (view) => withPart(loadActs, (part) => part.confirmFormActs(ports, view, response))),
    );

  return {
    forms: () => lines(loadKnown, (part, running) => part.formViews(running)),
    async beginForm(request) {
      const running = mustOpen();
      if (!running.ok) return running;
      return inside(running.value, { chart: request.chart }, (view) =>
        withPart(loadResponses, async (part) => part.beginForm(running.value, view, request)),
      );
    },
    saveForm: (request) => change((running) => withPart(loadKnown, (part) => part.saveForm(ports, running, request))),
    async formsOfChart(chart) {
      const running = opened();
      const id = idFrom(chart);
      const view = running && id && within(running, id);
      const part = view && readsAdministrative(view, id) ? await loadResponses().catch(() => undefined) : undefined;
      if (!view || !id || !part) return { responses: [], mayFill: { clinical: false, administrative: false } };
      const found = part.formsOfChart(view, id, view === running ? [] : [running]);
      if (running && found.responses.some(({ belongs }) => belongs === "clinical"))
        await noteShown(running, () => accessToAll(running, "listed", id, "progress"));
      return found;
    },
    async formResponse(id) {
      const running = mustOpen();
      if (!running.ok) return running;
      return besides(running.value, id, (view) =>
        withPart(loadResponses, (part) => part.formResponse(ports, view, id)),
      );
    },
    saveFormResponse: (request) =>
      change((running) =>
        inside(running, { chart: request.chart }, (view) =>
          withPart(loadResponses, (part) => part.saveFormResponse(ports, disk, running, view, request)),
        ),
      ),
    async signForm(request) {
      const added = await change((running) =>
        besides(running, request.response, (view) =>
          withPart(loadActs, (part) => part.addFormAct(ports, view, request)),
        ),
      );
      if (!added.ok) return added;
      // The member's key signs what the server has (SIG-3); without it the act waits.
      await background.syncNow();
      const confirmed = await confirmForm(request.response);
      return ok({ ...added.value, waiting: confirmed.ok ? confirmed.value.waiting : 1 });
    },
    confirmForm,
  } satisfies Partial<Vault>;
}
