/** What the processes of one browser use, as Linux counts it; nothing is counted where there is no `/proc`. */

import { existsSync, readdirSync, readFileSync } from "node:fs";

export type Processes = {
  /** Of all of them since they began. */
  cpuSeconds(): number;
  /**
   * Memory of their own in MiB: what they allocated and what they share among each other, without the browser's program and files, which lie in
   * memory once for all processes. `page`: of those that run pages the largest, with its workers.
   */
  memory(): { readonly page: number; readonly others: number };
};

/** Those whose command names this profile, and those that they began. */
export function processesOf(profile: string): Processes {
  function all() {
    const ids = existsSync("/proc") ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
    const running = ids.map((id) => ({
      id,
      parent: /^PPid:\s+(\d+)/m.exec(read(`/proc/${id}/status`))?.[1],
      command: read(`/proc/${id}/cmdline`),
    }));
    const ours = new Set(running.filter(({ command }) => command.includes(profile)).map(({ id }) => id));
    for (let before = -1; before < ours.size; ) {
      before = ours.size;
      for (const { id, parent } of running) if (parent && ours.has(parent)) ours.add(id);
    }
    return running.filter(({ id }) => ours.has(id));
  }
  // Looking for them takes longer than looking at them.
  const found = all();
  return {
    cpuSeconds: () => found.reduce((sum, { id }) => sum + cpuOf(id), 0),
    memory() {
      const each = found.map(({ id, command }) => ({ isPage: command.includes("--type=renderer"), own: ownMiB(id) }));
      const page = Math.max(0, ...each.filter(({ isPage }) => isPage).map(({ own }) => own));
      return { page, others: each.reduce((sum, { own }) => sum + own, 0) - page };
    },
  };
}

/** `pageMiB`: the most that the page's process had; `othersMiB`: by how much the others together grew at most. */
export type Watched = { readonly pageMiB: number; readonly othersMiB: number; readonly beforeMiB: number };

const everyMs = 25;

/** From now on, by looking again and again: of memory that is a process's own Linux keeps no highest. */
export function watchMemory(processes: Processes): { end(): Watched } {
  const before = processes.memory();
  let [page, others] = [before.page, before.others];
  const look = () => {
    const now = processes.memory();
    page = Math.max(page, now.page);
    others = Math.max(others, now.others);
  };
  const looking = setInterval(look, everyMs);
  return {
    end() {
      clearInterval(looking);
      look();
      return { pageMiB: page, othersMiB: others - before.others, beforeMiB: before.page };
    },
  };
}

function ownMiB(id: string): number {
  const status = read(`/proc/${id}/status`);
  const kib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
  return (kib("RssAnon") + kib("RssShmem") + kib("VmSwap")) / 1024;
}

const ticksASecond = 100;

function cpuOf(id: string): number {
  const stat = read(`/proc/${id}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksASecond;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // It ended meanwhile.
    return "";
  }
}
