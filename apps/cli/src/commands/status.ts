import { ok } from "@alcove/bytes";
import { isFailureCode } from "@alcove/protocol/errors";
import { sentences } from "@alcove/protocol/sentences";
import type { VaultStatus } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { counted } from "../counted.ts";
import { holdsPractice, send, unlock, withVault } from "../profile.ts";
import { countSaves, heldFacts, heldWhy } from "../held.ts";
import { nameOr } from "../member-text.ts";
import { dayText } from "../presence-text.ts";
import { version } from "../version.ts";
import { witnessRow } from "../witness-text.ts";

export const command = defineCommand({
  details: "Unlocks where the passphrase is at hand (--passphrase-file); says what can be said without it otherwise.",
  run: (context) =>
    withVault(context, async (vault) => {
      const { profile, passphraseFile } = context.globals;
      const there = await holdsPractice(vault);
      if (!there.ok && there.error.kind === "failure" && there.error.failure.code !== "not-set-up") return there;
      if (there.ok && passphraseFile !== undefined) {
        const unlocked = await unlock(context, vault);
        if (!unlocked.ok) return unlocked;
        await send(context, vault);
      }
      const now = await vault.status();
      const held = await vault.heldSaves();
      const status = now.phase === "empty" ? now : { ...now, waiting: now.waiting - countSaves(held) };
      const conflicts = (await vault.charts()).reduce((sum, chart) => sum + chart.conflicts, 0);
      const toSign = (await vault.proposals()).filter(({ isYours }) => !isYours).length;
      return ok({
        facts: {
          version: version(),
          profile,
          ...status,
          ...(status.phase === "open" ? { conflicts, toSign, ...heldFacts(held) } : {}),
        },
        text: inWords(status, profile, { conflicts, toSign, held: heldWhy(held) }),
      });
    }),
});

type Waiting = { readonly conflicts: number; readonly toSign: number; readonly held: string };

function inWords(status: VaultStatus, profile: string, { conflicts, toSign, held }: Waiting): string {
  const rows: [string, string][] = [["Profile", profile]];
  if (status.phase === "empty") {
    rows.push(["State", "no practice on this device yet"]);
    return lines(rows);
  }
  rows.push(["Practice", status.practiceName], ["Member", status.memberName], ["Device", status.deviceName]);
  rows.push(["Waiting", status.waiting === 0 ? "nothing" : counted(status.waiting, "save")]);
  if (held !== "") rows.push(["Held", `${held} (alcove held list)`]);
  if (status.phase === "locked") {
    rows.push(["State", "locked"]);
    return lines(rows);
  }
  if (conflicts > 0) {
    const notes = counted(conflicts, "note has", "notes have");
    rows.push(["To settle", `${notes} two versions side by side: alcove chart list says where`]);
  }
  if (toSign > 0) rows.push(["To sign", `${counted(toSign, "proposal")} of another owner: alcove proposal list`]);
  rows.push(["Server", status.origin], ["Connection", status.connection.state]);
  if (status.connection.state === "offline") rows.push(["", sentences[status.connection.why.code]]);
  rows.push(["State", stateText(status.provisional)]);
  if (status.suspended) rows.push(["Keys", `${sentences["account-suspended"]} alcove keys replace does it.`]);
  rows.push(["Second factor", status.secondFactorSet ? `set${spare(status.secondFactor?.spareCodes)}` : "not set"]);
  if (status.successorCardsUsed) rows.push(["Cards", "opened psychotherapy notes: alcove successor show"]);
  if (status.willDue)
    rows.push(["Will", `${status.willDue === "missing" ? "not written yet" : "to be confirmed"}: alcove will write`]);
  for (const witness of status.witnesses) rows.push(["Witness", witnessRow(witness)]);
  for (const { name, lastSeen, days } of status.quiet)
    rows.push([
      "Not seen",
      `${nameOr(name, "a colleague")} since ${dayText(lastSeen)}, ${counted(days, "working day")}`,
    ]);
  if (status.quiet.length > 0) rows.push(["", "ask them; where they are away: alcove member away"]);
  for (const { code } of status.alarms) rows.push(["Alarm", isFailureCode(code) ? sentences[code] : code]);
  return lines(rows);
}

function stateText(provisional: { readonly isBehind: boolean } | undefined): string {
  if (!provisional) return "open";
  const why = provisional.isBehind ? "its data is older than what it signed last" : "not confirmed yet";
  return `open; ${why}: alcove device confirm`;
}

const spare = (left: number | undefined) => (left === undefined ? "" : `; ${counted(left, "spare code")} left`);

const lines = (rows: readonly (readonly [string, string])[]): string =>
  rows.map(([name, value]) => `${name.padEnd(14)}${value}`).join("\n");
