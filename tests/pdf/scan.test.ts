// Photographed pages as one PDF, read by other programs: poppler, where it is, and pdf.js.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { getDocumentProxy, getMeta } from "unpdf";
import { type ScannedPage, writeScan } from "../../packages/pdf/src/scan.ts";
import { launchBrowser } from "../browser.ts";
import { needsTool } from "../needs.ts";

async function photographs(): Promise<ScannedPage[]> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const made: ScannedPage[] = [];
    for (const [width, height] of [
      [600, 800],
      [900, 400],
    ] as const) {
      const address = await page.evaluate(
        ([w, h]) => {
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [w, h];
          const context = canvas.getContext("2d") as CanvasRenderingContext2D;
          context.fillStyle = "#fff";
          context.fillRect(0, 0, w, h);
          context.fillStyle = "#246";
          context.fillRect(20, 20, w / 2, h / 2);
          return canvas.toDataURL("image/jpeg", 0.9);
        },
        [width, height] as const,
      );
      made.push({ jpeg: Buffer.from(address.split(",")[1] ?? "", "base64"), width, height });
    }
    return made;
  } finally {
    await browser.close();
  }
}

test("each picture is a page of its shape, byte for byte; the title may be in any script", async (context) => {
  const pages = await photographs();
  const bytes = writeScan(pages, "Scan für Ada, 2026-11-30 (סריקה)", "en");
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const sizes = await Promise.all(
    [1, 2].map(async (n) => {
      const { width, height } = (await pdf.getPage(n)).getViewport({ scale: 1 });
      return [width, height];
    }),
  );
  expect([pdf.numPages, ...sizes]).toEqual([2, [585, 780], [780, 346.67]]);
  expect((await getMeta(new Uint8Array(bytes))).info["Title"]).toBe("Scan für Ada, 2026-11-30 (סריקה)");

  if (!(await needsTool("pdfimages", context))) return;
  const folder = mkdtempSync(join(tmpdir(), "alcove-scan-"));
  try {
    writeFileSync(join(folder, "scan.pdf"), bytes);
    execFileSync("pdfimages", ["-all", join(folder, "scan.pdf"), join(folder, "out")]);
    for (const [n, { jpeg }] of pages.entries())
      expect(readFileSync(join(folder, `out-00${n}.jpg`)).equals(Buffer.from(jpeg))).toBe(true);
    expect(execFileSync("pdfinfo", [join(folder, "scan.pdf")], { stdio: "pipe" }).toString()).toContain(
      "Pages:           2",
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
