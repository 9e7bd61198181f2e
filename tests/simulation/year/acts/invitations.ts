/** An invitation is begun and left, and answered later, too late, in vain, twice, or not at all (PAIR-15). */

import { Finding } from "../checks.ts";
import type { YearDevice } from "../device.ts";
import { must } from "../must.ts";
import { accept, leaveOpen, type Newcomer, pairBy } from "../pair.ts";
import { openStatus, type Year } from "../year.ts";
import { type Act } from "./frame.ts";
import { joined, nextComer, takesTwoOwners } from "./people.ts";

const hourMs = 3_600_000;
/** Three days. */
const lastsMs = 72 * hourMs;

export const openInvitation: Act = async (year) => {
  const next = nextComer(year);
  if (!next || takesTwoOwners(year, next.role)) return;
  const { inviter, ...member } = next;
  await inviter.unlock();
  if ((await openStatus(inviter)).provisional) return;
  const begun = year.time.now();
  const kept = { ...(await leaveOpen(inviter, member)), member };
  await meanwhile(year, inviter);
  await inviter.unlock();
  // Where 30 days are over the second factor is asked for first: an attended invitation ends with that, and is shown again.
  must(await inviter.vault.sync());
  const isOver = year.time.now() - begun >= lastsMs;
  const became = isOver
    ? "over"
    : (year.chance.oneOf(["used", "used", "used", "wrong line", "withdrawn"] as const) ?? "used");
  year.tell(`${inviter.name}: left an invitation for ${member.name} open: ${became}`);
  // One that came to its day is not attended either where nobody listed them, which forgets it.
  if (isOver) await isSpent(year, inviter, kept);
  const isListed = (await inviter.vault.invitations()).some(({ id }) => id === kept.id);
  if (isListed === isOver) throw new Finding(`${inviter.name} ${isListed ? "still" : "no more"} lists an invitation`);
  if (became === "withdrawn") {
    const withdrawn = await inviter.vault.withdrawInvitation(kept.id);
    if (!withdrawn.ok) throw new Finding(`an open invitation is not withdrawn: ${withdrawn.error.code}`);
  } else if (became === "wrong line") {
    const stranger = year.strangersDevice();
    await pairBy(inviter, stranger, { ...kept, isWrongLine: true });
    await staysOut(stranger);
  } else if (became === "used") {
    const person = year.newPerson(member.name, member.role);
    const fresh = year.newDevice(person);
    await pairBy(inviter, fresh, { ...kept, isWrongLine: false });
    await joined(year, inviter, fresh, member.role);
  }
  year.count(`open invitation: ${became}`);
  if (!isOver) await isSpent(year, inviter, kept);
};

/** Locked, turned off, or the server is; and some hours pass. */
async function meanwhile(year: Year, inviter: YearDevice): Promise<void> {
  const what = year.chance.upTo(4);
  if (what === 0) await inviter.lock();
  else if (what === 1) await inviter.turnOnAgain();
  else if (what === 2) await year.server.kill();
  year.pass(year.chance.upTo(90) * hourMs);
}

/** Whoever comes with its words now stays outside, and its device attends it no more. */
async function isSpent(
  year: Year,
  inviter: YearDevice,
  { id, invitation, member }: { readonly id: string; readonly invitation: string; readonly member: Newcomer },
): Promise<void> {
  const shown = await inviter.vault.showInvitation(id);
  if (shown.ok || shown.error.code !== "invitation-unknown")
    throw new Finding(`an invitation that is over is attended: ${shown.ok ? "done" : shown.error.code}`);
  const late = year.strangersDevice();
  const accepted = await accept(late, invitation, member);
  if (accepted.ok || !["invitation-unknown", "invitation-dead"].includes(accepted.error.code))
    throw new Finding(`an invitation that is over is answered: ${accepted.ok ? "done" : accepted.error.code}`);
  await staysOut(late);
}

async function staysOut(stranger: YearDevice): Promise<void> {
  const { phase } = await stranger.vault.status();
  if (phase === "open" || phase === "locked") throw new Finding(`somebody with words that count no more is ${phase}`);
  stranger.stopForGood();
}
