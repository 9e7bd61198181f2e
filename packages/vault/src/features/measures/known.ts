/**
 * Which measures there are: those that the app brings along, and the practice's own. Of these a record's id comes from its words, so that
 * nobody can change a question or a key under what was answered: other words are another measure.
 */

import { type Bytes, equalBytes, fail, ok, type Result, toHex, utf8 } from "@alcove/bytes";
import { measures } from "@alcove/content/measures";
import { hash } from "@alcove/crypto";
import { type Failure, failure, mayCreate } from "@alcove/protocol";
import { type Measure, parseMeasure } from "@alcove/records/measures";
import type { Opened } from "../../engine/opened.ts";
import type { DefineMeasure, OwnMeasure } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import type { Structured } from "../../views/lists/structured.ts";
import { authorName } from "../notes.ts";
import { nextRevision } from "../structured.ts";
import { directory } from "../../engine/outbox.ts";

/** `undefined`: this device does not have it, or not in this version. */
export type Known = (id: string, version: string) => Measure | undefined;

const maxBytes = 64 * 1024;

/** Of those that are brought along each in its newest version, then the practice's own that are in use. */
export const offeredMeasures = (opened: Opened): Measure[] => [
  ...measures.filter((one) => measures.findLast(({ id }) => id === one.id) === one),
  ...ownMeasures(opened).flatMap(({ measure, retired }) => (retired ? [] : [measure])),
];

/** Also what is not offered any more. `opened`: with the practice's own lists, not a guarded chart's. */
export function knownMeasures(opened: Opened): Known {
  const all = [...measures, ...ownMeasures(opened).map(({ measure }) => measure)];
  return (id, version) => all.find((one) => one.id === id && one.version === version);
}

export function ownMeasures(opened: Opened): OwnMeasure[] {
  return opened.fold
    .structuredOfType("own-measure")
    .flatMap((one) => {
      const measure = measureIn(one);
      const { rights, retired } = one.value;
      return measure ? [{ measure, rights, retired, author: authorName(opened, one.author) }] : [];
    })
    .toSorted((a, b) => a.measure.name.localeCompare(b.measure.name));
}

/** `undefined`: not a measure, or not the words that its id was made from. */
function measureIn({ record, value }: Structured<"own-measure">): Measure | undefined {
  if (!equalBytes(recordOf(value.measure), record)) return undefined;
  try {
    const measure = parseMeasure(JSON.parse(value.measure));
    return measure && { ...measure, id: idOf(record) };
  } catch {
    return undefined;
  }
}

const recordOf = (words: string): Bytes => hash(utf8(`own measure: ${words}`)).slice(0, 16);
const idOf = (record: Bytes): string => `own-${toHex(record)}`;

/** The same words once more bring back what was taken out of use. Failures: `not-entitled`, `measure-rights-unsaid`, `measure-unfit`. */
export async function defineMeasure(
  ports: Ports,
  opened: Opened,
  request: DefineMeasure,
): Promise<Result<{ id: string }, Failure>> {
  if (!treats(opened)) return fail(failure("not-entitled"));
  const rights = request.rights.trim();
  if (rights === "") return fail(failure("measure-rights-unsaid"));
  const words = JSON.stringify(measureFrom(request, rights));
  if (!parseMeasure(JSON.parse(words)) || utf8(words).length > maxBytes) return fail(failure("measure-unfit"));
  const record = recordOf(words);
  const there = opened.fold.structuredRecord("own-measure", record);
  if (there && !there.value.retired) return ok({ id: idOf(record) });
  const said = { measure: words, rights, retired: false };
  await opened.keep([nextRevision(ports, opened, directory, record, "own-measure", said)]);
  return ok({ id: idOf(record) });
}

/** It is offered no more; what was filled in keeps it. Failures: `not-entitled`, `measure-unknown`. */
export async function retireMeasure(ports: Ports, opened: Opened, id: string): Promise<Result<undefined, Failure>> {
  if (!treats(opened)) return fail(failure("not-entitled"));
  const there = opened.fold.structuredOfType("own-measure").find(({ record }) => idOf(record) === id);
  if (!there) return fail(failure("measure-unknown"));
  const { measure, rights } = there.value;
  const said = { measure, rights, retired: true };
  await opened.keep([nextRevision(ports, opened, directory, there.record, "own-measure", said)]);
  return ok();
}

function treats({ state, keys }: Opened): boolean {
  const me = state.roster?.members.get(toHex(keys.account));
  return me !== undefined && me.suspendedIndex === undefined && mayCreate(me.role, "clinical");
}

/** A sum of all questions over one list of choices: bands, cut-offs and change are for measures with papers. */
function measureFrom(request: DefineMeasure, rights: string): Measure {
  const { questions, choices, risk } = request;
  const values = choices.map(({ value }) => value).toSorted((a, b) => a - b);
  const name = request.name.trim();
  const texts = questions.map((text) => text.trim());
  return {
    id: "own",
    version: "1",
    language: "und",
    name,
    title: request.title.trim() || name,
    lookBack: request.lookBack.trim(),
    instruction: request.instruction.trim(),
    credit: request.credit.trim() || rights,
    notice: rights,
    sources: { practice: rights },
    wording: "practice",
    choices: { all: choices.map(({ value, label }) => ({ value, label: label.trim() })) },
    items: texts.map((text) => ({ text, choices: "all" })),
    higherIs: request.higherIs,
    scales: [{ id: "total", name: "Total", items: texts.map((_, i) => i + 1) }],
    safety: risk.map((item) => ({ item, from: values[1] ?? 0, kind: "risk" as const, about: texts[item - 1] ?? "" })),
    interval: "as you choose",
  };
}
