import { asId, encodeCbor, type PracticeId, utf8 } from "@alcove/bytes";
import { expect, test } from "vitest";
import { boundContext, context } from "./context.ts";

const practice = asId<PracticeId>(new Uint8Array(16).fill(0xab));

test("ENC-3 a context begins with version, purpose and a zero byte, and is the plain concatenation of its parts", () => {
  const expected = new Uint8Array([...utf8("alcove/v1/batch"), 0, ...practice, 1, 2]);
  expect(context("batch", practice, new Uint8Array([1, 2]))).toEqual(expected);
  expect(context("keyring")).toEqual(new Uint8Array([...utf8("alcove/v1/keyring"), 0]));
});

test("ENC-3 a purpose that begins like another one gives no context that does", () => {
  expect(context("slot")).not.toEqual(context("slot0").subarray(0, context("slot").length));
  expect(context("env")).not.toEqual(context("envelope").subarray(0, context("env").length));
});

test("ENC-3 a bound context ends in one CBOR item behind the practice", () => {
  const facts = [1, "x"];
  expect(boundContext("back", practice, facts)).toEqual(context("back", practice, encodeCbor(facts)));
});
