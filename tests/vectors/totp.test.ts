import { createHmac } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { expect, test } from "vitest";
import { hex, loadVectors } from "./load.ts";

type TotpVector = { readonly time: number; readonly secret: string; readonly digits: number; readonly totp: string };

const vectors = loadVectors<TotpVector>("totp-rfc6238", 6);

test("TOTP, RFC 6238 appendix B with SHA-1: otpauth and RFC 4226 by hand", () => {
  for (const { time, secret, digits, totp } of vectors) {
    const key = new Secret({ buffer: hex(secret).buffer });
    const otpauth = new TOTP({ secret: key, algorithm: "SHA1", digits, period: 30 });
    expect(otpauth.generate({ timestamp: time * 1000 })).toBe(totp);
    expect(otpauth.validate({ token: totp, timestamp: time * 1000, window: 0 })).toBe(0);
    expect(otpauth.validate({ token: totp, timestamp: time * 1000 + 30_000, window: 0 })).toBeNull();
    expect(byHand(hex(secret), Math.floor(time / 30), digits)).toBe(totp);
  }
});

function byHand(secret: Uint8Array, step: number, digits: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const at = (mac.at(-1) ?? 0) & 0xf;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 10 ** digits).padStart(digits, "0");
}
