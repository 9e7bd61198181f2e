/** A crisis card in plain words, for terminals; empty parts are left out. */

import type { CrisisCard } from "@alcove/vault";

export function cardText({ safetyPlan, contacts, medication }: CrisisCard): string {
  const parts = [
    ["Safety plan", safetyPlan],
    ["Contacts", contacts],
    ["Medication", medication],
  ].filter(([, words]) => words?.trim());
  return parts.map(([name, words]) => `${name}\n${words}`).join("\n\n");
}
