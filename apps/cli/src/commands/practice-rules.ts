import { ok, type Result } from "@alcove/bytes";
import type { PracticeRules } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { counted } from "../counted.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refuse, refused, type Refusal } from "../refusal.ts";

export const command = defineCommand({
  options: {
    idle: {
      type: "string",
      value: "MINUTES",
      about: "the longest that devices stay open without their person, or off",
    },
    "passkey-hours": {
      type: "string",
      value: "HOURS",
      about: "for how long passkeys open after the passphrase, or off",
    },
    rotation: { type: "string", value: "MONTHS", about: "after how many months another passphrase is due, or off" },
    classes: { type: "string", value: "on|off", about: "capital and small letters, digits and signs in passphrases" },
  },
  details: `For everybody's devices: they make stricter what somebody chose, and loosen nothing. Without an option the rules are shown; an
owner changes those that are named, and the others stay.`,
  run: (context, { options }) =>
    withOpenVault(context, async (vault) => {
      await send(context, vault);
      const before = await vault.status();
      if (before.phase !== "open") return refuse("bug");
      const { idle, rotation, classes } = options;
      const passkeyHours = options["passkey-hours"];
      if ([idle, passkeyHours, rotation, classes].every((each) => each === undefined))
        return ok({ facts: { rules: before.rules }, text: inWords(before.rules) });
      const numbers = [
        readNumber(idle, before.rules.idleMinutes),
        readNumber(passkeyHours, before.rules.passkeyHours),
        readNumber(rotation, before.rules.rotationMonths),
      ] as const;
      for (const each of numbers) if (!each.ok) return each;
      if (classes !== undefined && classes !== "on" && classes !== "off") return misused("--classes takes on or off.");
      const [idleMinutes, hours, rotationMonths] = numbers.map((each) => (each.ok ? each.value : null));
      const rules: PracticeRules = {
        passphraseClasses: classes === undefined ? before.rules.passphraseClasses : classes === "on",
        rotationMonths: rotationMonths ?? null,
        idleMinutes: idleMinutes ?? null,
        passkeyHours: hours ?? null,
      };
      const set = await vault.setRules(rules);
      if (!set.ok) return refused(set.error);
      const sent = await send(context, vault);
      return ok({ facts: { rules, ...sentFacts(sent) }, text: `${inWords(rules)}${sentText(sent)}` });
    }),
});

function readNumber(text: string | undefined, before: number | null): Result<number | null, Refusal> {
  if (text === undefined) return ok(before);
  if (text === "off") return ok(null);
  return /^[0-9]{1,3}$/.test(text) ? ok(Number(text)) : misused(`${text} is neither a number nor off.`);
}

function inWords({ passphraseClasses, rotationMonths, idleMinutes, passkeyHours }: PracticeRules): string {
  const asked = (value: number | null, unit: string) => (value === null ? "not asked" : counted(value, unit));
  return [
    `Idle time at most         ${asked(idleMinutes, "minute")}`,
    `Passkeys after passphrase ${asked(passkeyHours, "hour")}`,
    `Another passphrase after  ${asked(rotationMonths, "month")}`,
    `All kinds of characters   ${passphraseClasses ? "asked" : "not asked"}`,
  ].join("\n");
}
