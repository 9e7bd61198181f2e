/** An author's cards for their psychotherapy notes, and the will that says where they lie. */

import type { Fact } from "../../people/facts.ts";
import { areFor, type OwnCards, ownCardsOf, reads } from "../../people/practice.ts";
import { Finding } from "../checks.ts";
import type { YearDevice } from "../device.ts";
import { type Person, type Year, openStatus } from "../year.ts";
import { type Act, byAuthority, does, somebody } from "./frame.ts";

export const makeOwnCards: Act = async (year) => {
  const device = authorsDevice(year);
  if (!device) return;
  const others = year.present.filter(({ name }) => name !== device.of);
  const successor = year.chance.once(3) ? undefined : year.chance.oneOf(others);
  await device.unlock();
  const named = successor ? { successor: successor.account } : {};
  const made = await device.vault.makeSuccessorCards({ needed: 2, cards: 3, ...named });
  const whom = successor?.name ?? "whoever has them";
  year.tell(`${device.name}: makes cards of their own for ${whom}: ${made.ok ? "done" : made.error.code}`);
  if (!made.ok) {
    const may = successor?.role !== "auditor" && !year.isSuspended(year.personOf(device));
    if (!byAuthority.has(made.error.code) || (may && !(await isProvisional(device))))
      throw new Error(`no cards of their own: ${made.error.code}`);
    return;
  }
  const set = await year.keepCards(made.value);
  const fact = { what: "own cards made", by: device.of, set } as const;
  year.expected.push(successor ? { ...fact, successor: successor.name } : fact);
  year.count("own cards made");
};

/** Mostly of who has psychotherapy notes. */
function authorsDevice(year: Year): YearDevice | undefined {
  const compartments = [...year.ledger.model.compartments.values()];
  const authors = year.present.filter(({ name }) =>
    compartments.some(({ kind, author }) => kind === "psychotherapy" && author === name),
  );
  return somebody(year, year.chance.once(8) ? year.present : authors);
}

/** Also by who may not, and with cards that count no more. */
export const useOwnCards: Act = async (year) => {
  const all = [...year.ledger.model.ownCards];
  const open = all.filter(([, { isEnded }]) => !isEnded);
  const [set, own] = year.chance.oneOf(open.length > 0 && !year.chance.once(5) ? open : all) ?? [];
  const texts = set && year.cardTexts.get(set);
  if (!own || !texts) return;
  const named = year.present.filter(({ name }) => name === own.successor);
  const device = somebody(year, named.length > 0 && !year.chance.once(4) ? named : year.present);
  if (!device) return;
  await device.unlock();
  if (!(await device.vault.sync()).ok || (await isProvisional(device))) return;
  const two = year.chance.once(2) ? texts.slice(0, 2) : texts.slice(1, 3);
  const used = await device.vault.useSuccessorCards(two.map(({ text }) => text));
  year.tell(`${device.name}: uses ${set}, ${own.author}'s own: ${used.ok ? "done" : used.error.code}`);
  if (used.ok !== mayUse(year, own, year.personOf(device)))
    throw new Error(`${device.of} uses ${own.author}'s own cards: ${used.ok ? "done" : used.error.code}`);
  if (!used.ok) return void year.count(`refused: ${used.error.code}`);
  device.cardsUsed.push(set);
  year.expected.push({ what: "own cards used", by: device.of, set });
  year.count("own cards used");
};

const mayUse = (year: Year, { isEnded, successor }: OwnCards, person: Person): boolean =>
  !isEnded && (successor ?? person.name) === person.name && person.role !== "auditor" && !year.isSuspended(person);

export const endOwnCards: Act = async (year) => {
  const device = authorsDevice(year);
  if (!device || !year.chance.once(2)) return;
  const fact: Fact = { what: "own cards ended", by: device.of };
  const has = ownCardsOf(year.ledger.model, device.of) !== undefined;
  await device.unlock();
  if (has) await does(year, device, "ends their own cards", () => device.vault.endSuccessorCards(), [fact]);
};

/** The author's word against who used them. */
export const endSuccession: Act = async (year) => {
  const { model } = year.ledger;
  const used = [...model.ownCards.values()].filter(({ usedBy }) => usedBy !== undefined);
  // What was made before the practice's cards gave the account to another identity is not theirs to take back.
  const isTheirs = ({ author: by, after }: OwnCards) => after === (model.members.get(by)?.recoveredAt ?? -1);
  const author = year.chance.oneOf(used)?.author;
  const device = somebody(
    year,
    year.present.filter(({ name }) => name === author),
  );
  if (!device) return;
  await device.unlock();
  if (!(await device.vault.sync()).ok || (await isProvisional(device))) return;
  const facts = new Map<string, Fact>();
  for (const own of used.filter((one) => one.author === author && isTheirs(one))) {
    const member = own.usedBy as string;
    const compartments = [...model.compartments]
      .filter(([, one]) => areFor(own, one) && reads(one.rights.get(member)?.right))
      .map(([name]) => name);
    if (compartments.length > 0)
      facts.set(`${member} ${compartments.join(" ")}`, { what: "disentitled", member, compartments, by: device.of });
  }
  if (facts.size === 0) {
    const taken = await device.vault.endSuccession();
    const came = taken.ok ? "done" : taken.error.code;
    if (came !== "recovery-set-missing" && came !== "account-suspended")
      throw new Finding(`${device.name} takes back notes that nobody reads by cards of theirs: ${came}`);
    return;
  }
  const says = [...facts.values()];
  if (
    await does(
      year,
      device,
      "takes their notes back from who used their cards",
      () => device.vault.endSuccession(),
      says,
    )
  )
    year.count("succession ended");
};

export const writeWill: Act = async (year) => {
  const device = year.chance.oneOf(year.present.flatMap(({ devices }) => devices.filter(({ isGone }) => !isGone)));
  if (!device) return;
  const { role } = year.personOf(device);
  const text = year.newText();
  await device.unlock();
  const isInStep = device.isHere && (await device.vault.sync()).ok && !(await isProvisional(device));
  const words = { backup: "", instructions: "", clients: "", colleagues: "", cards: "" };
  const saved = await device.vault.saveWill({ executor: text, ...words });
  year.tell(`${device.name}: writes a will, "${text}": ${saved.ok ? "saved" : saved.error.code}`);
  const treats = ["owner", "clinician", "supervisor"].includes(role);
  // Another does not know yet what became of its person.
  if (saved.ok !== treats && isInStep)
    throw new Error(`${device.of}, ${role}, writes a will: ${saved.ok ? "saved" : saved.error.code}`);
  if (!saved.ok) return;
  year.wills.push({ text, on: device });
  year.count("wrote a will");
};

const isProvisional = async (device: YearDevice): Promise<boolean> =>
  (await openStatus(device)).provisional !== undefined;
