/** What the facade's methods share: the life of this device's vault, and parts that are loaded when they are asked for. */

import { type Bytes, fail, type Result } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { Revision } from "@alcove/records";
import type { Opened } from "../engine/opened.ts";
import type { AuthenticatorPlace } from "../features/authenticators.ts";
import { within } from "../features/guarded/view.ts";
import { revisionFor } from "../features/notes.ts";
import { idFrom } from "../features/open-charts.ts";
import type { Life } from "../life.ts";
import type { Ports } from "../ports.ts";

export function createContext(ports: Ports, life: Life) {
  return {
    ports,
    life,
    disk: life.disk,
    /** The second factor that was offered last: an app's secret, until it is confirmed, or where a new authenticator is made. */
    offered: { totp: undefined as Bytes | undefined, authenticator: undefined as AuthenticatorPlace | undefined },
    random: (length: number): Bytes => ports.crypto.random(length),

    /** What a part that is loaded when it is asked for lists; nothing while locked, or without it. */
    async lines<Part, Line>(
      load: () => Promise<Part>,
      list: (part: Part, running: Opened) => readonly Line[] | Promise<readonly Line[]>,
    ): Promise<readonly Line[]> {
      const running = life.opened();
      const part = running && (await load().catch(() => undefined));
      return running && part ? list(part, running) : [];
    },

    /** What is said first of a record in the directory. */
    own: (record: Bytes, revision: Revision) => revisionFor({ kind: "directory", chart: null }, record, revision, []),
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

/** Work in one chart, or on what holds this record; of a guarded chart that is closed nothing is to be had. */
export async function inside<T>(
  running: Opened,
  { chart, record }: { readonly chart?: string; readonly record?: string | undefined },
  work: (view: Opened) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const view = within(running, chart === undefined ? undefined : idFrom(chart), record ? idFrom(record) : undefined);
  return view ? work(view) : fail(failure("guard-closed"));
}
