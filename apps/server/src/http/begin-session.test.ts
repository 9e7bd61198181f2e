/** What changed while a login was worked on counts before its session begins. */

import { createSecretKey } from "node:crypto";
import { asId, type ChartId, type CompartmentId, type DeviceId, ok, toHex } from "@alcove/bytes";
import { testPort } from "@alcove/crypto/testing";
import { encodeSessionHeader, type SessionId } from "@alcove/protocol";
import {
  applyRotation,
  createClient,
  createCompartment,
  foundTestPractice,
  idFrom,
  portalRotation,
  type TestCompartment,
} from "@alcove/protocol/testing";
import { expect, test } from "vitest";
import { systemClock } from "../clock.ts";
import { type Scope, type Session, Sessions } from "../session/sessions.ts";
import { hours, TestClock } from "../testing/test-clock.ts";
import { beginSession } from "./begin-session.ts";
import type { ServerParts } from "./server-parts.ts";

const port = await testPort("begin session");

test("PTL-12 NW-01 a client's session sends no large body, and writes no more than a hundred lines in an hour", async () => {
  const clock = new TestClock();
  const sessions = new Sessions(clock);
  const begin = (scope: Scope, account = port.random(16)) => {
    const facts = { practice: port.random(16), account, deviceKey: port.random(32), scope };
    const macKey = createSecretKey(port.random(32));
    const session = { id: port.random(16), macKey, ...facts, secondFactorAtMs: undefined } as never as Session;
    sessions.begin(session);
    return session;
  };
  const refusal = ({ id }: Session) => sessions.findRefusal(encodeSessionHeader(id, 1, port.random(32)))?.code;
  const portal = port.random(16) as CompartmentId;
  const device = port.random(16) as DeviceId;
  const asClient = begin({ kind: "portal", portal, device }, portal);
  expect(refusal(asClient)).toBe("not-entitled");
  expect(refusal(begin({ kind: "full", device }))).toBeUndefined();
  const lines = (session: Session) =>
    Array.from({ length: 300 }, () => sessions.isWrittenDown(session)).filter(Boolean);
  expect(lines(asClient)).toHaveLength(100);
  const second = begin({ kind: "portal", portal, device }, portal);
  expect(lines(second), "a session more is no way around it").toHaveLength(0);
  expect(lines(begin({ kind: "portal", portal, device }))).toHaveLength(100);
  clock.pass(hours(1));
  expect(lines(second)).toHaveLength(100);
});

test("PTL-12 NW-01 a device that was ended meanwhile gets no session, a member's or a client's", async () => {
  const p = await foundTestPractice(port);
  const portal = await createCompartment(p, "portal", idFrom<ChartId>(port));
  const client = await createClient(p);
  await applyRotation(p, portal, await portalRotation(p, portal, { clients: [client.line] }));
  const sessions = new Sessions(systemClock);
  const begins = async (scope: Scope, account: Uint8Array = p.founder.member.account) => {
    const keyLogs = new Map([[toHex(portal.id), (portal as Required<TestCompartment>).log]]);
    const state = { roster: p.roster, keyLogs, ledger: { checkpoint: "" } };
    const session = {
      id: port.random(16) as SessionId,
      macKey: createSecretKey(port.random(32)),
      practice: p.practice,
      account: asId<typeof p.founder.member.account>(account),
      deviceKey: p.founder.device.key.publicKey,
      scope,
      secondFactorAtMs: undefined,
    };
    const parts = { sessions, shelf: { get: async () => state } } as unknown as ServerParts;
    const begun = await beginSession(parts, ok(session));
    return begun.ok ? "begun" : begun.error.code;
  };
  const asClient = { kind: "portal", portal: portal.id as CompartmentId, device: client.device } as const;
  const asMember = { kind: "full", device: p.founder.device.device } as const;
  expect(await begins(asClient, portal.id)).toBe("begun");
  expect(await begins(asMember)).toBe("begun");
  expect(await begins({ kind: "enrolling" }, port.random(16)), "no member any more").toBe("login-refused");
  expect(sessions.size).toBe(2);
  await applyRotation(p, portal, await portalRotation(p, portal, { clients: [] }));
  expect(await begins(asClient, portal.id)).toBe("login-refused");
  expect(sessions.size).toBe(2);
});

test("OWN-3 a login that read the keys of before begins nothing once they are changed", async () => {
  const p = await foundTestPractice(port);
  const { account } = p.founder.member;
  const sessions = new Sessions(systemClock);
  const state = { roster: p.roster, keyLogs: new Map(), ledger: { checkpoint: "" } };
  const parts = { sessions, shelf: { get: async () => state } } as unknown as ServerParts;
  const facts = {
    practice: p.practice,
    account,
    deviceKey: p.founder.device.key.publicKey,
    secondFactorAtMs: undefined,
  };
  const login = (): Session => ({
    ...{ id: port.random(16) as SessionId, macKey: createSecretKey(port.random(32)), ...facts },
    scope: { kind: "full", device: p.founder.device.device },
    keysAt: sessions.keysOf(facts),
  });
  const before = login();
  const own = login();
  expect(await beginSession(parts, ok(own))).toMatchObject({ ok: true });
  sessions.endOthersOfAccount(own);
  expect(await beginSession(parts, ok(before))).toMatchObject({ error: { code: "login-refused" } });
  const after = login();
  expect(await beginSession(parts, ok(after))).toMatchObject({ ok: true });
  const late = login();
  sessions.endAccount(p.practice, account);
  expect(await beginSession(parts, ok(late))).toMatchObject({ error: { code: "login-refused" } });
});
