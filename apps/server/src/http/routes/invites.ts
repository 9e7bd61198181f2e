/** Invites: the inviter's side inside a session, the newcomer's by the invite's id alone. */

import { type CompartmentId, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure, limits, mayAdmit, messages } from "@alcove/protocol";
import type { FastifyInstance } from "fastify";
import { answerPortal } from "../../practice/portal.ts";
import { rosterOf } from "../../practice/state.ts";
import { answerSync } from "../../practice/sync.ts";
import type { Session } from "../../session/sessions.ts";
import type { StepUp } from "../../session/step-up.ts";
import { closeInvite, type InviteId, leaveMessage, openInvite, readInvite } from "../../store/invites.ts";
import { type Answer, answerWith, cborType, fullRoute, openRoute, readAs, readId, readNumber } from "../exchange.ts";
import type { ServerParts } from "../server-parts.ts";

export function addInviteRoutes(app: FastifyInstance, parts: ServerParts, stepUp: StepUp): void {
  const { sessions, clock } = parts;
  const { db } = parts.database;
  const messageBytes = { bodyLimit: 64 * 1024 + 64 };

  app.put(
    "/v1/invites/:id",
    { bodyLimit: 16 * 1024 },
    fullRoute(sessions, async ({ body, params, session }) => {
      const id = readId<InviteId>(params["id"]);
      if (!id.ok) return id;
      const request = readAs(messages.InviteRequest, body);
      if (!request.ok) return request;
      const { portal } = request.value;
      if (portal && !(await mayInvite(parts, session, portal))) return fail(failure("not-entitled"));
      if (!(await stepUp.isFresh(session))) return fail(failure("second-factor-again"));
      const nowMs = clock.wallMs();
      const latest = nowMs + limits.inviteMs;
      // A device whose clock is a year off can still invite; it can't invite for a year.
      const asked = request.value.expiresAt;
      const expiresAt = asked > nowMs && asked < latest ? asked : latest;
      const opened = await openInvite(db, session, id.value, {
        blob: request.value.blob,
        expiresAt,
        nowMs,
        portal,
      });
      return opened.ok ? answerWith({}) : opened;
    }),
  );

  app.get(
    "/v1/invites/:id",
    openRoute(async ({ params }) => {
      const id = readId<InviteId>(params["id"]);
      if (!id.ok) return id;
      const read = await readInvite(db, id.value, clock.wallMs());
      return read.ok ? answerWith(read.value.state) : read;
    }),
  );

  app.post(
    "/v1/invites/:id/newcomer",
    messageBytes,
    openRoute(async ({ body, params }) => {
      const id = readId<InviteId>(params["id"]);
      if (!id.ok) return id;
      const request = readAs(messages.InviteMessage, body);
      if (!request.ok) return request;
      const left = await leaveMessage(db, id.value, request.value, { nowMs: clock.wallMs() });
      return left.ok ? answerWith({}) : left;
    }),
  );

  app.post(
    "/v1/invites/:id/inviter",
    messageBytes,
    fullRoute(sessions, async ({ body, params, session }) => {
      const id = readId<InviteId>(params["id"]);
      if (!id.ok) return id;
      const request = readAs(messages.InviteMessage, body);
      if (!request.ok) return request;
      const left = await leaveMessage(db, id.value, request.value, { by: session, nowMs: clock.wallMs() });
      return left.ok ? answerWith({}) : left;
    }),
  );

  app.delete(
    "/v1/invites/:id",
    fullRoute(sessions, async ({ params, session }) => {
      const id = readId<InviteId>(params["id"]);
      if (!id.ok) return id;
      const closed = await closeInvite(db, session, id.value);
      return closed.ok ? answerWith({}) : closed;
    }),
  );

  // What the bearer of a client's invite is shown in the place of the roster. `?size=&bodiesFrom=`, as in a PortalRequest.
  app.get(
    "/v1/invites/:id/portal",
    openRoute(async ({ params, query }): Promise<Result<Answer, Failure>> => {
      const id = readId<InviteId>(params["id"]);
      if (!id.ok) return id;
      const size = readNumber(query["size"] ?? "0");
      const bodiesFrom = readNumber(query["bodiesFrom"] ?? "0");
      if (!size.ok) return size;
      if (!bodiesFrom.ok) return bodiesFrom;
      const read = await readInvite(db, id.value, clock.wallMs());
      if (!read.ok) return read;
      const { practice, portal, state: invite } = read.value;
      // Whom it let in reads as the device that it is now.
      if (invite.gift) return fail(failure("invitation-unknown"));
      const seconds = parts.portals.askAgainIn(id.value);
      if (seconds > 0) return fail(failure("slow-down", { seconds }));
      const state = portal && (await parts.shelf.get(practice));
      if (!state) return fail(failure("not-entitled"));
      const range = { size: size.value, bodiesFrom: bodiesFrom.value };
      const answer = await answerPortal(db, state, { compartment: portal, keyLogOnly: true }, range);
      return answer.ok ? ok({ value: answer.value }) : answer;
    }),
  );

  // `?leavesFrom=&bodiesFrom=` to go on where an answer was full; both 0 without.
  app.get(
    "/v1/invites/:id/roster",
    openRoute(async ({ params, query }): Promise<Result<Answer, Failure>> => {
      const id = readId<InviteId>(params["id"]);
      if (!id.ok) return id;
      const leavesFrom = readNumber(query["leavesFrom"] ?? "0");
      const bodiesFrom = readNumber(query["bodiesFrom"] ?? "0");
      if (!leavesFrom.ok) return leavesFrom;
      if (!bodiesFrom.ok) return bodiesFrom;
      const read = await readInvite(db, id.value, clock.wallMs());
      if (!read.ok) return read;
      // A client sees who is in the care team, and nobody else.
      if (read.value.portal) return fail(failure("not-entitled"));
      const state = await parts.shelf.get(read.value.practice);
      if (!state) return fail(failure("invitation-unknown"));
      const range = { leavesFrom: leavesFrom.value, bodiesFrom: bodiesFrom.value, maxBytes: limits.syncBytes };
      const answer = await answerSync(db, state, { kind: "rosterOnly" }, range);
      return answer.ok ? ok({ bytes: answer.value, type: cborType }) : answer;
    }),
  );
}

/** Whose key log its bearer is shown: only who may admit a client says that. */
async function mayInvite(parts: ServerParts, session: Session, portal: CompartmentId): Promise<boolean> {
  const state = await parts.shelf.get(session.practice);
  if (!state) return false;
  const roster = rosterOf(state);
  const compartment = roster.compartments.get(toHex(portal));
  return compartment !== undefined && mayAdmit(roster, compartment, session.account);
}
