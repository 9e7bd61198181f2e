/**
 * Who looked (docs/spec, ACL): each device of a year is asked for notes through here, and what it was asked for must stand in the
 * chart's access log, or beside an author's own psychotherapy notes, and nothing else.
 */

import type { Vault } from "@alcove/vault";
import { opensUpTo } from "../people/who-opens.ts";
import { recipientsOf, writes } from "../people/practice.ts";
import type { YearDevice } from "./device.ts";
import type { Looked } from "./server-ledger.ts";
import type { Year } from "./year.ts";

const sittingMs = 15 * 60_000;
/** Of notes one by one; then one entry says all. */
const oneByOne = 20;

/** `record`: one note, in hex; else the list of a chart's, or all of them. */
export type Look = {
  readonly act: "listed" | "viewed" | "exported" | "printed" | "given";
  readonly at: number;
  readonly chart?: string;
  readonly record?: string;
  /** The ledger had the note, as far as it was read. */
  readonly wasThere?: boolean;
};

/** A vault whose every answer with notes in it is put down. */
export function withLooks(vault: Vault, now: () => number, looked: (look: Look) => void): Vault {
  return {
    ...vault,
    async notes(chart, newest) {
      const at = now();
      const heads = await vault.notes(chart, newest);
      if (heads.some(({ kind }) => kind === "progress")) looked({ act: "listed", at, chart });
      return heads;
    },
    async note(id) {
      const at = now();
      const note = await vault.note(id);
      if (note.ok) looked({ act: "viewed", at, record: id });
      return note;
    },
    async history(id) {
      const at = now();
      const versions = await vault.history(id);
      if (versions.ok) looked({ act: "viewed", at, record: id });
      return versions;
    },
    async giveInEmergency(request) {
      const given = await vault.giveInEmergency(request);
      const at = now();
      for (const record of given.ok ? request.notes : []) looked({ act: "given", at, record });
      return given;
    },
    async recordAccess(request) {
      const at = now();
      const recorded = await vault.recordAccess(request);
      if (recorded.ok) looked({ act: request.act, at, chart: request.chart });
      return recorded;
    },
  };
}

const chartOf = (place: string): string => place.slice(0, place.indexOf("/"));

/** Where a note lies, as the ledger has it. */
const placeOfNote = ({ ledger }: Year, record: string): string | undefined => ledger.notes.get(record);

/** Entries that came in and of which nobody knows, or that lie where they do not belong. */
export function wrongEntries(year: Year, entries: readonly Looked[]): string[] {
  return entries.flatMap((entry) => {
    const { device, act, record, place, apart, at } = entry;
    const by = year.devices.find(({ name }) => name === device);
    const looks = by?.looks.filter((look) => look.act === act && at - look.at < sittingMs && look.at <= at) ?? [];
    const chart = chartOf(place);
    const inChart = (look: Look) => {
      const where = look.record === undefined ? undefined : placeOfNote(year, look.record);
      return look.chart === undefined
        ? where === undefined || chartOf(where) === chart
        : year.names.chart(look.chart) === chart;
    };
    const matching = looks.filter((look) => inChart(look) && (record === undefined || look.record === record));
    const isThere = matching.some((look) => look.at === at);
    const isAll = record !== undefined || act !== "viewed" || matching.length > oneByOne;
    const said = `${device} says in ${place} that it ${act} ${record ?? "all"}`;
    if (!isThere || !isAll) return [`${said}, and did not`];
    const of = record === undefined ? apart : placeOfNote(year, record);
    const kind = year.ledger.model.compartments.get(place)?.kind;
    const author = of === undefined ? undefined : year.ledger.model.compartments.get(of)?.created.by;
    const isApart = of?.includes("/psychotherapy/") ?? false;
    const right = isApart && author === by?.of ? place === of : kind === "access-log";
    return right && apart === (isApart ? of : undefined) ? [] : [`${said}, which does not belong there`];
  });
}

/** Looks of devices that are in step and could write them down, and did not. */
export function lookedInSecret(year: Year, settled: readonly YearDevice[]): string[] {
  const { model, entries } = year.ledger;
  return settled.flatMap((device) => {
    const own = entries.filter((entry) => entry.device === device.name);
    const mayWrite = (place: string) => {
      const compartment = model.compartments.get(place);
      const right = compartment?.rights.get(device.of);
      const holder = compartment && recipientsOf(model, compartment).get(device.of);
      // What is sealed into a guarded place waits for the next opening.
      if (
        compartment === undefined ||
        compartment.isGuarded ||
        holder === undefined ||
        (right?.untilDay ?? year.day) < year.day
      )
        return false;
      return writes(right?.right) && opensUpTo(compartment, holder) === compartment.epochs.length;
    };
    return device.looks.flatMap((look) => {
      const note = look.record === undefined ? undefined : placeOfNote(year, look.record);
      const chart = look.chart === undefined ? note && chartOf(note) : year.names.chart(look.chart);
      // Nothing is said of what nobody else had yet; and what was looked at this moment waits for the next sync.
      if (look.at === year.time.now()) return [];
      if (chart === undefined || (note !== undefined && look.wasThere !== true)) return [];
      const isOwn = note?.includes("/psychotherapy/") && model.compartments.get(note)?.created.by === device.of;
      const logs = [...model.compartments.keys()].filter(
        (place) => place === `${chart}/access-log` || place.startsWith(`${chart}/access-log `),
      );
      const places = isOwn ? [note as string] : logs;
      if (!places.some(mayWrite)) return [];
      const isSaid = own.some(
        ({ act, record, place, at }) =>
          chartOf(place) === chart &&
          at <= look.at &&
          look.at - at < sittingMs &&
          (record === undefined || record === look.record) &&
          (act === look.act || (act === "exported" && look.act !== "printed")),
      );
      return isSaid ? [] : [`${device.name} ${look.act} ${look.record ?? "all"} of ${chart}, and no log says it`];
    });
  });
}
