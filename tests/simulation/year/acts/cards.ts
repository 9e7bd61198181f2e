/** Recovery cards are made and used. */

import { must } from "../must.ts";
import { type Act, byAuthority, somebody } from "./frame.ts";
import { propose } from "./two-owners.ts";
import { endPasskeys } from "./ways-in.ts";

const counts = { needed: 2, cards: 3 };

export const makeCards: Act = async (year) => {
  const device = somebody(year, year.owners);
  if (!device) return;
  await device.unlock();
  const made = await device.vault.makeRecoveryCards(counts);
  year.tell(`${device.name}: makes recovery cards: ${made.ok ? "done" : made.error.code}`);
  if (!made.ok) {
    if (!byAuthority.has(made.error.code)) throw new Error(`no cards: ${made.error.code}`);
    return propose(year, device, { kind: "recovery", ...counts });
  }
  year.expected.push({ what: "cards made", set: await year.keepCards(made.value) });
  year.count("cards made");
};

export const useCards: Act = async (year) => {
  const owner = year.chance.oneOf(year.owners);
  const { cards } = year;
  if (!owner || !cards || !year.chance.once(3)) return;
  owner.passphrase = year.newPassphrase();
  const fresh = year.newDevice(owner);
  const two = year.chance.once(2) ? cards.texts.slice(0, 2) : cards.texts.slice(1, 3);
  const request = {
    cards: two.map(({ text }) => text),
    owner: owner.account,
    reason: "locked-out" as const,
    passphrase: owner.passphrase,
    deviceName: fresh.name,
  };
  const made = must(await fresh.vault.recoverByCards(request));
  owner.factor.end();
  endPasskeys(owner);
  await year.learn(fresh);
  fresh.cardsUsed.push(cards.set);
  year.tell(`${fresh.name}: ${owner.name} goes on with two recovery cards`);
  for (const device of owner.devices)
    if (device !== fresh) Object.assign(device, { isGone: true, isBeforeCards: true });
  owner.kit = must(await fresh.vault.kit()).text;
  const set = await year.keepCards(made);
  year.expected.push({ what: "cards used", member: owner.name, device: fresh.name, set });
  year.count("cards used");
};
