import { type Outcome, sentenceOf } from "@alcove/vault";

export function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`failed: ${JSON.stringify(outcome.error)} ${sentenceOf(outcome.error)}`);
  return outcome.value;
}
