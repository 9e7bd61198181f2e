/** Apart from the rest, which also runs where there is no test runner. */

import type { Bytes } from "@alcove/bytes";
import { expect } from "vitest";
import { applyStatement } from "../roster/apply-statement.ts";
import type { Operation } from "../roster/statement.ts";
import { applyRight, type Further, type Signer, snapshotOf, statement, type TestPractice } from "./practice.ts";

/** Refused with `code`, at `index` or the next one, and nothing changed. */
export async function expectRefused(p: TestPractice, encoded: Bytes, code: string, index = p.next): Promise<void> {
  const before = snapshotOf(p.roster);
  const applied = await applyStatement(p.port, p.roster, encoded, index);
  expect(applied.ok ? "applied" : applied.error.code).toBe(code);
  expect(snapshotOf(p.roster)).toEqual(before);
}

/** Signs the operations as `signer` and gives what becomes of it: "applied" or the failure's code, with nothing changed. */
export async function tryAs(
  p: TestPractice,
  signer: Signer,
  operations: readonly Operation[],
  further: Further = {},
): Promise<string> {
  const before = snapshotOf(p.roster);
  const applied = await applyStatement(p.port, p.roster, await statement(p, operations, {}, signer, further), p.next);
  if (!applied.ok) {
    expect(snapshotOf(p.roster)).toEqual(before);
    return applied.error.code;
  }
  p.roster = applied.value;
  p.next++;
  return "applied";
}

/** What must stand, as `signer`; gives its ledger index. */
export async function doAs(
  p: TestPractice,
  signer: Signer,
  operations: readonly Operation[],
  further: Further = {},
): Promise<number> {
  return applyRight(p, await statement(p, operations, {}, signer, further));
}
