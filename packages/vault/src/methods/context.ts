/** What the facade's methods share: the life of this device's vault, and parts that are loaded when they are asked for. */

import { type Bytes, fail, ok, type Result } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { NoteKind, Revision } from "@alcove/records";
import type { Opened } from "../engine/opened.ts";
import { type Access, recordShown } from "../features/access-log/record.ts";
import type { AuthenticatorPlace } from "../features/authenticators.ts";
import { within } from "../features/guarded/view.ts";
import { revisionFor } from "../features/notes.ts";
import { idFrom } from "../features/open-charts.ts";
import type { Life } from "../life.ts";
import type { Ports } from "../ports.ts";
import { directory } from "../engine/outbox.ts";

/** With whatever goes out before; so that what is looked at within a minute is one batch. */
const accessTravelsAfterMs = 60_000;

export function createContext(ports: Ports, life: Life) {
  const { opened, background, guarded } = life;
  let accessOrder: Promise<unknown> = Promise.resolve();

  return {
    ports,
    life,
    disk: life.disk,
    /** The second factor that was offered last: an app's secret, until it is confirmed, or where a new authenticator is made. */
    offered: { totp: undefined as Bytes | undefined, authenticator: undefined as AuthenticatorPlace | undefined },
    /** What somebody asked to stop and has not stopped yet. */
    stoppedTasks: new Set<string>(),
    random: (length: number): Bytes => ports.crypto.random(length),

    /** What a part that is loaded when it is asked for lists; nothing while locked, or without it. */
    async lines<Part, Line>(
      load: () => Promise<Part>,
      list: (part: Part, running: Opened) => readonly Line[] | Promise<readonly Line[]>,
    ): Promise<readonly Line[]> {
      const running = life.opened();
      const part = running && (await load().catch(() => undefined));
      if (!running || !part) return [];
      return list(part, running);
    },

    /**
     * Writes down what is shown, before it is (docs/spec, ACL-2). One after the other: of two at once each would believe to be the
     * first. On a full disk people read on, and the next look writes it down.
     */
    async noteShown(running: Opened, accessesOf: () => readonly Access[]): Promise<void> {
      const recorded = accessOrder.then(() =>
        life.through(() =>
          guarded(async () => {
            if (opened() === running && (await recordShown(ports, running, accessesOf())))
              background.syncAfter(accessTravelsAfterMs);
            return ok();
          }, running),
        ),
      );
      accessOrder = recorded.catch(() => {});
      await recorded;
    },

    /** What is said first of a record in the directory. */
    own: (record: Bytes, revision: Revision) => revisionFor(directory, record, revision, []),
    stamp: () => ({ revision: ports.crypto.random(16), writtenAt: ports.clock.now() }),
  };
}

export type Context = ReturnType<typeof createContext>;

/**
 * Work of a part that most visits never need, which a browser loads when it is asked for. Without a network it is not there,
 * until the app is laid in for offline use.
 */
export async function withPart<Part, T>(
  load: () => Promise<Part>,
  work: (part: Part) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const part = await load().catch(() => undefined);
  return part === undefined ? fail(failure("server-unreachable")) : work(part);
}

/** Psychotherapy notes of a guarded chart are guarded too, before there are any. */
export async function guardedFor(
  { ports, disk }: Context,
  running: Opened,
  chart: string,
  kind: NoteKind,
): Promise<Result<undefined, Failure>> {
  const id = idFrom(chart);
  if (!id || kind !== "psychotherapy" || !running.isGuardedChart(id)) return ok();
  return withPart(
    () => import("../features/guarded/guard.ts"),
    (part) => part.guardOwnNotes(ports, disk, running, id),
  );
}

/** Work in one chart, or on what holds this record; of a guarded chart that is closed nothing is to be had. */
export async function inside<T>(
  running: Opened,
  { chart, record }: { readonly chart?: string; readonly record?: string | undefined },
  work: (view: Opened) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const view = within(running, chart === undefined ? undefined : idFrom(chart), record ? idFrom(record) : undefined);
  return view ? work(view) : fail(failure("guard-closed"));
}
