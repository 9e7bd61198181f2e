/** What takes two owners: proposed, signed or declined. */

import type { ProposalRequest, ProposalView, ProposedAct } from "@alcove/vault";
import { dayMs } from "../clock.ts";
import type { YearDevice } from "../device.ts";
import type { Year } from "../year.ts";
import { sync } from "./devices.ts";
import { type Act, byAuthority, does, leaves, somebody } from "./frame.ts";
import { looking } from "./looking.ts";

/** Where it takes two owners. */
export async function propose(year: Year, device: YearDevice, request: ProposalRequest): Promise<void> {
  if (!year.told.at(-1)?.endsWith("second-owner-needed")) return;
  const proposes = async () => {
    const proposed = await device.vault.propose(request);
    if (proposed.ok && proposed.value.cards) await year.keepCards(proposed.value.cards);
    return proposed;
  };
  if (await does(year, device, "proposes it", proposes)) year.count(`proposed: ${request.kind}`);
}

export const answerProposal: Act = async (year) => {
  const device = somebody(year, year.owners);
  if (!device) return;
  await device.unlock();
  await sync(year, device);
  await answerOne(year, device, () => true);
};

export async function answerOne(
  year: Year,
  device: YearDevice,
  isMeant: (one: ProposalView) => boolean,
): Promise<void> {
  const waiting = (await device.vault.proposals()).filter((one) => !one.isYours && isMeant(one));
  const one = year.chance.oneOf(waiting);
  const [act] = one?.acts ?? [];
  if (!one || !act) return;
  const answer = year.chance.once(4) ? "decline" : "sign";
  const answers = () => device.vault.answerProposal({ proposal: one.id, answer });
  const answered = await (act.kind === "destroy" ? looking(year, device, answers) : answers());
  const became = answered.ok ? answered.value.became : answered.error.code;
  const about = act.kind === "recovery" ? "cards" : "name" in act ? act.name : act.chartName;
  year.tell(`${device.name}: answers "${act.kind} ${about}" with ${answer}: ${became}`);
  // Whoever proposed that a chart goes signs it anew themselves.
  // And where something was written since, it is proposed once more.
  const isBehind = act.kind === "destroy" && (became === "proposal-behind" || became === "notes-came");
  if (!answered.ok && !byAuthority.has(became) && became !== "proposal-unknown" && !isBehind)
    throw new Error(`${device.name} can't answer a proposal: ${became}`);
  if (became !== "signed") return;
  year.count(`two owners: ${act.kind}`);
  comesOf(year, one, act, device.of);
}

/** What stands in the ledger once it is signed. */
function comesOf(year: Year, { by }: ProposalView, act: ProposedAct, signer: string): void {
  // Whoever proposed cards has them, and more than one may have: the ledger says which hold.
  if (act.kind === "recovery")
    return void year.perhaps.push(...[...year.cardTexts.keys()].map((set) => ({ what: "cards made", set }) as const));
  // No chart is guarded in these years.
  if (act.kind === "unguard" || act.kind === "releaser") throw new Error("nobody proposes anything of a guard");
  if (act.kind === "destroy") {
    const all = year.endings.get(`${year.names.member(by)}/${act.chartName}`) ?? [];
    const facts = all.map((places) =>
      places.map((compartment) => ({ what: "destroyed", compartment, by: year.names.member(by) }) as const),
    );
    year.count("chart destroyed");
    // Where it was proposed twice, the ledger says which of the two stands.
    (facts.length > 1 ? year.perhaps : year.expected).push(...facts.flat());
    return;
  }
  const person = year.people.find(({ account }) => account === act.member);
  if (!person) throw new Error(`nobody is ${act.member}`);
  if (act.kind === "role") year.takesRole(person, act.to);
  else if (act.kind === "remove") {
    year.expected.push({ what: "left", member: person.name });
    leaves(person);
  } else {
    const given = {
      what: "entitled",
      member: person.name,
      right: act.right,
      ...(act.until === undefined ? {} : { untilDay: Date.parse(act.until) / dayMs }),
      compartments: year.ledger.placesFor("progress", act.chartName, year.names.member(by)),
    } as const;
    // Whoever reads the chart by now, of the two who sign, gives it alone.
    year.perhaps.push({ ...given, by: year.names.member(by) }, { ...given, by: signer });
  }
}
