import { Secret, TOTP } from "otpauth";

/** The six digits that an authenticator with this secret shows at `wallMs`. */
export function codeAt(secret: Uint8Array, wallMs: number): string {
  return new TOTP({ secret: new Secret({ buffer: new Uint8Array(secret).buffer }) }).generate({ timestamp: wallMs });
}

/** Six digits that are right neither now nor a step away. */
export function wrongCode(secret: Uint8Array, wallMs: number): string {
  const right = [-60_000, -30_000, 0, 30_000, 60_000].map((off) => codeAt(secret, wallMs + off));
  return ["000000", "111111", "222222", "333333", "444444", "555555"].find((code) => !right.includes(code)) as string;
}
