/** What opens one's vault or shows who one is, beside the passphrase: second factors with their spare codes, and passkeys. */

import { authenticator } from "../../../light/authenticator.ts";
import type { YearDevice } from "../device.ts";
import { must } from "../must.ts";
import type { Person, Year } from "../year.ts";
import { type Act, somebody } from "./frame.ts";
import { sync } from "./devices.ts";

/** Signed in anew, so that it knows what other devices set. */
async function inStep(year: Year, device: YearDevice): Promise<boolean> {
  await device.unlock();
  await device.lock();
  await device.unlock();
  return sync(year, device);
}

/** A first one, or another in its place. */
export const setFactor: Act = async (year) => {
  const device = somebody(year);
  if (!device || !(await inStep(year, device))) return;
  const { factor, name } = year.personOf(device);
  const { secret } = must(await device.vault.offerTotp({ inItsPlace: factor.isSet }));
  const { code, before } = factor.another(secret);
  const confirmed = await device.vault.confirmTotp(code, before);
  year.tell(`${device.name}: sets a second factor: ${confirmed.ok ? "done" : confirmed.error.code}`);
  if (!confirmed.ok) throw new Error(`${name} can't set a second factor: ${confirmed.error.code}`);
  factor.set(secret);
  year.count("second factor set");
};

export const spareCodes: Act = async (year) => {
  const device = somebody(
    year,
    year.present.filter(({ factor }) => factor.isSet),
  );
  if (!device || !(await inStep(year, device))) return;
  const { factor } = year.personOf(device);
  const codes = must(await device.vault.makeSpareCodes({}));
  factor.spent.push(...factor.spare.splice(0));
  factor.spare.push(...codes);
  factor.unsure = 0;
  year.tell(`${device.name}: makes spare codes`);
  year.count("spare codes made");
};

/** What was spent, or has others in its place, counts no more; and the server's count is the person's. */
export const spentCode: Act = async (year) => {
  const device = somebody(
    year,
    year.present.filter(({ factor }) => factor.isSet && factor.spent.length > 0),
  );
  if (!device || !(await inStep(year, device))) return;
  const { factor } = year.personOf(device);
  // What was shown minutes ago lets anything pass.
  year.pass(180_000);
  const shown = await device.vault.showSecondFactor(year.chance.oneOf(factor.spent) ?? "");
  year.tell(`${device.name}: shows a spare code that was spent: ${shown.ok ? "done" : shown.error.code}`);
  if (shown.ok || shown.error.code !== "second-factor-wrong")
    throw new Error(`a spare code was spent: ${shown.ok ? "it counts" : shown.error.code}`);
  const { spareCodes: left } = must(await device.vault.secondFactor());
  if (left < factor.spare.length || left > factor.spare.length + factor.unsure)
    throw new Error(`${left} spare codes are left, and not ${factor.spare.length}`);
  year.count("spent code refused");
};

/** A rekey or recovery cards end them all: the Secret Key is another. */
export function endPasskeys({ passkeys: ended, pastPasskeys }: Person): void {
  for (const name of ended) pastPasskeys.add(name);
  ended.clear();
}

/** A passkey is added or removed, and then each of their devices opens by those that there are, and by no other. */
export const passkeys: Act = async (year) => {
  const device = somebody(year);
  if (!device || !(await inStep(year, device))) return;
  const person = year.personOf(device);
  const removed = year.chance.once(3) ? year.chance.oneOf([...person.passkeys]) : undefined;
  if (removed !== undefined) {
    const named = (await device.vault.passkeys()).find(({ name }) => name === removed);
    must(await device.vault.removePasskey(named?.id ?? ""));
    person.passkeys.delete(removed);
    person.pastPasskeys.add(removed);
  } else if (person.passkeys.size < 4) {
    const name = `key ${person.passkeys.size + person.pastPasskeys.size + 1}`;
    const used = authenticator(`${person.name} ${name}`).use(must(await device.vault.passkeyInput()));
    must(await device.vault.addPasskey({ ...used, name, host: "alcove.example", passphrase: device.passphrase }));
    person.passkeys.add(name);
  }
  year.tell(`${device.name}: ${removed === undefined ? "adds a passkey" : "removes a passkey"}`);
  year.count(removed === undefined ? "passkey added" : "passkey removed");
  const other = year.chance.oneOf(year.live(person));
  if (other && (await inStep(year, other))) await opensBy(year, other);
};

async function opensBy(year: Year, device: YearDevice): Promise<void> {
  const person = year.personOf(device);
  const input = must(await device.vault.passkeyInput());
  await device.lock();
  const all = [...[...person.pastPasskeys].slice(-2), ...[...person.passkeys].slice(0, 1)];
  for (const name of all) {
    const opened = await device.vault.unlockByPasskey(authenticator(`${person.name} ${name}`).use(input));
    if (opened.ok !== person.passkeys.has(name))
      throw new Error(`${device.name} by ${name}: ${opened.ok ? "opens" : opened.error.code}`);
    if (opened.ok) device.isLocked = false;
  }
  if (!device.isLocked) year.count("opened by a passkey");
}
