/**
 * A server that asks for a second factor over what it likes: an old nonce, one of its own making, an old hello. Whatever it
 * says, the device has its authenticator sign nothing that it has not made itself, and nothing twice.
 */

import { messages, type Messages, parseAs } from "@alcove/protocol";
import type { Vault } from "@alcove/vault";
import { expect, test } from "vitest";
import { SoftAuthenticator } from "../../apps/server/src/testing/soft-authenticator.ts";
import { must, passphrase, settled } from "./layer/devices.ts";
import { replyWith, replyWithFailure } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";

const stage = setStage();

/** Over what the vault has this key sign from now on, in hex. */
function holds(vault: Vault, key: SoftAuthenticator, origin: string): string[] {
  const signed: string[] = [];
  vault.subscribe((event) => {
    if (event.kind !== "authenticator") return;
    signed.push(Buffer.from(event.challenge).toString("hex"));
    void vault.answerAuthenticator(key.show(event.challenge, { origin }));
  });
  return signed;
}

test("NW-01 SES-13 a nonce that the server gives again has nothing signed again, and what was signed counts once", async () => {
  const { layer, ada } = stage;
  const { vault } = ada;
  const challenge = must(await vault.authenticatorChallenge());
  const key = new SoftAuthenticator();
  must(await vault.addAuthenticator(key.make(challenge, { origin: layer.origin })));
  const signed = holds(vault, key, layer.origin);
  const same = new Uint8Array(32).fill(7);
  const shown: Messages["AuthenticatorShown"][] = [];
  layer.tamper = async ({ path, body }, forward) => {
    if (path === "/v1/authenticators/nonce") return replyWith({ nonce: same });
    if (path !== "/v1/authenticators/shown") return forward();
    const request = parseAs(messages.AuthenticatorShown, body);
    if (request) shown.push(request);
    return replyWith({});
  };
  for (let n = 0; n < 3; n++) must(await vault.showAuthenticator());
  expect(new Set(signed).size).toBe(3);
  expect(new Set(shown.map(({ nonce }) => Buffer.from(nonce).toString("hex"))).size, "its own part is new").toBe(3);
  expect(signed).not.toContain(Buffer.from(same).toString("hex"));
  layer.tamper = undefined;
});

test("NW-01 SES-12 a server that asks at each login has another thing signed each time, whatever nonce it repeats", async () => {
  const { layer, ada } = stage;
  const { vault } = ada;
  await settled(vault);
  const key = new SoftAuthenticator();
  const signed = holds(vault, key, layer.origin);
  layer.tamper = async ({ path }, forward) =>
    path === "/v1/login" ? replyWithFailure(401, "second-factor-needed") : forward();
  await vault.lock("person");
  must(await vault.unlock(passphrase));
  for (let n = 0; n < 3; n++) await vault.showAuthenticator();
  layer.tamper = undefined;
  expect(signed).toHaveLength(3);
  expect(new Set(signed).size).toBe(3);
});
