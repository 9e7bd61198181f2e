import { readdirSync, readFileSync } from "node:fs";
import { fromHex } from "@alcove/bytes";
import { testPort } from "@alcove/crypto/testing";
import { describe, expect, test } from "vitest";
import type { FrozenCase } from "./frozen-case.ts";
import { generateFormats } from "./generate-formats.ts";
import { openers, readFacts } from "./openers.ts";
import { withExamples } from "./spec-examples.ts";

const stored = JSON.parse(readFileSync(new URL("vectors/formats.json", import.meta.url), "utf8")) as {
  readonly cases: readonly FrozenCase[];
};
const port = await testPort();

test("there is a frozen example of every format that can be opened", () => {
  expect(stored.cases.map((each) => each.format).sort()).toEqual(Object.keys(openers).sort());
  expect(stored.cases.flatMap((each) => each.refused).length).toBeGreaterThan(130);
});

test("the same keys and randomness still give the same bytes: what is on disks stays readable by older apps", async () => {
  expect(await generateFormats()).toEqual(stored.cases);
});

test("the pages of docs/spec show these examples", () => {
  const spec = new URL("../../docs/spec/", import.meta.url);
  const pages = readdirSync(spec)
    .filter((name) => name.endsWith(".md"))
    .map((name) => readFileSync(new URL(name, spec), "utf8"));
  for (const page of pages) expect(withExamples(page, stored.cases)).toBe(page);
  const all = pages.join("\n");
  const hidden = stored.cases.filter(({ format }) => !all.includes(`<!-- frozen: ${format} -->`));
  expect(hidden.map(({ format }) => format)).toEqual([]);
});

describe.each(stored.cases.map((each) => [each.rule, each.format, each] as const))("%s %s", (rule, format, frozen) => {
  const open = openers[format] as (typeof openers)[string];

  test(`${rule} the frozen ${format} still opens`, async () => {
    expect(await open(port, readFacts(frozen.facts), fromHex(frozen.bytes) as never)).toEqual(frozen.opens);
  });

  for (const { name, facts, bytes } of frozen.refused) {
    test(`${rule} the frozen ${format} is still refused: ${name}`, async () => {
      const changed = readFacts({ ...frozen.facts, ...facts });
      expect(await open(port, changed, fromHex(bytes ?? frozen.bytes) as never)).toBeUndefined();
    });
  }
});
