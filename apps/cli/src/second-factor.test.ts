import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fail, ok } from "@alcove/bytes";
import { failure } from "@alcove/protocol/errors";
import { afterAll, expect, test } from "vitest";
import type { Context } from "./context.ts";
import { codeAt, withSecondFactor } from "./second-factor.ts";

const folder = mkdtempSync(join(tmpdir(), "alcove-totp-"));
afterAll(() => rmSync(folder, { recursive: true }));
const totpFile = join(folder, "totp");
// RFC 6238, appendix B: the ASCII secret of its SHA-1 vectors.
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
writeFileSync(totpFile, `${secret.toLowerCase().replaceAll(/(.{4})/g, "$1 ")}\n`, { mode: 0o600 });

function contextWith(file: string | undefined): Context {
  const globals = { json: false, profile: "", passphraseFile: undefined, totpFile: file, waitMs: 0 };
  return { globals, output: { note: () => {} }, terminal: { attended: false } } as unknown as Context;
}

test("digits are those of RFC 6238", () => {
  const vectors: [number, string][] = [
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_234_567_890, "005924"],
    [20_000_000_000, "353130"],
  ];
  for (const [seconds, digits] of vectors) expect(codeAt(secret, seconds * 1000)).toBe(digits);
});

test("digits that were used up are followed by the next ones, at once", async () => {
  const tried: string[] = [];
  const used = codeAt(secret, Date.now());
  const outcome = await withSecondFactor(contextWith(totpFile), (digits) => {
    tried.push(digits);
    return Promise.resolve(digits === used ? fail(failure("second-factor-wrong")) : ok("in"));
  });
  expect(outcome).toEqual(ok("in"));
  expect(tried.length).toBeLessThanOrEqual(2);
  expect(new Set(tried).size).toBe(tried.length);
});

test("any other failure ends it: no second try spends the server's patience", async () => {
  let tries = 0;
  const outcome = await withSecondFactor(contextWith(totpFile), () => {
    tries++;
    return Promise.resolve(fail(failure("login-refused")));
  });
  expect(tries).toBe(1);
  expect(outcome).toMatchObject({ ok: false, error: { failure: { code: "login-refused" } } });
});

test("without a file it is only asked for where the server asks, and named where nobody can answer", async () => {
  expect(await withSecondFactor(contextWith(undefined), (digits) => Promise.resolve(ok(digits)))).toEqual(ok(""));
  const needed = await withSecondFactor(contextWith(undefined), () =>
    Promise.resolve(fail(failure("second-factor-needed"))),
  );
  expect(needed).toMatchObject({ ok: false, error: { hint: expect.stringContaining("--totp-file") as string } });
});

test("a file that holds no secret is a misuse", async () => {
  writeFileSync(join(folder, "no"), "hello there\n", { mode: 0o600 });
  const outcome = await withSecondFactor(contextWith(join(folder, "no")), () => Promise.resolve(ok()));
  expect(outcome).toMatchObject({ ok: false, error: { kind: "usage" } });
});
