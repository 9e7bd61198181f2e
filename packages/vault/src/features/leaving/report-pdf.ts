/** The could-have-read report on paper: the same facts as its JSON, in words and names; ids stand at its end. */

import type { CouldHaveRead, NamedAct, ReadableCompartment, ReadingDevice } from "../../facade.ts";
import { isLacking, type PdfLine, writePdf } from "../write-pdf.ts";

/** Made of the report alone: the same report gives the same bytes. */
export function reportPdf(report: CouldHaveRead): Uint8Array {
  const { member, ledger, madeBy } = report;
  const who = nameOr(member.name, member.id);
  const [device] = report.device ? report.devices : [];
  const title = device
    ? `What could have been read with ${nameOr(device.name, device.id)}`
    : `What ${who} could have read`;
  const lines: PdfLine[] = [
    { style: "title", text: title },
    text(
      `${report.practice.name}. Made on ${sayTime(report.madeAt)} by ${nameOr(madeBy.name, madeBy.id)}, by this device's clock.`,
    ),
    text(`About: ${who}.${member.left ? ` They left: ${sayAct(member.left)}.` : ""}`),
    text(
      `A number in brackets is a line of the practice's ledger, the list of all that was ever saved or changed; it had ${ledger.size} lines.`,
    ),
    { style: "heading", text: "Devices" },
    ...report.devices.map((one) => text(sayDevice(one))),
    { style: "heading", text: `What was open to ${device ? "it" : "them"}` },
    ...(report.compartments.length === 0 ? [text("Nothing.")] : report.compartments.flatMap(compartmentLines)),
    { style: "heading", text: "Guarded charts that were opened, on record" },
    ...(report.openings.length === 0
      ? [text("None that this device knows of.")]
      : report.openings.map((one) => text(`${one.chartName}: ${sayTime(one.at)}, on ${one.device}.`))),
    { style: "heading", text: "What this rests on" },
    ...report.restsOn.map(text),
    { style: "heading", text: "What is not known" },
    ...report.notKnown.map(text),
    { style: "heading", text: "For whoever checks it: what stands behind the names" },
    text("The JSON file of the same report has all of this, and every name as it is written."),
    text(`Practice ${report.practice.id}. Root of the ledger with ${ledger.size} lines: ${ledger.root}.`),
    text(`${who}: account ${member.id}.`),
    ...report.devices.map((one) => text(`${nameOr(one.name, one.id)}: device ${one.id}.`)),
    ...report.compartments.map((one) => text(`${sayPlace(one)}: compartment ${one.id}.`)),
  ];
  return writePdf(title, lines);
}

const text = (words: string): PdfLine => ({ style: "text", text: words });
/** The id's first letters tell names apart that this sheet can't show. */
const nameOr = (name: string, id: string): string =>
  name === "" ? id : isLacking(name) ? `${name} (${id.slice(0, 8)})` : name;
const sayTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;

function sayAct({ index, day, by, byName }: NamedAct): string {
  return `${day ? `on ${day} or later, ` : ""}by ${nameOr(byName, by)} [${index}]`;
}

function sayDevice({ id, name, enrolledAt, ended, saw, served }: ReadingDevice): string {
  const end = ended ? `, until it was taken out: ${ended.why} [${ended.index}]` : "";
  const seen = saw ? ` By its own signature it knew the ledger up to [${saw.size}] on ${saw.day}.` : "";
  const sent = served
    ? ` By the server's word it was sent what they could read up to [${served.to}], last on ${sayTime(served.at)}.`
    : "";
  return `${nameOr(name, id)}: in the practice since [${enrolledAt}]${end}.${seen}${sent}`;
}

const rightNames = {
  read: "read",
  write: "write",
  "read-write": "read and write",
  release: "let others in",
} as const;
const kindNames: Readonly<Record<string, string>> = {
  clinical: "progress notes",
  psychotherapy: "psychotherapy notes",
  administrative: "people and numbers",
  directory: "names of people and charts",
  crisis: "crisis card",
  will: "a professional will",
  schedule: "a calendar",
  "access-log": "access log",
  emergency: "given in an emergency",
};

function sayPlace({ kind, chart, chartName }: ReadableCompartment): string {
  const what = kindNames[kind] ?? kind;
  return chartName === undefined
    ? what
    : `${chartName ? nameOr(chartName, chart ?? "") : "A chart without a name here"}: ${what}`;
}

function compartmentLines(compartment: ReadableCompartment): PdfLine[] {
  const { rights, key, viewed } = compartment;
  return [
    { style: "item", text: sayPlace(compartment) },
    ...rights.map(({ right, until, begun, ended }) =>
      text(
        `Right to ${rightNames[right]}${until ? ` until ${until}` : ""}: given ${sayAct(begun)}. ${ended ? `Ended ${sayAct(ended)}.` : "It still holds."}`,
      ),
    ),
    ...(viewed ? [text(sayViewed(viewed))] : []),
    text(sayKey(key)),
  ];
}

function sayViewed(viewed: NonNullable<ReadableCompartment["viewed"]>): string {
  if (viewed === "unseen") return "Viewed: not known here, since its access log can't be read on this device.";
  const { times, first, last, exported, printed } = viewed;
  if (first === undefined || last === undefined) return "Viewed, says their app: nothing that is on record.";
  const more = [...(exported ? ["written to files"] : []), ...(printed ? ["printed"] : [])];
  const span = times === 1 ? `once, ${sayTime(first)}` : `${times} times, from ${sayTime(first)} to ${sayTime(last)}`;
  return `Viewed, says their app: ${span}.${more.length > 0 ? ` Also ${more.join(" and ")}.` : ""}`;
}

function sayKey(key: ReadableCompartment["key"]): string {
  if (key === "unseen")
    return "Key: not known here, since this device does not follow who was given it. Take it that they had it.";
  if (key === "none") return "Key: none was given to them.";
  const reach =
    key.opensUntil === undefined
      ? "There is no newer key yet."
      : `It opens what was written before [${key.opensUntil}], and nothing after.`;
  const guarded = key.guarded ? " Guarded: it opened only with the server's part, each time on record." : "";
  return `Key: first given ${sayAct(key.given)}. ${reach}${guarded}`;
}
