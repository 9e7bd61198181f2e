import { failures, type Outcome } from "@alcove/vault";

export function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`failed: ${JSON.stringify(outcome.error)} ${failures[outcome.error.code].sentence}`);
  return outcome.value;
}
