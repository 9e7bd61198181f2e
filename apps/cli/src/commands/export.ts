import { ok, type Result } from "@alcove/bytes";
import { type Format, formats, type Part, parts, purposes, type Recipient, type Scope } from "@alcove/export";
import type { NoteKind, Vault } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { counted } from "../counted.ts";
import { exportChart, type Exported } from "../export/export-chart.ts";
import { personNamed } from "../person-named.ts";
import { send, withOpenVault } from "../profile.ts";
import { misused, type Refusal, refuse, refused } from "../refusal.ts";

const noteKinds: readonly NoteKind[] = ["progress", "psychotherapy"];
const bases = purposes.map(({ basis }) => basis);

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    out: {
      type: "string",
      value: "DIR",
      about: "folder to write to, must be empty or not exist; or a new file that ends in .zip",
      required: true,
    },
    format: { type: "string", value: "LIST", about: `of ${formats.join(", ")}, parted by commas; text where absent` },
    parts: { type: "string", value: "LIST", about: `of ${parts.join(", ")}; where absent all but the last` },
    from: { type: "string", value: "DAY", about: "notes, measures and appointments from this day on" },
    to: { type: "string", value: "DAY", about: "and up to this day" },
    person: { type: "string", value: "NAME", about: "of several people in the chart what is about this one" },
    together: {
      type: "string",
      value: "IDS",
      about: "with --person: forms that name nobody and that they filled in with another one, parted by commas",
    },
    psychotherapy: { type: "boolean", about: "psychotherapy notes too: a separate authorisation is needed for them" },
    "all-versions": { type: "boolean", about: "earlier versions of each note too" },
    for: { type: "string", value: "NAME", about: "who receives it; stands in the chart as a disclosure" },
    address: { type: "string", value: "TEXT", about: "with --for: where it goes, where that is known" },
    purpose: { type: "string", value: "BASIS", about: `with --for: by what right, one of ${bases.join(", ")}` },
    reason: { type: "string", value: "TEXT", about: "with --for: what for, or which request it answers" },
    authorisation: {
      type: "string",
      value: "TEXT",
      about: "with --for: which authorisation of the client; needed for psychotherapy notes",
    },
    "restrictions-read": {
      type: "boolean",
      about: "with --for: what was agreed not to pass on was read, and is kept to",
    },
  },
  details: `Writes files that anybody can read who gets hold of them: keep them accordingly, and delete them when done. manifest.json lists
every file with its SHA-256 and says what was left out; seal.json seals it with your key, and verify.html checks both in any browser, as
alcove export-verify does. Without --for it stays with you. The chart's access log says that you exported; with --for the chart says who received what, and
whether the client is owed an account of it (45 CFR 164.528). With --person a form that names nobody stays, unless --together says that this
person filled it in too; to somebody else than them it goes only if everybody who filled it in agreed. A denied amendment with which the client disagrees goes along by itself.`,
  async run(context, { options }) {
    const scope = readScope(options);
    if (!scope.ok) return scope;
    const recipient = readRecipient(options);
    if (!recipient.ok) return recipient;
    return withOpenVault(context, async (vault) => {
      const chart = (await vault.charts()).find(({ id }) => id === options.chart);
      if (!chart) return refuse("chart-unknown");
      // An empty folder would pass for the whole chart.
      if (!chart.opens && chart.progressNotes + chart.psychotherapyNotes === 0) return refuse("not-entitled");
      const about = await personNamed(vault, chart.id, options.person);
      if (!about.ok) return about;
      const together = await formsOf(vault, chart.id, options);
      if (!together.ok) return together;
      const apart = options.psychotherapy && chart.psychotherapyNotes > 0;
      if (apart && recipient.value && recipient.value.authorisation === "") return refuse("authorisation-needed");
      const agreed = (await vault.cases(chart.id)).filter(({ restricts }) => restricts);
      if (recipient.value && agreed.length > 0 && !options["restrictions-read"]) {
        for (const { said } of agreed)
          context.output.note(`Agreed: ${said.asked}\n${said.decision?.words ?? ""}`.trim());
        return refuse("restriction-unread", {}, "Then give --restrictions-read.");
      }
      for (const kind of apart ? noteKinds : noteKinds.slice(0, 1)) {
        const recorded = await vault.recordAccess({ chart: chart.id, act: "exported", kind });
        if (!recorded.ok) return refused(recorded.error);
      }
      const { id, name, createdAt } = chart;
      const exported = await exportChart(context, vault, {
        chart: { id, name, createdAt },
        out: options.out,
        scope:
          about.value === undefined ? scope.value : { ...scope.value, about: about.value, together: together.value },
        recipient: recipient.value,
        heeds: agreed.map((one) => one.id),
      });
      if (!exported.ok) return exported;
      // What was written down before travels at once, if it can.
      await send(context, vault);
      const { manifest, leftOut, identity } = exported.value;
      const { counts, files } = manifest;
      return ok({
        facts: { out: options.out, files: files.length, ...counts, leftOut, key: identity },
        text: inWords(exported.value, options.out),
      });
    });
  },
});

