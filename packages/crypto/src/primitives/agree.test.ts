import { expect, test } from "vitest";
import { testPort } from "../testing/index.ts";
import { agree, type AgreementSecret, agreementPublicKey } from "./agree.ts";

const port = await testPort("agree");

test("SES-3 both sides agree on one secret; points of small order and wrong lengths are refused", () => {
  const mine = port.random(32) as AgreementSecret;
  const theirs = port.random(32) as AgreementSecret;
  const shared = agree(mine, agreementPublicKey(theirs));
  expect(shared).toHaveLength(32);
  expect(agree(theirs, agreementPublicKey(mine))).toEqual(shared);
  const one = new Uint8Array(32);
  one[0] = 1;
  for (const wrong of [new Uint8Array(32), one, new Uint8Array(31), new Uint8Array(33), new Uint8Array(0)])
    expect(agree(mine, wrong), `${wrong.length} bytes`).toBeUndefined();
});
