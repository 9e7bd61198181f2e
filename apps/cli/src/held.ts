/** Saves that are held: what they wait for, in words, and how many there are. */

import type { HeldSave } from "@alcove/vault";
import { counted } from "./counted.ts";

/** Saves, not revisions: several may have been kept together. */
export const countSaves = (held: readonly HeldSave[]): number => new Set(held.map(({ id }) => id)).size;

const reasons: { readonly [W in HeldSave["waitsFor"]]: string } = {
  right: "you may not write there",
  key: "the key was not delivered to you yet",
  nothing: "what it goes on from was destroyed",
};

export const reasonFor = ({ waitsFor }: HeldSave): string => reasons[waitsFor];

type Waiting = { readonly waitsFor: HeldSave["waitsFor"]; readonly count: number };

/** Of each reason how many saves wait for it. */
function byReason(held: readonly HeldSave[]): Waiting[] {
  return (["right", "key", "nothing"] as const).map((waitsFor) => {
    return { waitsFor, count: countSaves(held.filter((one) => one.waitsFor === waitsFor)) };
  });
}

/** "1 save: you may not write there"; empty where nothing is held. */
export function heldWhy(held: readonly HeldSave[]): string {
  return byReason(held)
    .filter(({ count }) => count > 0)
    .map(({ waitsFor, count }) => `${counted(count, "save")}: ${reasons[waitsFor]}`)
    .join("; ");
}

/** Numbers only: what says where a device stands is often logged, and words don't belong there. */
export function heldFacts(held: readonly HeldSave[]): Readonly<Record<string, unknown>> {
  const heldFor = Object.fromEntries(byReason(held).map(({ waitsFor, count }) => [waitsFor, count]));
  return { held: countSaves(held), heldFor };
}