type Texts = { readonly [name: string]: string | boolean | undefined };

function readScope(options: Texts): Result<Scope, Refusal> {
  const chosen = readList<Part>("--parts", options["parts"], parts, parts.slice(0, -1));
  if (!chosen.ok) return chosen;
  const written = readList<Format>("--format", options["format"], formats, ["text"]);
  if (!written.ok) return written;
  const [from, to] = [options["from"], options["to"]];
  for (const day of [from, to])
    if (typeof day === "string" && !/^\d{4}-\d{2}-\d{2}$/.test(day))
      return misused(`--from and --to take a day such as 2026-03-15, not "${day}".`);
  return ok({
    parts: chosen.value,
    formats: written.value,
    ...(typeof from === "string" ? { from } : {}),
    ...(typeof to === "string" ? { to } : {}),
    allVersions: options["all-versions"] === true,
    psychotherapy: options["psychotherapy"] === true,
  });
}

/** Forms of `--together`, which name nobody. */
async function formsOf(vault: Vault, chart: string, options: Texts): Promise<Result<readonly string[], Refusal>> {
  const { together, person } = options;
  if (typeof together !== "string") return ok([]);
  if (typeof person !== "string") return misused("--together goes with --person.");
  const ids = together.split(",").map((id) => id.trim());
  const { responses } = await vault.formsOfChart(chart);
  const known = responses.filter((form) => form.person === undefined).map(({ id }) => id);
  const strange = ids.find((id) => !known.includes(id));
  return strange === undefined
    ? ok(ids)
    : misused(`--together takes ids of forms that name nobody, as form list shows them, not "${strange}".`);
}

function readList<T extends string>(
  option: string,
  given: string | boolean | undefined,
  all: readonly T[],
  absent: readonly T[],
): Result<readonly T[], Refusal> {
  if (typeof given !== "string") return ok(absent);
  const words = given.split(",").map((word) => word.trim());
  const strange = words.find((word) => !all.some((one) => one === word));
  if (strange !== undefined) return misused(`${option} takes ${all.join(", ")}, not "${strange}".`);
  return ok(all.filter((one) => words.includes(one)));
}

/** `undefined`: nobody but who makes it. */
function readRecipient(options: Texts): Result<Recipient | undefined, Refusal> {
  const text = (name: string) => (typeof options[name] === "string" ? options[name].trim() : "");
  const [to, basis] = [text("for"), text("purpose")];
  const others = ["address", "purpose", "reason", "authorisation"].filter((name) => text(name) !== "");
  if (to === "") return others.length > 0 ? misused(`--${others[0]} goes with --for.`) : ok(undefined);
  const known = bases.find((one) => one === basis);
  if (!known) return misused(`--for needs --purpose, one of ${bases.join(", ")}.`);
  return ok({
    to,
    basis: known,
    address: text("address"),
    purpose: text("reason"),
    authorisation: text("authorisation"),
  });
}

function inWords({ manifest, leftOut, identity }: Exported, out: string): string {
  const { counts, for: recipient } = manifest;
  const missing = [
    [leftOut.notes, "progress note", "progress notes", ""],
    [leftOut.psychotherapyNotes, "psychotherapy note", "psychotherapy notes", " (--psychotherapy)"],
    [leftOut.measures, "measure", "measures", ""],
    [leftOut.facts, "clinical fact", "clinical facts", ""],
    [leftOut.people, "person", "people", ""],
    [leftOut.appointments, "appointment", "appointments", ""],
    [leftOut.forms, "form", "forms", ""],
    [leftOut.attachments, "file", "files", ""],
    [leftOut.cases, "request of the client", "requests of the client", ""],
    [leftOut.earlierVersions, "earlier version", "earlier versions", " (--all-versions)"],
  ] as const;
  const left = missing
    .filter(([number]) => number > 0)
    .map(([number, one, many, by]) => `${counted(number, one, many)}${by}`);
  const measures = counts.measures > 0 ? `, ${counted(counts.measures, "measure")}` : "";
  return [
    `${counted(counts.notes, "note")}${measures} and ${counted(counts.attachments, "attachment")} are in ${out}. Nobody guards them there.`,
    ...(left.length > 0 ? [`Left out: ${left.join(", ")}.`] : []),
    ...(recipient ? [`The chart says that ${recipient.to} received it (${recipient.rule}).`] : []),
    `Sealed with your key ${identity}: say it to who receives this, by another way.`,
  ].join("\n");
}
