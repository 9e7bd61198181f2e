import { expect, test } from "vitest";
import { writePdf } from "./write-pdf.ts";

const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

test("every object stands where the table says, and what a name holds can't end its string", () => {
  const name = "A) ET (\\ Łucja Ångström ☂ 山";
  const file = latin(
    writePdf("Report", [
      { style: "title", text: "Report" },
      { style: "text", text: name },
    ]),
  );
  expect(file).toContain("(A\\) ET \\(\\\\ Lucja \u00c5ngstr\u00f6m [in signs that this sheet lacks]) Tj");
  const table = file.slice(Number(/startxref\n(\d+)/.exec(file)?.[1]));
  const places = [...table.matchAll(/^(\d{10}) 00000 n /gm)].map(([, at]) => Number(at));
  expect(places.length).toBe(7);
  for (const [n, at] of places.entries()) expect(file.slice(at, at + 8)).toBe(`${n + 1} 0 obj\n`);
});

test("a stream is as long as it says, long lines are broken and many go on further pages", () => {
  const words = "What somebody could have read in a chart with a long name and more. ".repeat(6);
  const bytes = writePdf(
    "Report",
    Array.from({ length: 80 }, () => ({ style: "text" as const, text: words })),
  );
  const file = latin(bytes);
  const streams = [...file.matchAll(/<< \/Length (\d+) >>\nstream\n/g)];
  expect(streams.length).toBeGreaterThan(4);
  for (const one of streams) {
    const end = (one.index as number) + one[0].length + Number(one[1]);
    expect(file.slice(end, end + 9)).toBe("endstream");
  }
  expect(file).toContain(`/Count ${streams.length} `);
  // 483 points of room at 9.5 points: no row holds more than a hundred letters of this text.
  for (const [, shown = ""] of file.matchAll(/\((.*)\) Tj/g)) expect(shown.length).toBeLessThan(115);
  expect(writePdf("x".repeat(300), [{ style: "text", text: "y".repeat(900) }]).length).toBeGreaterThan(1000);
  expect(bytes).toEqual(
    writePdf(
      "Report",
      Array.from({ length: 80 }, () => ({ style: "text" as const, text: words })),
    ),
  );
});
