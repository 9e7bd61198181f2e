import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { checkSpecCoverage } from "./spec-coverage.mjs";

test("rules without a test, tests of no rule and rules under one id are listed", () => {
  const folder = mkdtempSync(join(tmpdir(), "alcove-spec-"));
  try {
    const files = {
      "docs/spec/encoding.md":
        "**ENC-1** Writers write one way. **ENC-2** Readers are strict, see ENC-1.\n\n**ENC-12** More.",
      "docs/spec/keys.md": "**KEY-1** One. **KEY-2** Another, and see **ENC-12**.\n\n**KEY-1** Two.",
      "packages/bytes/src/cbor.test.ts": `test("ENC-1 one way", () => {});\n// ENC-3 went away; DT-01 is not of the spec`,
      "packages/bytes/src/cbor.ts": "// ENC-2 is named by the code only",
      "tests/hostile/replay.ts": "// ENC-12, KEY-1, KEY-2",
      "apps/cli/package.json": "{}",
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    expect(checkSpecCoverage(folder)).toEqual({
      rules: 5,
      uncovered: ["ENC-2"],
      unknown: [`ENC-3 in ${join("packages", "bytes", "src", "cbor.test.ts")}`],
      twice: ["ENC-12", "KEY-1"],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
