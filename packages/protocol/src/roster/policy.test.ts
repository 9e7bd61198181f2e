/** Who sets the practice's policy, and what it may ask (docs/spec, ROS-30). */

import { testPort } from "@alcove/crypto/testing";
import { expect, test } from "vitest";
import { addMember, foundTestPractice } from "../testing/index.ts";
import { doAs, tryAs } from "../testing/refused.ts";
import type { Operation } from "./statement.ts";

const port = await testPort("policy statements");
const strict: Operation = ["policy.set", true, 3, 5, 12];
const lax: Operation = ["policy.set", false, null, null, null];

test("ROS-30 an owner sets the policy, whole, in the place of the one before", async () => {
  const p = await foundTestPractice(port);
  expect(p.roster.policy).toBeUndefined();
  await doAs(p, p.founder, [strict]);
  expect(p.roster.policy).toEqual({ passphraseClasses: true, rotationMonths: 3, idleMinutes: 5, passkeyHours: 12 });
  await doAs(p, p.founder, [lax]);
  expect(p.roster.policy).toEqual({
    passphraseClasses: false,
    rotationMonths: null,
    idleMinutes: null,
    passkeyHours: null,
  });
});

test("ROS-30 nobody else does, and one owner is enough where there are two", async () => {
  const p = await foundTestPractice(port);
  for (const role of ["clinician", "security-officer", "privacy-officer", "auditor"] as const)
    expect(await tryAs(p, await addMember(p, role), [strict]), role).toBe("statement-refused");
  await addMember(p, "owner");
  expect(await tryAs(p, p.founder, [strict])).toBe("applied");
});

test("ROS-30 what lies beyond the bounds is no operation, and two in one statement clash", async () => {
  const p = await foundTestPractice(port);
  for (const [months, minutes, hours] of [
    [2, null, null],
    [7, null, null],
    [null, 0, null],
    [null, 481, null],
    [null, null, 0],
    [null, null, 25],
  ] as const)
    expect(await tryAs(p, p.founder, [["policy.set", false, months, minutes, hours]])).not.toBe("applied");
  expect(await tryAs(p, p.founder, [strict, lax])).toBe("statement-refused");
  expect(p.roster.policy).toBeUndefined();
});
