// `npm run sign-app -- --key FILE`: signs the manifest of the built web app, for a release. FILE is an Ed25519 private key in PEM
// (openssl genpkey -algorithm ed25519); where it is encrypted, ALCOVE_KEY_PASSPHRASE opens it. Says the key that people check with.

import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { main, PlainError, say } from "./setup.mjs";
import { webFolder } from "./web-build.mjs";

const keyName = "alcove-app";

await main(async () => {
  const { values } = parseArgs({ options: { key: { type: "string" }, app: { type: "string", default: webFolder } } });
  if (values.key === undefined) throw new PlainError("Say which key signs: npm run sign-app -- --key FILE");
  const passphrase = process.env["ALCOVE_KEY_PASSPHRASE"];
  const key = createPrivateKey({ key: readFileSync(values.key), ...(passphrase === undefined ? {} : { passphrase }) });
  if (key.asymmetricKeyType !== "ed25519") throw new PlainError("The key is no Ed25519 key.");
  const path = join(values.app, "app-manifest.txt");
  const [text = ""] = readFileSync(path, "utf8").split(/(?<=\n)\n/);
  const publicKey = Buffer.from(String(createPublicKey(key).export({ format: "jwk" }).x), "base64url");
  // C2SP signed-note: the key's id is of its name, 0x0A, the algorithm 0x01 and the key.
  const described = Buffer.concat([Buffer.from([1]), publicKey]);
  const id = createHash("sha256").update(`${keyName}\n`).update(described).digest().subarray(0, 4);
  const signature = Buffer.concat([id, sign(null, Buffer.from(text), key)]).toString("base64");
  writeFileSync(path, `${text}\n— ${keyName} ${signature}\n`);
  say(`${path} is signed. Whoever checks it takes this key:`);
  process.stdout.write(`${keyName}+${id.toString("hex")}+${described.toString("base64")}\n`);
  return 0;
});
