/** What one member was ever entitled to, statement by statement: by whose act it began and ended. */

import { type AccountId, type CompartmentId, equalBytes, toHex } from "@alcove/bytes";
import { type Operation, parseStatement, reads, type Roster, type rights } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import { signedBodies } from "../../engine/signed-bodies.ts";

/** `index`: of the statement in the ledger. */
export type Act = { readonly index: number; readonly by: AccountId };
export type PastRight = {
  readonly right: (typeof rights)[number];
  readonly untilDay?: number;
  readonly begun: Act;
  /** Absent while it holds. */
  readonly ended?: Act;
};

const statements = new Set(["roster"] as const);

/** By compartment, oldest first. `roster`: it has judged every one of these statements. */
export function rightsHistory(disk: Disk, roster: Roster, account: AccountId): Map<string, PastRight[]> {
  const counted = new Set([...roster.heads.values()].map(({ index }) => index));
  const history = new Map<string, PastRight[]>();

  function set(id: CompartmentId, act: Act, right?: Pick<PastRight, "right" | "untilDay">): void {
    const all = history.get(toHex(id)) ?? [];
    const last = all.at(-1);
    if (last && !last.ended) all[all.length - 1] = { ...last, ended: act };
    if (right) all.push({ ...right, begun: act });
    history.set(toHex(id), all);
  }

  function endAll(act: Act, kind?: "psychotherapy"): void {
    for (const [name, all] of history) {
      const compartment = roster.compartments.get(name);
      const holds = all.at(-1)?.ended === undefined;
      if (compartment && holds && (kind === undefined || compartment.kind === kind)) set(compartment.compartment, act);
    }
  }

  function take(operation: Operation, act: Act): void {
    const isAbout = (one: AccountId) => equalBytes(one, account);
    switch (operation[0]) {
      case "compartment.create":
        if (isAbout(act.by)) set(operation[1], act, { right: "read-write" });
        return;
      case "emergency.give": {
        const [, id, , to, untilDay] = operation;
        if (isAbout(act.by)) set(id, act, { right: "read-write" });
        if (isAbout(to)) set(id, act, { right: "read", untilDay });
        return;
      }
      case "entitle": {
        const [, to, right, untilDay, ids] = operation;
        if (isAbout(to)) for (const id of ids) set(id, act, { right, ...(untilDay === null ? {} : { untilDay }) });
        return;
      }
      case "disentitle":
        if (isAbout(operation[1])) for (const id of operation[2]) set(id, act);
        return;
      case "compartment.destroy":
        if (history.has(toHex(operation[1]))) set(operation[1], act);
        return;
      case "member.remove":
        if (isAbout(operation[1])) endAll(act);
        return;
      case "recovery.use":
        if (isAbout(operation[2])) endAll(act, "psychotherapy");
        return;
      case "successor.use": {
        const used = isAbout(act.by) && roster.successorSets.find((one) => equalBytes(one.set, operation[1]));
        for (const compartment of used ? roster.compartments.values() : []) {
          if (!used || compartment.createdIndex > act.index || !reads(used, compartment)) continue;
          const last = history.get(toHex(compartment.compartment))?.at(-1);
          const wrote = last && !last.ended && last.right !== "read";
          set(compartment.compartment, act, { right: wrote ? "read-write" : "read" });
        }
        return;
      }
      default:
      // Of people, devices, cards and guards: no right begins or ends.
    }
  }

  for (const { index, entry } of signedBodies(disk, statements, roster.headIndex + 1)) {
    const body = counted.has(index) ? parseStatement(entry)?.body : undefined;
    for (const operation of body?.operations ?? [])
      take(operation, { index, by: (body as { account: AccountId }).account });
  }
  return history;
}
