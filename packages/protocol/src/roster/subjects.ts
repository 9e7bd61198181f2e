/**
 * What the operations of one statement are about. They are judged side by side, each against the roster before, so one must
 * not undo what another rests on (docs/spec, ROS-10).
 */

import { type AccountId, toHex } from "@alcove/bytes";
import { hash } from "@alcove/crypto";
import type { Operation, StatementBody } from "./statement.ts";

/** `alters`: no other operation may be about it. `restsOn`: others may rest on it too, and none may alter it. */
type Subjects = { readonly alters: readonly string[]; readonly restsOn: readonly string[] };

export function clash({ account, operations }: StatementBody): boolean {
  const altered = new Set<string>();
  const restedOn = new Set<string>();
  for (const operation of operations) {
    const { alters, restsOn } = subjectsOf(operation, account);
    for (const subject of alters) {
      if (altered.has(subject)) return true;
      altered.add(subject);
    }
    for (const subject of restsOn) restedOn.add(subject);
  }
  return [...restedOn].some((subject) => altered.has(subject));
}

function subjectsOf(operation: Operation, signer: AccountId): Subjects {
  switch (operation[0]) {
    case "practice.create":
      return { alters: [], restsOn: [] };
    case "device.enrol":
      return { alters: [toHex(operation[2]), toHex(operation[3])], restsOn: [toHex(operation[1])] };
    case "device.revoke":
      // Of a member who is removed in the same statement too.
      return { alters: [toHex(operation[2])], restsOn: [] };
    case "freshness.confirm":
      return { alters: [toHex(operation[2])], restsOn: [toHex(operation[1])] };
    case "emergency.give":
      return { alters: [toHex(operation[1])], restsOn: [toHex(signer), toHex(operation[3])] };
    case "compartment.create":
    case "compartment.destroy":
      return { alters: [toHex(operation[1])], restsOn: [toHex(signer)] };
    case "member.add": {
      const [, account, , sign, seal, device, key] = operation;
      return { alters: [account, sign, hash(seal), device, key].map(toHex), restsOn: [] };
    }
    case "member.remove":
    case "member.role":
      return { alters: [toHex(operation[1])], restsOn: [] };
    case "member.rekey": {
      const [, account, sign, seal] = operation;
      return { alters: [account, sign, hash(seal)].map(toHex), restsOn: [] };
    }
    case "entitle":
    case "disentitle": {
      const account = toHex(operation[1]);
      const compartments = operation[0] === "entitle" ? operation[4] : operation[2];
      return {
        alters: compartments.map((id) => `${account}/${toHex(id)}`),
        restsOn: [account, ...compartments.map(toHex)],
      };
    }
    case "recovery.set": {
      const [, set, , sign, seal] = operation;
      return { alters: ["recovery", ...[set, sign, hash(seal)].map(toHex)], restsOn: [] };
    }
    case "successor.set": {
      const [, successor, set, , sign, seal] = operation;
      return {
        alters: ["recovery", ...[set, sign, hash(seal)].map(toHex)],
        restsOn: [signer, ...(successor ? [successor] : [])].map(toHex),
      };
    }
    case "successor.end":
      return { alters: ["recovery"], restsOn: [toHex(signer)] };
    case "successor.use":
      return { alters: ["recovery", toHex(signer)], restsOn: [] };
    case "recovery.use": {
      const [, , account, sign, seal, device, key, , , set, , setSign, setSeal] = operation;
      const all = [account, sign, hash(seal), device, key, set, setSign, hash(setSeal)];
      return { alters: ["recovery", ...all.map(toHex)], restsOn: [] };
    }
    case "recovery.drill":
      return { alters: [], restsOn: ["recovery"] };
    case "policy.set":
      return { alters: ["policy"], restsOn: [] };
    case "witness.set":
      return { alters: ["witnesses"], restsOn: [] };
    case "guard.set":
    case "guard.unset":
      return {
        alters: operation[1].map((id) => `guard/${toHex(id)}`),
        restsOn: [toHex(signer), ...operation[1].map(toHex)],
      };
  }
}
