/** What this server says it has sent: to those who answer for the practice of every device, to others of their own (docs/spec, LEA-6). */

import { equalBytes, fail, toHex } from "@alcove/bytes";
import { failure, isOfficer } from "@alcove/protocol";
import type { FastifyInstance } from "fastify";
import { rosterOf } from "../../practice/state.ts";
import { answerWith, fullRoute } from "../exchange.ts";
import type { ServerParts } from "../server-parts.ts";

export function addServedRoute(app: FastifyInstance, { sessions, shelf, served }: ServerParts): void {
  app.get(
    "/v1/served",
    fullRoute(sessions, async ({ session }) => {
      const state = await shelf.get(session.practice);
      if (!state) return fail(failure("session-ended"));
      const { members, devices } = rosterOf(state);
      const role = members.get(toHex(session.account))?.role;
      const seesAll = role !== undefined && isOfficer(role);
      const isOwn = (device: Uint8Array) => {
        const account = devices.get(toHex(device))?.account;
        return account !== undefined && equalBytes(account, session.account);
      };
      const all = await served.read(session.practice);
      return answerWith({ devices: all.filter(({ device }) => seesAll || isOwn(device)) });
    }),
  );
}
