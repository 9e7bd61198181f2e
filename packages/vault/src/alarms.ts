/**
 * What must never happen and did: one notice for each cause. What the server refused to give is over once a sync went
 * through. What it signed is evidence, and does not go away because it behaves again: that is shown for 30 days, also
 * after a lock.
 */

import type { CborValue } from "@alcove/bytes";
import type { Failure, FailureCode } from "@alcove/protocol";
import type { Disk } from "./disk.ts";
import type { Alarm } from "./facade.ts";
import { type Clock, StoreFault } from "./ports.ts";

const shownMs = 30 * 86_400_000;
const lasting: ReadonlySet<string> = new Set<FailureCode>([
  "alarm-ledger-forked",
  "alarm-batch-invalid",
  "alarm-envelope-unopenable",
  "alarm-statement-invalid",
  "alarm-key-log-invalid",
]);

export type Alarms = ReturnType<typeof createAlarms>;

export function createAlarms(disk: Disk, clock: Clock) {
  const passing = new Map<string, Alarm>();

  function kept(): Alarm[] {
    const stored = disk.settings.get("alarms") as readonly Alarm[] | undefined;
    return (stored ?? []).filter(({ at }) => clock.now() - at < shownMs);
  }

  /** On a full disk it lives as long as this process. */
  function keep(alarms: readonly Alarm[]): boolean {
    try {
      disk.settings.set("alarms", [...alarms] satisfies CborValue);
      return true;
    } catch (error) {
      if (error instanceof StoreFault) return false;
      throw error;
    }
  }

  return {
    list: (): readonly Alarm[] => [...kept(), ...passing.values()],
    /** False: it is shown already. */
    raise({ code, facts = {} }: Failure): boolean {
      const standing = kept();
      if (passing.has(code) || standing.some((alarm) => alarm.code === code)) return false;
      const alarm = { code, at: clock.now(), facts };
      if (!lasting.has(code) || !keep([...standing, alarm])) passing.set(code, alarm);
      return true;
    },
    /** The server has given what it owes. */
    forgetPassing: (): void => passing.clear(),
  };
}
