/** The could-have-read report on paper: the same facts as its JSON, in words. */

import type { CouldHaveRead, NamedAct, ReadableCompartment, ReadingDevice } from "../../facade.ts";
import { type PdfLine, writePdf } from "../write-pdf.ts";

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
    text(`As of the practice's ledger with ${ledger.size} entries, root ${ledger.root}.`),
    text(`About: ${who}, account ${member.id}.${member.left ? ` Left by ${sayAct(member.left)}.` : ""}`),
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
    text(
      "Letters that this sheet has no signs for stand as a question mark; the JSON file beside it has every name as it is written.",
    ),
  ];
  return writePdf(title, lines);
}

const text = (words: string): PdfLine => ({ style: "text", text: words });
const nameOr = (name: string, id: string): string => name || id;
const sayTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;

function sayAct({ index, day, by, byName }: NamedAct): string {
  return `entry ${index}${day ? ` (${day} or later)` : ""}, by ${nameOr(byName, by)}`;
}

function sayDevice({ id, name, enrolledAt, ended, saw, served }: ReadingDevice): string {
  const end = ended ? `, until entry ${ended.index} (${ended.why})` : "";
  const seen = saw ? ` By its own signature it had the ledger up to entry ${saw.size} on ${saw.day}.` : "";
  const sent = served
    ? ` By the server's word it was sent what they could read up to entry ${served.to}, last on ${sayTime(served.at)}.`
    : "";
  return `${nameOr(name, id)}: from entry ${enrolledAt}${end}.${seen}${sent}`;
}

const kindNames: Readonly<Record<string, string>> = {
  clinical: "progress notes",
  psychotherapy: "psychotherapy notes",
  directory: "names of people and charts",
  crisis: "crisis card",
  will: "a professional will",
  "access-log": "access log",
  emergency: "given in an emergency",
};

function compartmentLines({ id, kind, chartName, rights, key, viewed }: ReadableCompartment): PdfLine[] {
  const what = kindNames[kind] ?? kind;
  const of = chartName === undefined ? what : `${nameOr(chartName, "A chart without a name here")}: ${what}`;
  return [
    { style: "item", text: of },
    ...rights.map(({ right, until, begun, ended }) =>
      text(
        `Right to ${right === "release" ? "let others in" : right}${until ? ` until ${until}` : ""}: ${sayAct(begun)}. ${ended ? `Ended by ${sayAct(ended)}.` : "It still holds."}`,
      ),
    ),
    ...(viewed ? [text(sayViewed(viewed))] : []),
    text(`${sayKey(key)} Compartment ${id}.`),
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
      : `It opens what was written before entry ${key.opensUntil}, and nothing after.`;
  const guarded = key.guarded ? " Guarded: it opened only with the server's part, each time on record." : "";
  return `Key: first given by ${sayAct(key.given)}. ${reach}${guarded}`;
}
