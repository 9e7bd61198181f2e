/** Who names the practice's witnesses, and who can't be one (docs/spec, WIT-1). */

import { type PublicKey, publicKeyOf, type SigningSeed } from "@alcove/crypto";
import { testPort } from "@alcove/crypto/testing";
import { expect, test } from "vitest";
import { addMember, foundTestPractice } from "../testing/index.ts";
import { doAs, tryAs } from "../testing/refused.ts";
import type { Operation } from "./statement.ts";

const port = await testPort("witness statements");
const key = (): PublicKey => publicKeyOf(port.random(32) as unknown as SigningSeed);
const set = (...named: [string, PublicKey][]): Operation => ["witness.set", named];

test("WIT-1 an owner names all witnesses, in the place of those before", async () => {
  const p = await foundTestPractice(port);
  expect(p.roster.witnesses).toEqual([]);
  const [one, other] = [key(), key()];
  await doAs(p, p.founder, [set(["a.example/w", one], ["b.example/w", other])]);
  expect(p.roster.witnesses.map(({ name }) => name)).toEqual(["a.example/w", "b.example/w"]);
  await doAs(p, p.founder, [set(["b.example/w", other])]);
  expect(p.roster.witnesses.map((each) => [each.name, each.key.publicKey])).toEqual([["b.example/w", other]]);
  await doAs(p, p.founder, [set()]);
  expect(p.roster.witnesses).toEqual([]);
});

test("WIT-1 nobody else does, and one owner is enough where there are two", async () => {
  const p = await foundTestPractice(port);
  for (const role of ["clinician", "security-officer", "privacy-officer", "auditor"] as const)
    expect(await tryAs(p, await addMember(p, role), [set(["a", key()])]), role).toBe("statement-refused");
  await addMember(p, "owner");
  expect(await tryAs(p, p.founder, [set(["a", key()])])).toBe("applied");
});

test("WIT-1 neither the server nor a member is a witness, no name or key stands twice, and none is odd", async () => {
  const p = await foundTestPractice(port);
  await addMember(p, "clinician");
  const { devices, members, ledgerKey } = p.roster;
  const used = [
    ledgerKey,
    ...[...devices.values()].map((one) => one.key),
    ...[...members.values()].map((one) => one.identitySign),
  ];
  expect(used.length).toBeGreaterThan(4);
  for (const each of used) expect(await tryAs(p, p.founder, [set(["a", each.publicKey])])).toBe("statement-refused");
  const one = key();
  for (const named of [
    [
      ["a", one],
      ["a", key()],
    ],
    [
      ["a", one],
      ["b", one],
    ],
    [["a", new Uint8Array(32)]],
  ] as [string, PublicKey][][])
    expect(await tryAs(p, p.founder, [set(...named)])).toBe("statement-refused");
  expect(await tryAs(p, p.founder, [set(["a", one]), set(["b", key()])]), "two in one statement").toBe(
    "statement-refused",
  );
  for (const named of [
    [["", one]],
    [["a b", one]],
    [["a+b", one]],
    [["a".repeat(201), one]],
    Array.from({ length: 5 }, (_, i) => [`${i}`, key()]),
  ])
    expect(await tryAs(p, p.founder, [["witness.set", named] as Operation])).not.toBe("applied");
  expect(p.roster.witnesses).toEqual([]);
});
