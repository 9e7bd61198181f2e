/** Writes the frozen examples anew, and into the specification. Run by hand, and only when a format is meant to change: see README.md. */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { generateFormats } from "./generate-formats.ts";
import { withExamples } from "./spec-examples.ts";

const about = "Written by tests/frozen/write.ts; see README.md there before changing a byte.";
const cases = await generateFormats();
const formats = { about, protocolVersion: 1, cases };
writeFileSync(new URL("vectors/formats.json", import.meta.url), `${JSON.stringify(formats, null, 1)}\n`);

const spec = new URL("../../docs/spec/", import.meta.url);
for (const name of readdirSync(spec).filter((each) => each.endsWith(".md"))) {
  const page = new URL(name, spec);
  writeFileSync(page, withExamples(readFileSync(page, "utf8"), cases));
}
