/** The two routes of a client's device. Every other one that a session opens refuses it (`exchange.ts`). */

import { fail, ok, type Result } from "@alcove/bytes";
import { type Failure, failure, messages } from "@alcove/protocol";
import type { FastifyInstance } from "fastify";
import { answerPortal } from "../../practice/portal.ts";
import { type Answer, openRoute, portalRoute, readAs } from "../exchange.ts";
import type { ServerParts } from "../server-parts.ts";

export function addPortalRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { sessions } = parts;

  app.post(
    "/v1/portal/login",
    { bodyLimit: 4096 },
    openRoute(async ({ body, address }): Promise<Result<Answer, Failure>> => {
      const request = readAs(messages.PortalLoginRequest, body);
      if (!request.ok) return request;
      const begun = await parts.portals.login(request.value, address);
      if (!begun.ok) return begun;
      const session = begun.value;
      const state = await parts.shelf.get(session.practice);
      if (!state) return fail(failure("login-refused"));
      sessions.begin(session);
      const value = { session: session.id, scope: session.scope.kind, checkpoint: state.ledger.checkpoint };
      return ok({ value, proof: { session, counter: 0 } });
    }),
  );

  app.post(
    "/v1/portal",
    { bodyLimit: 4096 },
    portalRoute(sessions, async ({ body, session }): Promise<Result<Answer, Failure>> => {
      const request = readAs(messages.PortalRequest, body);
      if (!request.ok) return request;
      const state = await parts.shelf.get(session.practice);
      if (!state) return fail(failure("session-ended"));
      const sight = { compartment: session.scope.portal, keyLogOnly: false };
      const answer = await answerPortal(parts.database.db, state, sight, request.value);
      return answer.ok ? ok({ value: answer.value }) : answer;
    }),
  );
}
