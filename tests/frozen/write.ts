/** Writes the frozen examples anew. Run by hand, and only when a format is meant to change: see README.md. */

import { writeFileSync } from "node:fs";
import { generateFormats } from "./generate-formats.ts";

const about = "Written by tests/frozen/write.ts; see README.md there before changing a byte.";
const formats = { about, protocolVersion: 1, cases: await generateFormats() };
writeFileSync(new URL("vectors/formats.json", import.meta.url), `${JSON.stringify(formats, null, 1)}\n`);
