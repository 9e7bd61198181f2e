/**
 * The two routes of a client's device, every other one that a session opens refuses it (`exchange.ts`); and where a new device of theirs
 * knocks.
 */

import { type CompartmentId, fail, ok, type Result, toHex } from "@alcove/bytes";
import { activeReadersOf, type Failure, failure, isAmong, mayAdmit, messages } from "@alcove/protocol";
import type { FastifyInstance } from "fastify";
import { answerPortal } from "../../practice/portal.ts";
import { rosterOf } from "../../practice/state.ts";
import { type Answer, answerWith, fullRoute, openRoute, portalRoute, readAs, readId } from "../exchange.ts";
import { beginSession } from "../begin-session.ts";
import type { ServerParts } from "../server-parts.ts";

export function addPortalRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { sessions } = parts;

  app.post(
    "/v1/portal/login",
    { bodyLimit: 4096 },
    openRoute(async ({ body, address }): Promise<Result<Answer, Failure>> => {
      const request = readAs(messages.PortalLoginRequest, body);
      return request.ok ? beginSession(parts, await parts.portals.login(request.value, address)) : request;
    }),
  );

  app.post(
    "/v1/portal/knock",
    { bodyLimit: 4096 },
    openRoute(async ({ body, address }) => {
      const request = readAs(messages.KnockRequest, body);
      if (!request.ok) return request;
      const added = await parts.knocks.add(request.value.practice, request.value.knock, address);
      return added.ok ? answerWith({ head: added.value }) : added;
    }),
  );

  app.get(
    "/v1/knocks",
    fullRoute(sessions, async ({ session }) => {
      const { practice, account } = session;
      const state = await parts.shelf.get(practice);
      if (!state) return fail(failure("session-ended"));
      const roster = rosterOf(state);
      const logs = [...roster.compartments.values()]
        .filter((one) => one.kind === "portal" && isAmong(activeReadersOf(roster, one), account))
        .flatMap(({ compartment }) => state.keyLogs.get(toHex(compartment)) ?? []);
      const knocks = logs.flatMap((log) => parts.knocks.at(practice, log) ?? []);
      return answerWith({ knocks });
    }),
  );

  app.delete(
    "/v1/knocks/:portal",
    fullRoute(sessions, async ({ params, session }) => {
      const portal = readId<CompartmentId>(params["portal"]);
      if (!portal.ok) return portal;
      const state = await parts.shelf.get(session.practice);
      const compartment = state && rosterOf(state).compartments.get(toHex(portal.value));
      if (!state || !compartment || !mayAdmit(rosterOf(state), compartment, session.account))
        return fail(failure("not-entitled"));
      parts.knocks.remove(session.practice, portal.value);
      return answerWith({});
    }),
  );

  app.post(
    "/v1/portal",
    { bodyLimit: 4096 },
    portalRoute(sessions, async ({ body, session }): Promise<Result<Answer, Failure>> => {
      const request = readAs(messages.PortalRequest, body);
      if (!request.ok) return request;
      const seconds = parts.portals.askAgainIn(session.deviceKey);
      if (seconds > 0) return fail(failure("slow-down", { seconds }));
      const state = await parts.shelf.get(session.practice);
      if (!state) return fail(failure("session-ended"));
      const sight = { compartment: session.scope.portal, keyLogOnly: false };
      const answer = await answerPortal(parts.database.db, state, sight, request.value);
      return answer.ok ? ok({ value: answer.value }) : answer;
    }),
  );
}
