// What poppler's pdfsig, which knows nothing of us, says of a file that was signed, and of one that was changed since.

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { webcrypto } from "node:crypto";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, type TestContext, test } from "vitest";
import { paperFonts } from "../../apps/cli/src/paper-fonts.ts";
import { signPdf, writePaper } from "../../packages/pdf/src/index.ts";
import { needsTool } from "../needs.ts";

const run = promisify(execFile);
const at = Date.UTC(2026, 10, 30, 12);
let folder: string;
let plain: Uint8Array;
let signed: Uint8Array;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alcove-sign-"));
  const blocks = [
    { kind: "paragraph", text: "Agreed." },
    { kind: "new-page" },
    { kind: "paragraph", text: "And so." },
  ] as const;
  plain = await writePaper({ title: "Release", language: "en", from: [], foot: "x", blocks }, await paperFonts(), at);
  const crypto = webcrypto as Parameters<typeof signPdf>[1];
  signed = await signPdf(plain, crypto, { name: "Praxis Łódź (Ost)", reason: "Shows changes", at });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What it says, or nothing where this machine doesn't have it. */
async function judged(context: TestContext, pdf: Uint8Array): Promise<string | undefined> {
  if (!(await needsTool("pdfsig", context))) return undefined;
  const file = join(folder, `${Math.random()}.pdf`);
  await writeFile(file, pdf);
  return run("pdfsig", [file]).then(
    ({ stdout }) => stdout,
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  );
}

test("FRM-9 poppler finds the signature valid and over the whole file, with the name and the time", async (context) => {
  const says = await judged(context, signed);
  if (says === undefined) return;
  expect(says).toContain("Signature is Valid.");
  expect(says).toContain("Total document signed");
  expect(says).toMatch(/Certificate Common Name: Praxis Łódź \(Ost\)/);
  expect(says).toMatch(/Signing Time: Nov 30 2026 12:00:00/);
  expect(says).toContain("SHA-256");
});

test("FRM-9 every byte that was there stays as it is, and the file is still tagged text", async (context) => {
  expect(Buffer.compare(signed.subarray(0, plain.length), plain)).toBe(0);
  if (!(await needsTool("pdftotext", context))) return;
  const file = join(folder, "text.pdf");
  await writeFile(file, signed);
  expect((await run("pdftotext", [file, "-"])).stdout).toMatch(/Agreed\.[\s\S]*And so\./);
  expect((await run("pdfinfo", [file])).stdout).toMatch(/Tagged: +yes/);
});

test("FRM-9 a changed byte, or more behind it, is found out", async (context) => {
  const changed = new Uint8Array(signed);
  const where = Buffer.from(changed).indexOf("/UserUnit 1");
  changed[where + "/UserUnit ".length] = "2".charCodeAt(0);
  const says = await judged(context, changed);
  if (says === undefined) return;
  expect(says).not.toContain("Signature is Valid.");
  expect(says).toContain("Digest Mismatch");
  const longer = new Uint8Array([...signed, ...new TextEncoder().encode("\n% more\n%%EOF\n")]);
  expect(await judged(context, longer)).not.toContain("Total document signed");
});

test("FRM-9 each file has a key of its own, and what was signed once is not signed again", async () => {
  const crypto = webcrypto as Parameters<typeof signPdf>[1];
  const about = { name: "Praxis", reason: "x", at };
  const [one, other] = [await signPdf(plain, crypto, about), await signPdf(plain, crypto, about)];
  expect(Buffer.compare(one, other)).not.toBe(0);
  await expect(signPdf(signed, crypto, about)).rejects.toThrow(/plain table/);
  await expect(signPdf(new TextEncoder().encode("%PDF-1.7 nothing"), crypto, about)).rejects.toThrow(/plain table/);
});
