/** The people of a chart on the command line: read from options, said in lines. */

import { ok, type Result } from "@alcove/bytes";
import type {
  AdministrativeView,
  ChartForm,
  ChartStatus,
  FaceSheetWords,
  FormLanguage,
  PersonRole,
  Reach,
} from "@alcove/vault";
import { misused, type Refusal } from "./refusal.ts";

const roles: readonly PersonRole[] = ["client", "consents", "emergency-contact", "payer", "referrer"];
const leaves: readonly Reach["leave"][] = ["anything", "name-and-number-only", "nothing"];
const statuses: readonly ChartStatus[] = ["enquiry", "waiting", "active", "paused", "discharged", "not-taken-on"];
const forms: readonly ChartForm[] = ["individual", "couple", "family", "group"];

const languages: readonly FormLanguage[] = ["en", "es"];

export const personRolesHelp = roles.join(", ");
export const leavesHelp = leaves.join(", ");
export const statusesHelp = statuses.join(", ");
export const formsHelp = forms.join(", ");

export const languagesHelp = languages.join(", ");

export const readStatus = (text: string) => readOne("--status", text, statuses);
export const readForm = (text: string) => readOne("--form", text, forms);
export const readLeave = (text: string) => readOne("--leave", text, leaves);

export const readLanguage = (text: string | undefined): Result<FormLanguage | undefined, Refusal> =>
  text === undefined ? ok(undefined) : readOne("--language", text, languages);
/** As a member that is left out where nobody chose. */
export const inLanguage = (language: FormLanguage | undefined) => (language === undefined ? {} : { language });

/** Several, with commas between them. */
export function readPersonRoles(text: string): Result<PersonRole[], Refusal> {
  const found: PersonRole[] = [];
  for (const one of text.split(",").map((word) => word.trim())) {
    if (one === "") continue;
    const role = readOne("--role", one, roles);
    if (!role.ok) return role;
    found.push(role.value);
  }
  return ok(found);
}

function readOne<T extends string>(option: string, text: string, all: readonly T[]): Result<T, Refusal> {
  const found = all.find((one) => one === text.trim());
  return found === undefined ? misused(`${option} is one of ${all.join(", ")}, not "${text}".`) : ok(found);
}

/** Numbers and addresses from options. */
export function readReach(options: {
  readonly phone: string | undefined;
  readonly email: string | undefined;
  readonly leave: string | undefined;
  readonly label: string | undefined;
}): Result<Reach[], Refusal> {
  const leave = readLeave(options.leave ?? "name-and-number-only");
  if (!leave.ok) return leave;
  const { phone, email } = options;
  if (phone === undefined && email === undefined && (options.leave ?? options.label) !== undefined)
    return misused("--leave and --label go with --phone or --email.");
  const rest = { label: options.label ?? "", leave: leave.value };
  return ok([
    ...(phone === undefined ? [] : [{ by: "phone" as const, at: phone, ...rest }]),
    ...(email === undefined ? [] : [{ by: "email" as const, at: email, ...rest }]),
  ]);
}

export function sheetLine({ form, status, since, tags, custom }: FaceSheetWords): string {
  return [`${form}, ${status} since ${since}`, ...tags, ...custom.map(({ name, value }) => `${name}: ${value}`)].join(
    "; ",
  );
}

export function personLines({ people }: AdministrativeView): string {
  return people
    .flatMap((person) => [
      `${person.id}  ${person.name}${person.called ? ` (${person.called})` : ""}`,
      ...[
        [person.relation, ...person.roles].filter(Boolean).join(", "),
        person.bornOn && `born ${person.bornOn}`,
        person.language && `reads ${person.language}`,
      ]
        .filter(Boolean)
        .map((line) => `    ${line}`),
      ...person.reach.map(
        ({ by, at, label, leave }) =>
          `    ${by} ${at}${label ? ` (${label})` : ""}: leave ${leave.replaceAll("-", " ")}`,
      ),
      ...(person.reminders
        ? [`    reminded ${person.reminders.hours} hours before: ${person.reminders.by} ${person.reminders.at}`]
        : []),
      ...(person.note ? [`    ${person.note}`] : []),
      ...person.beside.map((other) => `    written at the same time: ${other.name}, ${other.note}`),
    ])
    .join("\n");
}
