/** Files on their way into a chart: what is said of each before, and how far each one is. One after the other, each from where it lies. */

import { cleanFile, dateOfNote } from "@alcove/documents";
import type { DocumentCategory, Vault } from "@alcove/vault";
import { useRef, useState } from "react";
import { useSession } from "../../app/session.tsx";
import { useVault, useVaultEvents } from "../../app/vault-context.tsx";
import { guessCategory, sayCleaned } from "../../words/documents.ts";
import { SAY_BUG, sayFailure } from "../../words/failures.ts";

export type Item = {
  /** Also names its progress. */
  readonly key: string;
  readonly file: File;
  readonly category: DocumentCategory;
  readonly title: string;
  readonly date: string;
  readonly state: "waiting" | "sealing" | "added" | "there" | "failed";
  /** Bytes sealed. */
  readonly done: number;
  /** What was taken out of it, or why it was not added. */
  readonly remark?: string;
};

export type Adding = {
  readonly items: readonly Item[];
  readonly isRunning: boolean;
  readonly isStopping: boolean;
  readonly take: (files: readonly File[], category?: DocumentCategory) => void;
  readonly change: (keys: readonly string[], some: Partial<Pick<Item, "category" | "title" | "date">>) => void;
  readonly leave: (key?: string) => void;
  /** `asTheyCame`: pictures with everything their camera wrote. */
  readonly run: (asTheyCame: boolean) => Promise<void>;
  readonly stop: () => void;
};

export function useAdding(chart: string): Adding {
  const vault = useVault();
  const { reread } = useSession();
  const [items, setItems] = useState<readonly Item[]>([]);
  const [isRunning, setRunning] = useState(false);
  const [isStopping, setStopping] = useState(false);
  const now = useRef<{ task?: string; stopped: boolean }>({ stopped: false });

  const change = (keys: readonly string[], some: Partial<Item>) =>
    setItems((before) => before.map((item) => (keys.includes(item.key) ? { ...item, ...some } : item)));

  useVaultEvents((event) => {
    if (event.kind === "progress" && event.task === now.current.task) change([event.task], { done: event.done });
  });

  return {
    items,
    isRunning,
    isStopping,
    take(files, category) {
      const taken = files.map(
        (file): Item => ({
          key: `add ${crypto.randomUUID()}`,
          file,
          category: category ?? guessCategory(file.name),
          title: "",
          date: dateOfNote(file.name, "") ?? "",
          state: "waiting",
          done: 0,
        }),
      );
      setItems((before) => [...before.filter(({ state }) => state !== "added" && state !== "there"), ...taken]);
    },
    change,
    leave: (key) => setItems((before) => (key === undefined ? [] : before.filter((item) => item.key !== key))),
    async run(asTheyCame) {
      now.current = { stopped: false };
      setRunning(true);
      setStopping(false);
      for (const item of items.filter(({ state }) => state === "waiting" || state === "failed")) {
        if (now.current.stopped) break;
        now.current.task = item.key;
        change([item.key], { state: "sealing", done: 0, remark: "" });
        change(
          [item.key],
          await addOne(vault, chart, item, asTheyCame).catch(() => ({ state: "failed" as const, remark: SAY_BUG })),
        );
      }
      setRunning(false);
      reread();
    },
    stop() {
      now.current.stopped = true;
      setStopping(true);
      if (now.current.task) void vault.stop(now.current.task);
    },
  };
}

async function addOne(vault: Vault, chart: string, item: Item, asItCame: boolean): Promise<Partial<Item>> {
  const { file, category, title, date } = item;
  // What can't be read is told by whoever seals it.
  const cleaned = asItCame ? undefined : await cleanFile(file).catch(() => undefined);
  const added = await vault.attach({
    chart,
    name: file.name,
    mediaType: file.type || "application/octet-stream",
    bytes: cleaned?.outcome === "removed" ? cleaned.bytes : file,
    document: { category, title, from: "", ...(date ? { date } : {}) },
    onlyNew: true,
    task: item.key,
  });
  if (added.ok) return { state: "added", done: file.size, remark: (cleaned && sayCleaned(cleaned)) ?? "" };
  if (added.error.code === "attachment-stopped") return { state: "waiting", done: 0 };
  const isThere = added.error.code === "attachment-there";
  return { state: isThere ? "there" : "failed", remark: sayFailure(added.error) };
}
