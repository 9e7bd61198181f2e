/** What a vault says of itself, locked and open, in one moment. */

import { toHex } from "@alcove/bytes";
import type { Disk } from "./disk.ts";
import type { Opened } from "./engine/opened.ts";
import { isBehind, isProvisional } from "./engine/state.ts";
import type { Alarm, Connection, DeviceView, LockReason, SecondFactorView, VaultStatus } from "./facade.ts";
import { deviceViews } from "./features/devices.ts";
import { asideId } from "./features/drafts.ts";
import { keysAreDue } from "./features/gone-devices.ts";
import { quietColleagues } from "./features/presence.ts";
import { willDue } from "./features/will/when-due.ts";
import { witnessViews } from "./features/witness-views.ts";
import type { Profile } from "./profile.ts";
import { idleMinutes, isPassphraseOld, readRules } from "./rules.ts";
import { readPasskeys } from "./stored-passkeys.ts";

/** Since when it is locked, and why. Nothing is known of what happened before this program began. */
export type Locked = { readonly at: number; readonly by: LockReason };

export function lockedStatus(disk: Disk, profile: Profile, locked: Locked | undefined): VaultStatus {
  const draftKeptAt = disk.drafts.newest(asideId);
  const passkeys = readPasskeys(disk);
  return {
    phase: "locked",
    practiceName: profile.practiceName,
    memberName: profile.memberName,
    deviceName: profile.deviceName,
    origin: profile.origin,
    waiting: disk.outbox.told().waiting,
    ...(draftKeptAt === undefined ? {} : { draftKeptAt }),
    ...(disk.drafts.get(asideId) === undefined ? {} : { isAside: true }),
    ...(passkeys?.slots.length
      ? {
          passkeys: {
            prfInput: passkeys.prfInput,
            slots: passkeys.slots.map(({ credential, host }) => ({ credential, host })),
          },
        }
      : {}),
    ...(locked ? { lockedAt: locked.at, lockedBy: locked.by } : {}),
  };
}

export type Shown = {
  readonly profile: Profile;
  readonly running: Opened;
  readonly network: { readonly connection: Connection; readonly syncedAt: number | undefined };
  readonly alarms: readonly Alarm[];
  /** The passphrase that opened lacks a class of characters. */
  readonly isWeak: boolean;
  readonly emergencies: { readonly toAnswer: number } | undefined;
};

/** `now`: in milliseconds since 1970. */
export function openStatus(disk: Disk, shown: Shown, now: number): VaultStatus {
  const { profile, running, network, emergencies } = shown;
  const { keys, state } = running;
  const { roster } = state;
  const { connection, syncedAt } = network;
  const me = roster?.members.get(toHex(keys.account));
  const email = running.fold.named(keys.account)?.["email"];
  const due = roster && willDue(running.fold, roster, keys.account, now);
  const secondFactor = disk.settings.get("secondFactor") as SecondFactorView | undefined;
  return {
    phase: "open",
    practiceId: toHex(keys.practice),
    practiceName: profile.practiceName,
    memberName: profile.memberName,
    memberEmail: typeof email === "string" ? email : "",
    deviceId: toHex(keys.device),
    deviceName: profile.deviceName,
    origin: profile.origin,
    ...disk.outbox.told(),
    proposed: running.fold.proposals().length > 0,
    asked: new Set(running.asked().map(({ id }) => id)).size,
    connection,
    ...(syncedAt === undefined ? {} : { syncedAt }),
    suspended: me?.suspendedIndex !== undefined,
    alarms: shown.alarms,
    witnesses: witnessViews(running, disk, now),
    quiet: quietColleagues(running, syncedAt),
    secondFactorSet: disk.settings.get("secondFactorSet") === true,
    ...(secondFactor ? { secondFactor } : {}),
    kitConfirmed: disk.settings.get("kitConfirmed") === true,
    recoveryCardsMissing: me?.role === "owner" && roster?.recoverySet === undefined,
    keysDue: roster !== undefined && keysAreDue(roster, keys.account),
    cameByCards: roster?.devices.get(toHex(keys.device))?.via === "recovery",
    successorCardsUsed: roster?.successorSets.some(({ ended }) => ended?.usedBy) ?? false,
    ...(due ? { willDue: due } : {}),
    ...(emergencies ? { emergencies } : {}),
    idleLockMinutes: idleMinutes(disk),
    rules: readRules(disk),
    maySetRules: me?.role === "owner" && me.suspendedIndex === undefined,
    ...passphraseDue(disk, shown.isWeak, now),
    ...whileProvisional(running),
  };
}

/** By its age, or by its classes where this unlock saw it. */
function passphraseDue(disk: Disk, isWeak: boolean, now: number): { readonly passphraseDue?: "age" | "classes" } {
  if (isWeak && readRules(disk).passphraseClasses) return { passphraseDue: "classes" };
  return isPassphraseOld(disk, now) ? { passphraseDue: "age" } : {};
}

function whileProvisional(running: Opened) {
  const { keys, state } = running;
  const { roster } = state;
  const device = toHex(keys.device);
  if (!roster || !isProvisional(state, roster, device)) return {};
  const isOwnOther = ({ member, thisDevice, revoked }: DeviceView) =>
    member === toHex(keys.account) && !thisDevice && !revoked;
  return {
    provisional: {
      isBehind: isBehind(state, roster, device),
      otherDevices: deviceViews(running).filter(isOwnOther),
    },
  };
}
