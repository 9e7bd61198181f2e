/** Puts the frozen examples into the pages of docs/spec, between `<!-- frozen: FORMAT -->` and `<!-- end -->`. */

import type { FrozenCase, Json } from "./frozen-case.ts";

const shownBytes = 160;

/** The page with each of its examples as the cases have it. @throws Error on an example of no such format */
export function withExamples(page: string, cases: readonly FrozenCase[]): string {
  return page.replaceAll(/<!-- frozen: ([a-z0-9-]+) -->\n[^]*?<!-- end -->/g, (_, format: string) => {
    const frozen = cases.find((each) => each.format === format);
    if (!frozen) throw new Error(`there is no frozen ${format}`);
    return `<!-- frozen: ${format} -->\n${exampleOf(frozen)}\n<!-- end -->`;
  });
}

function exampleOf({ facts, bytes, opens }: FrozenCase): string {
  const inputs = Object.entries(facts).map(([name, value]) => [name, shown(value)] as const);
  const outputs =
    typeof opens === "object" && opens !== null && !Array.isArray(opens)
      ? Object.entries(opens).map(([name, value]) => [`gives ${name}`, shown(value)] as const)
      : [["gives", opens === true ? "right" : shown(opens)] as const];
  const rows = [...inputs, ...(bytes === "" ? [] : [["bytes", shown(bytes)] as const]), ...outputs];
  const width = Math.max(...rows.map(([name]) => name.length));
  return `\`\`\`\n${rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n")}\n\`\`\``;
}

function shown(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  if (typeof value !== "string") return JSON.stringify(value);
  if (!/^([0-9a-f]{2}){8,}$/.test(value)) return `"${value}"`;
  const length = value.length / 2;
  return length <= shownBytes ? value : `${value.slice(0, 96)} ... ${value.slice(-64)} (${length} bytes)`;
}
