/**
 * What the hostile server shows: a ledger of its own making, under checkpoints of its own signing. It begins as a copy of
 * the real one, and a test edits it.
 */

import { type Bytes, concatBytes, encodeCbor, type PracticeId, zeroHash } from "@alcove/bytes";
import {
  appendLeaves,
  emptyFrontier,
  encodeLeaf,
  type Leaf,
  leafBytes,
  parseLeaf,
  rootOf,
  type Tag,
} from "@alcove/crypto";
import { type AppendEntry, messages, parseAs } from "@alcove/protocol";
import { leafOf } from "../../../packages/vault/src/engine/sync/leaves.ts";
import { type HostileLayer, readReply, replyWith, type Tamper } from "./hostile-layer.ts";

export type Body = { readonly entry: Bytes; readonly payload: readonly Bytes[] };
/** One place of the ledger. Without a body: withheld, or owed to nobody here. */
export type Entry = { readonly leaf: Bytes; readonly body?: Body };
export type View = Entry[];

/** All that the real server holds for the account of this session, or for the one that asked last. */
export async function readView(layer: HostileLayer, session = layer.lastSession()): Promise<View> {
  const view: View = [];
  for (let bodiesFrom = 0; ; ) {
    const request = encodeCbor({ leavesFrom: 0, bodiesFrom, maxBytes: 4 * 1024 * 1024 });
    const page = readReply("SyncAnswer", await layer.ask(session, "POST", "/v1/sync", request));
    const size = page.leaves.length / leafBytes;
    for (let index = view.length; index < size; index++)
      view.push({ leaf: page.leaves.slice(index * leafBytes, (index + 1) * leafBytes) });
    for (const { index, entry, payload } of page.bodies) {
      const { leaf } = view[index] as Entry;
      view[index] = { leaf, body: { entry, payload } };
    }
    if (page.bodiesNext >= size) return view;
    bodiesFrom = page.bodiesNext;
  }
}

export const leafAt = (view: View, index: number): Leaf => parseLeaf((view[index] as Entry).leaf) as Leaf;

/** Indexes of one kind of leaf, in ledger order. */
export function indexesOf(view: View, kind: Leaf["kind"]): number[] {
  return view.flatMap((_, index) => (leafAt(view, index).kind === kind ? [index] : []));
}

/** The same without the body at `index`, whose leaf stays. */
export function withhold(view: View, index: number): View {
  return view.with(index, { leaf: (view[index] as Entry).leaf });
}

/** The real ledger without these places; what follows moves up. */
export function without(view: View, ...indexes: readonly number[]): View {
  return view.filter((_, index) => !indexes.includes(index));
}

/** The real ledger with a leaf of the server's own in this place, so that nothing behind it moves. */
export function hide(view: View, index: number): View {
  const leaf = encodeLeaf({ kind: "batch", tag: zeroHash().slice(0, 16) as Tag, bodyHash: zeroHash() });
  return view.with(index, { leaf });
}

/** The real ledger with two places exchanged. */
export function swap(view: View, a: number, b: number): View {
  return view.with(a, view[b] as Entry).with(b, view[a] as Entry);
}

/** As the server would take it, without asking whether it stands. */
export function entryFor(entry: AppendEntry): Entry {
  return { leaf: encodeLeaf(leafOf(entry)), body: { entry: entry.entry, payload: entry.payload } };
}

export function checkpointOf(view: View) {
  const frontier = appendLeaves(
    emptyFrontier,
    view.map(({ leaf }) => leaf),
  );
  return { size: frontier.size, root: rootOf(frontier) };
}

/** Which devices see a view, by device key. A forged ledger is shown to devices that the test gives up. */
export type Audience = (deviceKey: string) => boolean;
export const everybody: Audience = () => true;

/**
 * Shows `view` to some and the real ledger to the others. Appends of those who see it are taken into the view, without
 * any check, and never reach the real server.
 */
export function show(layer: HostileLayer, practice: PracticeId, view: View, to: Audience): Tamper {
  const forge = () => layer.forgeCheckpoint(practice, checkpointOf(view));
  const leavesFrom = (index: number) => concatBytes(...view.slice(index).map(({ leaf }) => leaf));
  return async (exchange, forward) => {
    const { path, session, body } = exchange;
    if (path === "/v1/login") {
      const reply = await forward();
      if (reply.status !== 200) return reply;
      const login = readReply("LoginAnswer", reply);
      const { deviceKey } = await layer.server.session(Buffer.from(login.session).toString("hex"));
      // A device may be enrolled in this view only: the real server would not let it in.
      return to(deviceKey) ? replyWith({ ...login, scope: "full", checkpoint: await forge() }) : reply;
    }
    if (!session || !to(session.deviceKey)) return forward();
    const bodiesFrom = (from: number) =>
      view.flatMap((each, index) => (each.body && index >= from ? [{ index, ...each.body }] : []));
    const past = path === "/v1/past" ? parseAs(messages.PastRequest, body) : undefined;
    if (past) {
      const bodies = bodiesFrom(past.bodiesFrom).filter(({ index }) => index < past.to);
      return replyWith({ bodies, bodiesNext: past.to });
    }
    const sync = path === "/v1/sync" ? parseAs(messages.SyncRequest, body) : undefined;
    if (sync) {
      return replyWith({
        leaves: leavesFrom(sync.leavesFrom),
        checkpoint: await forge(),
        bodies: bodiesFrom(sync.bodiesFrom),
        bodiesNext: view.length,
      });
    }
    const append = path === "/v1/append" ? parseAs(messages.AppendRequest, body) : undefined;
    if (append) {
      const first = view.length;
      view.push(...append.entries.map(entryFor));
      return replyWith({ first, leaves: leavesFrom(append.from), checkpoint: await forge() });
    }
    const isStranger = session.scope !== "full" && path.startsWith("/v1/drafts");
    return isStranger ? replyWith(exchange.method === "GET" ? { slots: [] } : {}) : forward();
  };
}
