/**
 * Breadth-first search over every state that a model can reach. What it finds first is the shortest way there, so a
 * violation comes with the shortest story that leads to it.
 */

/** One thing that may happen next: in words for the trace, and what holds afterwards. */
export type Step<S> = { readonly words: string; readonly state: S };

export type Claim<S> = {
  readonly name: string;
  /** Where it is promised: sections of the security design, rules of docs/spec. */
  readonly from: string;
  readonly holds: (state: S) => boolean;
};

export type Model<S> = {
  readonly name: string;
  readonly starts: readonly Step<S>[];
  /** Every step that is possible here. Must not change `state`. */
  readonly next: (state: S) => Iterable<Step<S>>;
  readonly claims: readonly Claim<S>[];
  /** What must happen on some way, or the claims would hold because nothing does. */
  readonly mustHappen: readonly { readonly name: string; readonly happened: (state: S) => boolean }[];
  /** Reached again from wherever one is, whatever went wrong before. Absent: nothing of the kind is claimed. */
  readonly alwaysPossible?: { readonly name: string; readonly from: string; readonly done: (state: S) => boolean };
};

export type Violation = { readonly claim: string; readonly trace: readonly string[] };

export type Explored = {
  readonly states: number;
  readonly steps: number;
  /** Steps on the longest of all shortest ways. */
  readonly depth: number;
  readonly ms: number;
  readonly violation?: Violation;
  /** Names of what should have happened and never did; judged only where nothing was violated. */
  readonly neverHappened: readonly string[];
};

/** More than any of our models has: a slip that makes one endless ends here. */
const mostStates = 2_000_000;

/**
 * Two states are the same if they have the same JSON: models keep them as plain arrays and objects with their fields in one order.
 * @throws Error where a model has more than 2,000,000 states: it is endless, and nothing was shown
 */
export function explore<S>(model: Model<S>): Explored {
  const began = performance.now();
  /** Until it was looked at. */
  const states: (S | undefined)[] = [];
  const isDone: boolean[] = [];
  const cameFrom: number[] = [];
  const how: string[] = [];
  const depths: number[] = [];
  const known = new Map<string, number>();
  const backwards: number[][] = [];
  const missing = new Map(model.mustHappen.map((each) => [each.name, each.happened]));
  let steps = 0;
  let violation: Violation | undefined;

  const trace = (at: number): string[] => {
    const way: string[] = [];
    for (let i = at; i >= 0; i = cameFrom[i] as number) way.unshift(how[i] as string);
    return way;
  };
  /** The place of a state, which is looked at once. */
  function add({ words, state }: Step<S>, from: number): number {
    const key = JSON.stringify(state);
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    const at = states.length;
    if (at >= mostStates) throw new Error(`${model.name}: more than ${mostStates} states`);
    known.set(key, at);
    states.push(state);
    cameFrom.push(from);
    how.push(words);
    depths.push(from < 0 ? 0 : (depths[from] as number) + 1);
    if (model.alwaysPossible) {
      backwards.push([]);
      isDone.push(model.alwaysPossible.done(state));
    }
    const broken = model.claims.find(({ holds }) => !holds(state));
    if (broken) violation = { claim: broken.name, trace: trace(at) };
    for (const [name, happened] of missing) if (happened(state)) missing.delete(name);
    return at;
  }

  for (const start of model.starts) if (!violation) add(start, -1);
  for (let at = 0; at < states.length && !violation; at++) {
    const state = states[at] as S;
    states[at] = undefined;
    for (const step of model.next(state)) {
      steps++;
      const to = add(step, at);
      if (violation) break;
      backwards[to]?.push(at);
    }
  }
  if (!violation && model.alwaysPossible) {
    const stuck = findStuck(backwards, isDone);
    if (stuck !== undefined) violation = { claim: model.alwaysPossible.name, trace: trace(stuck) };
  }
  return {
    states: states.length,
    steps,
    depth: depths.at(-1) ?? 0,
    ms: performance.now() - began,
    ...(violation ? { violation } : {}),
    neverHappened: violation ? [] : [...missing.keys()],
  };
}

/** The first state from which no way leads to one that is done. */
function findStuck(backwards: readonly (readonly number[])[], isDone: readonly boolean[]): number | undefined {
  const leads = [...isDone];
  const queue = leads.flatMap((is, at) => (is ? [at] : []));
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const from of backwards[at] ?? []) {
      if (leads[from]) continue;
      leads[from] = true;
      queue.push(from);
    }
  }
  const stuck = leads.indexOf(false);
  return stuck < 0 ? undefined : stuck;
}
