/** Writes the frozen practice anew. Run by hand, and only when a format is meant to change: tests/frozen/README.md. */

import { writeFileSync } from "node:fs";
import { makePractice } from "./make-practice.ts";

const about = "Made by tests/reader/write.ts: what a server had of a small practice, with the keys to it.";
const practice = await makePractice(5_000);
writeFileSync(
  new URL("vectors/practice.json", import.meta.url),
  `${JSON.stringify({ about, ...practice }, null, 1)}\n`,
);
