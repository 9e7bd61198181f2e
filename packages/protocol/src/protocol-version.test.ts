import { createHash } from "node:crypto";
import {
  chunkBytes,
  leafBytes,
  leafKinds,
  maxBatchesInCompartment,
  maxEnvelopesPerBatch,
  maxParents,
  paddingFloorBytes,
} from "@alcove/crypto";
import { expect, test } from "vitest";
import { heartbeatBodySchema } from "./heartbeat.ts";
import { keyLogBodySchema } from "./keylog/entry.ts";
import { limits, protocolVersion, spareCodes } from "./limits.ts";
import { messages } from "./messages.ts";
import { openingBodySchema } from "./opening.ts";
import { knockBodySchema } from "./portal/knock.ts";
import { releaseBodySchema } from "./release.ts";
import { signedSchema, signerKinds } from "./roster/signed.ts";
import { statementBodySchema } from "./roster/statement.ts";
import { bytes, bytesUpTo, z } from "./schema.ts";

/** What each version of the protocol looks like. A released version's line is never changed again. */
const fingerprints: Readonly<Record<number, string>> = {
  1: "64cf20452975e6304d00937d96537a8689ac67db54ebe145f33ed0d42b1f5ce8",
};

const constants = {
  chunkBytes,
  leafBytes,
  leafKinds,
  limits,
  maxBatchesInCompartment,
  maxEnvelopesPerBatch,
  maxParents,
  paddingFloorBytes,
  signerKinds,
  spareCodes,
};
const schemas = {
  ...messages,
  signedSchema,
  statementBodySchema,
  keyLogBodySchema,
  heartbeatBodySchema,
  openingBodySchema,
  releaseBodySchema,
  knockBodySchema,
};

/** As what is read, where an object that takes more fields than it names differs from a strict one. */
const describe = (shape: z.ZodMiniType) => z.toJSONSchema(shape, { unrepresentable: "any", io: "input" });

function fingerprint(shapes: Readonly<Record<string, z.ZodMiniType>>): string {
  const described = Object.entries(shapes).map(([name, shape]) => [name, describe(shape)]);
  return createHash("sha256").update(JSON.stringify({ described, constants })).digest("hex");
}

test("API-5 schemas and limits change together with protocolVersion", () => {
  expect(
    fingerprint(schemas),
    "What travels changed shape. If a released app may meet it, raise protocolVersion, say in docs/spec/09-api.md what " +
      "is new and add a line to fingerprints; if version 1 was never released, put the new hash in its line. Then look " +
      "at tests/frozen: formats that rest on disks must still open.",
  ).toBe(fingerprints[protocolVersion]);
});

test("API-5 a changed length, limit, word or field changes the fingerprint", () => {
  const shape = (key: z.ZodMiniType, kinds: [string, ...string[]] = ["a"]) =>
    fingerprint({ shape: z.strictObject({ key, kind: z.enum(kinds), list: z.array(z.tuple([z.literal("x"), key])) }) });
  const seen = [
    shape(bytes(32)),
    shape(bytes(31)),
    shape(bytesUpTo(32)),
    shape(bytesUpTo(33)),
    shape(z.nullable(bytes(32))),
    shape(bytes(32), ["a", "b"]),
    fingerprint({ shape: z.strictObject({ key: bytes(32), kind: z.enum(["a"]) }) }),
    fingerprint({ shape: z.object({ key: bytes(32), kind: z.enum(["a"]) }) }),
    fingerprint({ shape: z.string().check(z.maxLength(3)) }),
    fingerprint({ shape: z.string().check(z.maxLength(4)) }),
    fingerprint({ shape: z.array(z.int()).check(z.maxLength(3)) }),
    fingerprint({ shape: z.array(z.int()).check(z.minLength(3)) }),
    fingerprint({ shape: z.int().check(z.positive()) }),
    fingerprint({ shape: z.int().check(z.nonnegative()) }),
  ];
  expect(new Set(seen).size).toBe(seen.length);
  expect(shape(bytes(32))).toBe(seen[0]);
});

test("API-5 every schema of bytes says its length in words", () => {
  const described = JSON.stringify(describe(messages.HelloRequest));
  expect(described).toContain("bytes(16)");
  expect(described).toContain("bytes(32)");
  // A shape of any value whose words are missing would change unseen.
  for (const [name, schema] of Object.entries(schemas)) {
    const json = JSON.stringify(describe(schema)).replace('"properties":{}', "");
    expect(json, name).not.toMatch(/:\{\}|\[\{\}|,\{\}/);
  }
});
