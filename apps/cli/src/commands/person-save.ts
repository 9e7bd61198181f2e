import { ok, type Result } from "@alcove/bytes";
import type { PersonView, PersonWords, Reach } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { readDay, today } from "../note-input.ts";
import {
  inLanguage,
  languagesHelp,
  leavesHelp,
  personRolesHelp,
  readLanguage,
  readPersonRoles,
  readReach,
} from "../person-text.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, type Refusal, refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    id: { type: "string", value: "ID", about: "whom, as chart people shows them (somebody new)" },
    name: { type: "string", value: "NAME", about: "their name (as it was)" },
    called: { type: "string", value: "WORDS", about: "as they are called and spoken of (as it was)" },
    role: { type: "string", value: "ROLES", about: `${personRolesHelp}, with commas between them (as they were)` },
    relation: { type: "string", value: "WORDS", about: "to the client: mother (as it was)" },
    born: { type: "string", value: "DAY", about: "yyyy-mm-dd (as it was)" },
    language: { type: "string", value: "LANGUAGE", about: `reads forms and letters in: ${languagesHelp} (as it was)` },
    phone: { type: "string", value: "NUMBER", about: "a number to add" },
    email: { type: "string", value: "ADDRESS", about: "an e-mail address to add" },
    leave: { type: "string", value: "RULE", about: `what may be left there: ${leavesHelp} (name-and-number-only)` },
    label: { type: "string", value: "WORDS", about: "whose it is, or when" },
    forget: { type: "string", value: "NUMBER", about: "a number or address to take out" },
    remind: {
      type: "string",
      value: "NUMBER",
      about: "is told of appointments at this number or address of theirs; none: nowhere (as it was)",
    },
    before: { type: "string", value: "HOURS", about: "so many hours before, with --remind (24)" },
    note: { type: "string", value: "TEXT", about: "what else matters (as it was)" },
  },
  details: "Writes down somebody of a chart. What is not given stays as it was.",
  async run(context, { options }) {
    const { chart, id } = options;
    const roles = options.role === undefined ? undefined : readPersonRoles(options.role);
    if (roles && !roles.ok) return roles;
    const born = readDay("--born", options.born);
    if (!born.ok) return born;
    const language = readLanguage(options.language);
    if (!language.ok) return language;
    const added = readReach(options);
    if (!added.ok) return added;
    return withOpenVault(context, async (vault) => {
      const there = (await vault.administrative(chart))?.people.find((one) => one.id === id);
      if (id !== undefined && !there) return refuse("person-unknown");
      const bornOn = born.value ?? there?.bornOn;
      const reach = [...kept(there, options.forget), ...added.value];
      const reminders = readReminders(options, there, reach);
      if (!reminders.ok) return reminders;
      const saved = await vault.savePerson({
        chart,
        ...(id === undefined ? {} : { id }),
        basedOn: there?.basedOn ?? [],
        name: options.name ?? there?.name ?? "",
        called: options.called ?? there?.called ?? "",
        roles: roles?.value ?? there?.roles ?? [],
        relation: options.relation ?? there?.relation ?? "",
        ...(bornOn === undefined ? {} : { bornOn }),
        ...inLanguage(language.value ?? there?.language),
        reach,
        ...(reminders.value === undefined ? {} : { reminders: reminders.value }),
        note: options.note ?? there?.note ?? "",
      });
      if (!saved.ok) return refused(saved.error);
      const sent = await send(context, vault);
      return ok({
        facts: { chart, ...saved.value, ...sentFacts(sent) },
        text: `Kept.\n\nPerson    ${saved.value.id}${sentText(sent)}`,
      });
    });
  },
});

const kept = (there: PersonView | undefined, forgotten: string | undefined): readonly Reach[] =>
  (there?.reach ?? []).filter(({ at }) => at !== forgotten);

/** What was agreed goes with a number that is taken out. */
function readReminders(
  options: { readonly remind: string | undefined; readonly before: string | undefined },
  there: PersonView | undefined,
  reach: readonly Reach[],
): Result<PersonWords["reminders"], Refusal> {
  const { remind, before } = options;
  const was = there?.reminders;
  if (before !== undefined && (remind === undefined || !/^\d{1,3}$/.test(before)))
    return misused("--before takes a number of hours, with --remind.");
  if (remind === "none") return ok(undefined);
  if (remind === undefined)
    return ok(was && reach.some(({ by, at }) => by === was.by && at === was.at) ? was : undefined);
  const line = reach.find(({ at }) => at === remind);
  if (!line) return misused(`--remind takes a number or address of theirs, not "${remind}".`);
  return ok({ by: line.by, at: line.at, hours: Number(before ?? "24"), agreed: today() });
}
