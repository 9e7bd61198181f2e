/** What is so of professional wills: one's own newest words are shown to whoever reads them, and every owner does. */

import { cardsOf, type Holder } from "../people/practice.ts";
import { shownOn } from "../people/who-opens.ts";
import type { YearDevice } from "./device.ts";
import type { Year } from "./year.ts";

/** Executors that a member's will names in what this device's keys open, and those of cards that were used on it, by member. */
function executorsFor({ ledger }: Year, device: YearDevice, cards: readonly Holder[] = []): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const name of shownOn(ledger.model, device.name, cards)) {
    const { place, content } = ledger.revisions.get(name.slice(name.lastIndexOf("/") + 1)) ?? {};
    const author = place === undefined ? undefined : ledger.model.compartments.get(place)?.created.by;
    const executor = content?.["executor"];
    if (typeof executor !== "string" || author === undefined) continue;
    found.set(author, (found.get(author) ?? new Set()).add(executor));
  }
  return found;
}

/** On a device that synced to the end. What it wrote itself may still wait there. */
export async function wrongWills(year: Year, device: YearDevice): Promise<string[]> {
  const there = executorsFor(year, device);
  const atMost = executorsFor(year, device, device.cardsUsed.map(cardsOf));
  const views = await device.vault.wills();
  const shown = new Map(views.map(({ member, executor }) => [year.names.member(member), executor]));
  const broken: string[] = [];
  for (const author of there.keys())
    if (!shown.has(author)) broken.push(`${device.name} does not show the will of ${author}`);
  for (const [author, executor] of shown) {
    const own = author === device.of && year.wills.some(({ text, on }) => text === executor && on === device);
    if (!own && !atMost.get(author)?.has(executor))
      broken.push(`${device.name} shows ${executor} as the will of ${author}`);
  }
  return broken;
}

/** Owners who are not let in though the author's device could have said so, and wills that were saved and are nowhere. */
export async function willsUnread(year: Year, settled: readonly YearDevice[]): Promise<string[]> {
  const { model, revisions } = year.ledger;
  const broken: string[] = [];
  for (const [place, { kind, created, rights }] of model.compartments) {
    const author = year.present.find(({ name }) => name === created.by);
    if (kind !== "will" || !author || year.isSuspended(author) || !settled.some(({ of }) => of === author.name))
      continue;
    for (const { name } of year.owners)
      if (!rights.has(name)) broken.push(`${name} is an owner and has no right in ${place}`);
  }
  const written = new Set([...revisions.values()].map(({ content }) => content["executor"]));
  for (const { text, on } of year.wills) {
    if (!settled.includes(on) || year.isSuspended(year.personOf(on)) || written.has(text)) continue;
    // Who may write none any more finds the words set aside.
    const held = await on.vault.heldSaves();
    if (!held.some((one) => one.text.split("\n\n").includes(text)))
      broken.push(`${on.name} is in step, and the will "${text}" is nowhere`);
  }
  return broken;
}
