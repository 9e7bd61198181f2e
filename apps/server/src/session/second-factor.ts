/** Time-based codes (RFC 6238: SHA-1, 6 digits, 30 s). Each step is taken once an account, one step early or late. */

import { Secret, TOTP } from "otpauth";

const stepSeconds = 30;

/**
 * The step that `code` belongs to; `undefined` when it is wrong, or of a step at or before `lastStep` (null: none was used).
 * `secret`: 20 bytes.
 */
export function judgeCode(
  secret: Uint8Array,
  code: string,
  lastStep: number | null,
  wallMs: number,
): number | undefined {
  if (!/^[0-9]{6}$/.test(code)) return undefined;
  const totp = new TOTP({ secret: new Secret({ buffer: new Uint8Array(secret).buffer }), period: stepSeconds });
  const delta = totp.validate({ token: code, window: 1, timestamp: wallMs });
  if (delta === null) return undefined;
  const step = Math.floor(wallMs / 1000 / stepSeconds) + delta;
  return lastStep !== null && step <= lastStep ? undefined : step;
}
