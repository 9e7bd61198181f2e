/** People come, change roles and leave. */

import type { Role } from "@alcove/vault";
import type { Fact } from "../../people/facts.ts";
import { dayMs } from "../clock.ts";
import type { YearDevice } from "../device.ts";
import { must } from "../must.ts";
import { pair } from "../pair.ts";
import { type Person, type Year, openStatus } from "../year.ts";
import { sync } from "./devices.ts";
import { type Act, does, leaves, mostlyOwner, somebody } from "./frame.ts";
import { propose } from "./two-owners.ts";

export async function newcomer(year: Year): Promise<void> {
  const next = nextComer(year);
  if (next) await join(year, next.inviter, next.name, next.role);
}

/** Who comes next, as what, and by whom. */
export function nextComer(
  year: Year,
): { readonly inviter: YearDevice; readonly name: string; readonly role: Role } | undefined {
  if (year.present.length > 6) return undefined;
  const names = ["ben", "cleo", "sam", "fay", "dora", "emil", "gus", "hana", "ivo", "juno", "kai", "lea"];
  const roles: readonly Role[] = [
    "clinician",
    "clinician",
    "supervisor",
    "front-desk",
    "biller",
    "security-officer",
    "auditor",
  ];
  const nth = year.people.length - 1;
  const name = names[nth];
  const role = nth < 4 ? roles[nth] : year.chance.oneOf(roles);
  const inviter = somebody(year, year.owners);
  return name && role && inviter ? { inviter, name, role } : undefined;
}

export async function join(year: Year, inviter: YearDevice, name: string, role: Role): Promise<void> {
  await inviter.unlock();
  if ((await openStatus(inviter)).provisional || takesTwoOwners(year, role)) return;
  const person = year.newPerson(name, role);
  const fresh = year.newDevice(person);
  await pair(inviter, fresh, { name, role });
  await joined(year, inviter, fresh, role);
}

export const takesTwoOwners = (year: Year, role: Role): boolean =>
  year.owners.length > 1 && ["owner", "security-officer", "privacy-officer"].includes(role);

/** What comes of it, and their Kit. */
export async function joined(year: Year, inviter: YearDevice, fresh: YearDevice, role: Role): Promise<void> {
  const person = year.personOf(fresh);
  const { name } = person;
  await year.learn(fresh);
  year.tell(`${inviter.name}: brings in ${name} as ${role}`);
  year.expected.push({ what: "joined", member: name, device: fresh.name });
  if (role !== "auditor" && year.personOf(inviter).role === "owner")
    year.expected.push({
      what: "entitled",
      member: name,
      right: "read-write",
      compartments: ["directory"],
      by: inviter.of,
    });
  must(await inviter.vault.sync());
  must(await fresh.vault.sync());
  person.kit = must(await fresh.vault.kit()).text;
  year.count("joined");
}

export const removeOne: Act = async (year) => {
  const device = mostlyOwner(year);
  const leaver = year.chance.oneOf(year.present.filter(({ name }) => name !== device?.of));
  if (!device || !leaver || (year.present.length < 4 && !year.chance.once(3))) return;
  await remove(year, device, leaver);
};

async function remove(year: Year, device: YearDevice, leaver: Person): Promise<void> {
  const fact: Fact = { what: "left", member: leaver.name };
  const keepsCharts = year.chance.once(2) ? ({ keepsCharts: true } as const) : {};
  const request = { member: leaver.account, ...keepsCharts };
  if (await does(year, device, `lets ${leaver.name} go`, () => device.vault.removeMember(request), [fact])) {
    leaves(leaver);
    year.count("left");
  } else await propose(year, device, { kind: "remove", ...request });
}

export const giveRole: Act = async (year) => {
  const device = mostlyOwner(year);
  const to = year.chance.oneOf(year.present.filter(({ name }) => name !== device?.of));
  const roles: readonly Role[] = ["owner", "owner", "clinician", "supervisor", "front-desk"];
  const role = year.chance.oneOf(roles);
  if (!device || !to || !role) return;
  const request = { member: to.account, role };
  // Whoever comes from a role without names has them from now on.
  const rights = year.ledger.model.compartments.get("directory")?.rights;
  const names: Fact = {
    what: "entitled",
    member: to.name,
    right: "read-write",
    compartments: ["directory"],
    by: device.of,
  };
  const says = rights?.has(to.name) || year.personOf(device).role !== "owner" ? [] : [names];
  if (await does(year, device, `makes ${to.name} ${role}`, () => device.vault.giveRole(request), says)) {
    year.takesRole(to, role);
    year.count(`made ${role}`);
  } else await propose(year, device, { kind: "role", member: to.account, role });
};

const longestAwayDays = 92;

/** Somebody says when they, or a colleague, are to be expected. */
export const sayPresence: Act = async (year) => {
  const device = somebody(year);
  const about = year.chance.once(2) ? device && year.personOf(device) : year.chance.oneOf(year.present);
  if (!device || !about || !(await sync(year, device))) return;
  const workdays = [1, 2, 3, 4, 5, 6, 7].filter(() => !year.chance.once(3));
  const from = year.day + year.chance.upTo(20);
  const length = 1 + year.chance.upTo(110);
  const day = (at: number) => new Date(at * dayMs).toISOString().slice(0, 10);
  const away = year.chance.once(2) ? { away: { from: day(from), until: day(from + length - 1) } } : {};
  const said = await device.vault.setPresence({ member: about.account, workdays, ...away });
  year.tell(`${device.name}: says when ${about.name} is to be expected: ${said.ok ? "done" : said.error.code}`);
  const may = year.personOf(device).role === "owner" || about.name === device.of;
  const isFit = workdays.length > 0 && (!away.away || length <= longestAwayDays);
  const code = !may ? "not-entitled" : isFit ? "done" : "presence-unfit";
  if ((said.ok ? "done" : said.error.code) !== code) throw new Error(`${device.name}: presence, and not ${code}`);
  year.count(code === "done" ? "presence said" : `refused: ${code}`);
};
