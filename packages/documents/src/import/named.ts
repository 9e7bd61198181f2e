/**
 * What the name of a file that lies loose says before its day: "Roe 2024-03-01" says "Roe". A word like that keeps the files of
 * different people apart while it is asked whose they are, and is never more than a guess.
 */

import { titleOfPath } from "../document-path.ts";
import { nameOrWord, wordBeforeDay } from "./guess.ts";
import { compareNames, foldName } from "./names.ts";

/** A chart as an import knows it. */
export type Chart = {
  readonly id: string;
  readonly name: string;
  /** Names of the clients among its people, where they are open to this member. */
  readonly clients?: readonly string[];
};

/** What of a vault says who a chart's clients are. */
export type ClientsVault = {
  administrative(
    chart: string,
  ): Promise<{ readonly people: readonly { readonly name: string; readonly roles: readonly string[] }[] } | undefined>;
};

/**
 * For all files of a folder at once. Without a day, or behind it, a word counts where a chart or another file says it too: "thoughts"
 * is nobody, and "Roe intake" is whoever "Roe 2024-03-01" is.
 * @returns of a path the word, written as it was first; `undefined`: its name says nothing
 */
export function createNamed(paths: readonly string[], charts: readonly Chart[]): (path: string) => string | undefined {
  const written = new Map<string, string>();
  const beforeDays = new Set<string>();
  const times = new Map<string, number>();
  const inFolder = (path: string, word: string) => `${path.slice(0, path.lastIndexOf("/") + 1)}\0${foldName(word)}`;
  for (const path of paths) {
    const title = titleOfPath(path);
    const before = wordBeforeDay(title);
    const word = before ?? nameOrWord(title);
    if (word === undefined) continue;
    if (!written.has(foldName(word))) written.set(foldName(word), word);
    if (before !== undefined) beforeDays.add(foldName(word));
    times.set(inFolder(path, word), (times.get(inFolder(path, word)) ?? 0) + 1);
  }
  return (path) => {
    const title = titleOfPath(path);
    const word = wordBeforeDay(title) ?? nameOrWord(title);
    if (word === undefined) return undefined;
    const counts =
      beforeDays.has(foldName(word)) ||
      (times.get(inFolder(path, word)) ?? 0) > 1 ||
      chartsNamed(word, charts).length > 0;
    return counts ? written.get(foldName(word)) : undefined;
  };
}

/** Charts that have it as a whole word of their name, or of a client's among their people; else those of a like name or its initials. */
export function chartsNamed(word: string, charts: readonly Chart[]): readonly Chart[] {
  const whole = charts.filter(({ name, clients = [] }) => [name, ...clients].some((one) => hasWords(one, word)));
  return whole.length > 0 ? whole : charts.filter(({ name }) => compareNames(name, word) === "maybe");
}

/** Whether each word of the one is a whole word of the name. */
export function hasWords(name: string, word: string): boolean {
  const words = foldName(name).split(" ");
  const wanted = foldName(word).split(" ").filter(Boolean);
  return wanted.length > 0 && wanted.every((one) => words.includes(one));
}

/** Charts with the names of their clients. Of one whose people are not open nothing is added. */
export function withClients<C extends Chart & { readonly people: readonly string[] }>(
  vault: ClientsVault,
  charts: readonly C[],
): Promise<(C & Chart)[]> {
  return Promise.all(
    charts.map(async (chart) => {
      if (chart.people.length === 0) return chart;
      const people = (await vault.administrative(chart.id))?.people ?? [];
      return { ...chart, clients: people.filter(({ roles }) => roles.includes("client")).map(({ name }) => name) };
    }),
  );
}
