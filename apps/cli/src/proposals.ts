/** What takes two owners, on the command line: proposed with --propose, answered with `alcove proposal sign` or `decline`. */

import { ok, type Result } from "@alcove/bytes";
import type { Failure } from "@alcove/protocol/errors";
import type { ProposalRequest, ProposalView, Proposed, ProposedAct, Vault } from "@alcove/vault";
import type { Outcome } from "./command.ts";
import type { Context } from "./context.ts";
import { nameOr } from "./member-text.ts";
import { send, sentFacts, sentText } from "./profile.ts";
import { type Refusal, refused, refusedTo } from "./refusal.ts";
import { roleName } from "./role.ts";

export const proposeOption = { type: "boolean", about: "where it takes another owner too: ask them to sign" } as const;
const hint = "--propose asks the other owner: they sign or decline with alcove proposal.";

/** What to say where an owner can't do it alone, and to who may not do it at all. */
export const refusedAlone = (what: "members" | "share", failed: Failure): Result<never, Refusal> =>
  failed.code === "second-owner-needed" ? refused(failed, hint) : refusedTo(what, failed);

/** Proposes it, and says so. `done`: what else there is to say and to keep once it is proposed. */
export async function propose(
  context: Context,
  vault: Vault,
  request: ProposalRequest,
  done: (proposed: Proposed) => Result<{ readonly facts: object; readonly text: string }, Refusal> = () =>
    ok({ facts: {}, text: "" }),
): Promise<Outcome> {
  const proposed = await vault.propose(request);
  if (!proposed.ok) return refused(proposed.error);
  const more = done(proposed.value);
  if (!more.ok) return more;
  const sent = await send(context, vault);
  const [own] = (await vault.proposals()).filter(({ isYours }) => isYours);
  return ok({
    facts: { proposed: own?.id ?? "", ...more.value.facts, ...sentFacts(sent) },
    text: `Proposed: it stands when an owner who is asked signs (alcove proposal list).${more.value.text}${sentText(sent)}`,
  });
}

export function sayAct(act: ProposedAct): string {
  switch (act.kind) {
    case "role":
      return `${nameOr(act.name, act.member)}, ${roleName(act.from)}, becomes ${roleName(act.to)}`;
    case "remove":
      return `${nameOr(act.name, act.member)}, ${roleName(act.role)}, is no member any more`;
    case "share": {
      const does = act.right === "read" ? "reads" : act.right === "write" ? "writes" : "reads and writes";
      const until = act.until === undefined ? "" : ` until ${act.until}`;
      return `${nameOr(act.name, act.member)} ${does} the progress notes of ${nameOr(act.chartName, act.chart)}${until}`;
    }
    case "recovery":
      return `new recovery cards, ${act.cards}, of which it takes ${act.needed}; those before them are void`;
    case "unguard":
      return `${nameOr(act.chartName, act.chart)} is guarded no more, once somebody who reads it opens it`;
    case "destroy":
      return `the whole chart of ${nameOr(act.chartName, act.chart)} is destroyed for good, in ${act.parts} parts`;
    case "releaser": {
      const who = nameOr(act.name, act.member);
      const chart = nameOr(act.chartName, act.chart);
      return act.lets ? `${who} lets others into ${chart}` : `${who} lets nobody into ${chart} any more`;
    }
  }
}

export function sayProposal({ id, acts, byName, by, isYours, wasYours, at }: ProposalView): string {
  const when = new Date(at).toISOString().slice(0, 16).replace("T", " ");
  const who = isYours ? "you" : nameOr(byName, by);
  const waits = isYours ? "waits for another owner" : "waits for you";
  const again = wasYours ? ". You proposed it; they signed it over a roster that has moved since" : "";
  return `${id}\n${acts.map(sayAct).join("; ")}\nProposed by ${who}, ${when} UTC; ${waits}${again}.`;
}

/** An id, or the beginning of one that is nobody else's. */
export async function findProposal(vault: Vault, text: string): Promise<ProposalView | undefined> {
  const found = (await vault.proposals()).filter(({ id }) => text.length >= 8 && id.startsWith(text.toLowerCase()));
  return found.length === 1 ? found[0] : undefined;
}
