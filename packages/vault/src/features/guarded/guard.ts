/**
 * Guarded charts (docs/spec, GRD): guarded and let go by a statement that changes the key in the same append, opened with a part
 * of the key that is given once for each opening (`opening.ts`), and closed by forgetting what was given.
 */

import { type AccountId, type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { askedId, context, hash, parseLeaf, verify } from "@alcove/crypto";
import {
  activeReleasersOf,
  type Compartment,
  type Failure,
  failure,
  parseOpening,
  parseRelease,
  type Roster,
  untilDayOf,
} from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import { isGuarded, openingPlace } from "../../engine/state.ts";
import type { GuardView, OpeningView } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { crisisOpenings } from "./crisis-card.ts";
import { choice, unionOf } from "./let-in.ts";
import { asGuarded, comeBack, endedPlaces, leftPlaces, openBeside, openGuarded } from "./opening.ts";
import { chosenOwn, guardedOwn, isOwner, ownPlaces, treats } from "./own-places.ts";
import { isOpenHere } from "./view.ts";
import { renameChart, revisionFor } from "../notes.ts";
import { crisisOf, opens, compartmentsOf, idFrom, isServed, mayWrite } from "../open-charts.ts";

const dayMs = 86_400_000;

/**
 * Guards what this member treats in, and opens it: who does it is the first on record. `alias`: what lists call the chart from
 * then on; its name goes inside. Failures: `chart-unknown`, `not-entitled`, `guard-already`, those of `openGuarded`.
 */
export async function guardChart(
  ports: Ports,
  disk: Disk,
  opened: Opened,
  request: { readonly chart: string; readonly alias?: string },
): Promise<Result<undefined, Failure>> {
  const chart = idFrom(request.chart);
  const named = chart && opened.fold.named(chart);
  if (!chart || named?.["type"] !== "chart") return fail(failure("chart-unknown"));
  if (opened.isGuardedChart(chart)) return fail(failure("guard-already"));
  if (mayWrite(opened, chart, "progress")) {
    const begun = await opened.sync.begin({ kind: "clinical", chart });
    if (!begun.ok) return begun;
  }
  const stated = await guardOwn(ports, opened, chart);
  if (!stated.ok) return stated;
  const isOpen = await openGuarded(ports, disk, opened, request.chart);
  const alias = request.alias?.trim();
  if (!isOpen.ok) return isOpen;
  // Who let others in before the guard was last ended does so again, and the name goes inside when the chart is open.
  if (!alias || isOpen.value === "waits") return ok();
  const now = ports.clock.now();
  const [name, createdAt] = [named["name"] as string, Number(named["created_at"])];
  const inside = { type: "chart" as const, revision: ports.crypto.random(16), writtenAt: now, name, createdAt };
  await opened.keep([revisionFor({ kind: "clinical", chart }, chart, inside, [])]);
  return renameChart(opened, ports.clock, ports.crypto.random, request.chart, alias);
}

/** What is not guarded yet of this member's in the chart. */
function guardOwn({ clock }: Ports, opened: Opened, chart: Bytes): Promise<Result<undefined, Failure>> {
  const { account } = opened.keys;
  return opened.sync.state((roster) => {
    const compartments = ownPlaces(opened, roster, chart).filter(({ guard }) => !guard?.isSet);
    const today = Math.floor(clock.now() / dayMs);
    // Whose last day is past is given no key of the guarded epoch: they would shut themselves out, and be told that it failed.
    const isPast = compartments.some((one) => (untilDayOf(one, account) ?? today) < today);
    if (compartments.length === 0 || isPast || !treats(opened, roster)) return fail(failure("not-entitled"));
    const ids = compartments.map(({ compartment }) => compartment);
    return ok({ operations: [["guard.set", ids]], rotates: { compartments, guarded: true } });
  });
}

/** Psychotherapy notes of a guarded chart are guarded before the first of them is written. */
export async function guardOwnNotes(
  ports: Ports,
  disk: Disk,
  opened: Opened,
  chart: Bytes,
): Promise<Result<undefined, Failure>> {
  const { roster } = opened.state;
  const own = roster && ownNotes(opened, roster, chart);
  if (own?.guard?.isSet) return ok();
  const begun = own ? ok() : await opened.sync.begin({ kind: "psychotherapy", chart });
  if (!begun.ok) return asGuarded(begun.error);
  const stated = await guardOwn(ports, opened, chart);
  if (!stated.ok) return asGuarded(stated.error);
  if (!isOpenHere(opened, chart)) {
    const isOpen = await openGuarded(ports, disk, opened, toHex(chart));
    return isOpen.ok ? ok() : isOpen;
  }
  const begunNow = opened.state.roster && ownNotes(opened, opened.state.roster, chart);
  const beside = begunNow ? await openBeside(ports, disk, opened, begunNow) : ok();
  return beside.ok ? letInAsElsewhere(opened, chart) : asGuarded(beside.error);
}

const ownNotes = (opened: Opened, roster: Roster, chart: Bytes): Compartment | undefined =>
  ownPlaces(opened, roster, chart).find(({ kind }) => kind === "psychotherapy");

/** Whoever lets others into the progress notes lets them into these too. */
function letInAsElsewhere(opened: Opened, chart: Bytes): Promise<Result<undefined, Failure>> {
  return opened.sync.state((roster) => {
    const own = ownNotes(opened, roster, chart);
    const active = activeIn(opened, roster, chart).map(toHex);
    return own && active.length > 0 ? choice(opened, roster, [own], active) : ok({ operations: [] });
  });
}

/** Who lets others into the chart, of those who sign and are given keys: also the last time, when its guard was ended. */
function activeIn({ state }: Opened, roster: Roster, chart: Bytes): AccountId[] {
  const guarded = compartmentsOf(roster, chart).filter(
    ({ kind, guard, compartment }) => kind === "clinical" && (guard?.isSet || isGuarded(state, compartment)),
  );
  return unionOf(guarded.map((one) => activeReleasersOf(roster, one)));
}

/**
 * Ends the guard of an open chart; its name comes back. Failures: `guard-absent`, `guard-closed`, `second-owner-needed`.
 */
export async function unguardChart(ports: Ports, opened: Opened, id: string): Promise<Result<undefined, Failure>> {
  const chart = idFrom(id);
  if (!chart || !opened.isGuardedChart(chart)) return fail(failure("guard-absent"));
  if (!isOpenHere(opened, chart)) return fail(failure("guard-closed"));
  const name = opened.guardedFold()?.nameOf(chart);
  const stated = await opened.sync.state((roster) => {
    const ending = guardedOwn(opened, roster, chart);
    if (!ending.ok) return ending;
    if (!isOwner(opened, roster)) return fail(failure("second-owner-needed"));
    const ids = ending.value.map(({ compartment }) => compartment);
    const nobody = choice(opened, roster, ending.value, []);
    if (!nobody.ok) return nobody;
    return ok({
      operations: [["guard.unset", ids], ...nobody.value.operations],
      rotates: { compartments: ending.value, guarded: false },
    });
  });
  return stated.ok ? comeBack(ports, opened, id, name) : stated;
}

/** `undefined`: the chart is not guarded. */
export async function guardView(
  { crypto }: Ports,
  disk: Disk,
  opened: Opened,
  id: string,
): Promise<GuardView | undefined> {
  const chart = idFrom(id);
  const { roster } = opened.state;
  if (!chart || !roster || !opened.isGuardedChart(chart)) return undefined;
  const isOpen = isOpenHere(opened, chart);
  const clientName = isOpen ? opened.guardedFold()?.nameOf(chart) : undefined;
  const clinical = compartmentsOf(roster, chart).filter(({ kind }) => kind === "clinical");
  const readers = clinical[0]?.readers ?? [];
  const waiting = clinical[0]
    ? readers.filter((one) => isServed(opened.state, clinical[0] as Compartment, one) === false)
    : [];
  const asked = opened.waiting();
  const named = (account: AccountId) => ({ member: toHex(account), name: opened.fold.nameOf(account) ?? "" });
  const active = activeIn(opened, roster, chart).map(named);
  const isWaitedFor = asked && equalBytes(asked.chart, chart);
  const byRole = isOwner(opened, roster) ? "alone" : "with-owner";
  const mayEnd = guardedOwn(opened, roster, chart).ok ? byRole : "no";
  const mayChoose = chosenOwn(opened, roster, chart).ok ? byRole : "no";
  return {
    isOpen,
    releasers: active,
    mayChoose: mayChoose === "with-owner" && active.length === 0 ? "alone" : mayChoose,
    ...(isWaitedFor ? { waits: { at: asked.at } } : {}),
    ...(clientName === undefined ? {} : { clientName }),
    mayEnd,
    hasEnded: endedPlaces(opened, roster, chart).length > 0 || leftPlaces(opened, roster, chart).length > 0,
    readers: readers.length,
    waitForKey: waiting.map((one) => opened.fold.nameOf(one) ?? ""),
    openings: await openingsOf(crypto, disk, opened, chart),
    hasCrisisCard: opens(opened, chart)
      ? opened.fold.crisisOf(chart).some((row) => row["type"] === "crisis-card")
      : crisisOf(roster, chart).length > 0,
    crisisOpenings: await crisisOpenings(opened, chart),
  };
}

/** Each as its device signed it and its leaf names it; one that the server put into the ledger twice counts once. */
async function openingsOf(
  crypto: Ports["crypto"],
  disk: Disk,
  { state, keys, fold }: Opened,
  chart: Bytes,
): Promise<OpeningView[]> {
  const { roster } = state;
  if (!roster) return [];
  const ids = new Set(compartmentsOf(roster, chart).map(({ compartment }) => toHex(compartment)));
  const seen = new Set<string>();
  const views: (OpeningView & { readonly asked?: string })[] = [];
  const letIn = new Map<string, { name: string; device: string }>();
  for (const { position, entry } of disk.bodies.entries()) {
    const opening = parseOpening(entry);
    const release = opening ? undefined : parseRelease(entry)?.body;
    const raw = opening || release ? disk.leaf(position) : undefined;
    const leaf = raw && parseLeaf(raw);
    if (leaf?.kind !== "server" || !equalBytes(hash(entry), leaf.bodyHash)) continue;
    // Judged when it came; of what was put aside the leaf names no opening that is shown.
    if (release)
      letIn.set(toHex(release.asked), {
        name: fold.nameOf(release.account) ?? "",
        device: fold.nameOf(release.device) ?? "",
      });
    if (!opening) continue;
    const { compartment, account, device, at, sequence } = opening.body;
    const key = roster.devices.get(toHex(device))?.key;
    const message = context("opening", keys.practice, opening.bodyBytes);
    const place = `${openingPlace(compartment, device)}/${sequence}`;
    if (!ids.has(toHex(compartment)) || !key || seen.has(place)) continue;
    if (!(await verify(crypto, key, opening.signature, message))) continue;
    seen.add(place);
    const names = { name: fold.nameOf(account) ?? "", device: fold.nameOf(device) ?? "" };
    views.push({ member: toHex(account), ...names, at, ...(opening.body.key ? { asked: toHex(askedId(entry)) } : {}) });
  }
  return views.reverse().map(({ asked, ...view }) => (asked ? { ...view, letIn: letIn.get(asked) ?? null } : view));
}
