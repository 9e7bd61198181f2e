/**
 * Brings notes into the text index: those that come by while they are open anyway, the rest when they are asked for. The
 * index is loaded when it is first needed; what was folded before that is marked in the fold as not indexed.
 */

import type { Bytes } from "@alcove/bytes";
import type { Revision } from "@alcove/records";
import type { MemorySql, SqlRow } from "../ports.ts";
import type { Fold } from "../views/fold.ts";
import type { ToFold } from "../views/lists/list.ts";
import { openTextIndex, type TextIndex } from "../views/text-index.ts";

export type IndexerParts = {
  readonly fold: Fold;
  /** The saved index with this id. `undefined`: it is gone. */
  readonly saved: (id: Bytes) => Promise<Bytes | undefined>;
  readonly memory: (image?: Bytes) => MemorySql;
  /** The revision at this place, see `Fold.unindexed`. */
  readonly openAt: (id: Bytes, row: SqlRow) => Promise<Revision | undefined>;
};

export function createIndexer({ fold, saved, memory, openAt }: IndexerParts) {
  let loading: Promise<TextIndex> | undefined;
  let loaded: TextIndex | undefined;
  let changes = 0;

  function load(): Promise<TextIndex> {
    loading ??= (async () => {
      const id = fold.textIndexId();
      const image = id && (await saved(id));
      if (!image) fold.forgetTextIndex();
      loaded = openTextIndex(memory(image));
      return loaded;
    })();
    return loading;
  }

  /** Those of `notes` that still are what their note says and are not indexed yet. Answers how many. */
  function add(index: TextIndex, notes: readonly Pick<ToFold, "record" | "revision" | "chart" | "author">[]): number {
    return fold.transaction(() =>
      index.transaction(() => {
        const dropped = fold.takeDropped();
        for (const docid of dropped) index.remove(docid);
        const fresh: Parameters<TextIndex["add"]>[] = [];
        for (const { record, revision, chart, author } of notes) {
          if (revision.type !== "note" || !chart) continue;
          const docid = fold.markIndexed(record, revision.revision);
          if (docid !== undefined) fresh.push([docid, revision, chart, author]);
        }
        // In order: FTS5 writes out what it holds whenever a row comes before the last one.
        fresh.sort(([a], [b]) => a - b);
        for (const one of fresh) index.add(...one);
        changes += dropped.length + fresh.length;
        return fresh.length;
      }),
    );
  }

  return {
    load,
    /** Changes to the index since it was loaded. */
    changes: (): number => changes,
    serialize: (): Bytes | undefined => loaded?.serialize(),
    /** What was just folded, while it is in memory. */
    take(folded: readonly ToFold[]): number {
      return loaded ? add(loaded, folded) : 0;
    },
    /** Up to `limit` of the notes that were not indexed when they came. Answers how many it added. */
    async some(limit: number): Promise<number> {
      const index = await load();
      const rows = fold.unindexed(limit);
      const opened = await Promise.all(rows.map((row) => openAt(row["current"] as Bytes, row)));
      const notes = rows.flatMap((row, i) => {
        const revision = opened[i];
        if (!revision) return [];
        return [
          { record: row["record"] as Bytes, revision, chart: row["chart"] as Bytes, author: row["author"] as Bytes },
        ];
      });
      return add(index, notes);
    },
    close(): void {
      void loading?.then((index) => index.close());
    },
  };
}
