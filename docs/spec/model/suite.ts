/** What is run: each model as it is, with what it is known not to hold, and with one check less at a time. */

import { type Explored, explore, type Model } from "./explore.ts";

export type Suite = {
  readonly name: string;
  /** Names of all claims and of all flaws: each claim is broken by a planted flaw, each flaw is planted. */
  readonly claims: readonly string[];
  readonly flaws: readonly string[];
  /** Each must hold. */
  readonly models: readonly Case[];
  /** Each has one check less, and must be caught breaking this claim. */
  readonly planted: readonly Planted[];
  /** Nobody promises these; that they can happen is kept in sight. The remedy, where there is one, is among the models. */
  readonly limits: readonly Planted[];
  /** Each has one check less and must hold all the same, since another check stands behind it. */
  readonly secondLine: readonly Case[];
};
/** A model is built when it is run: its tables are large. */
export type Case = { readonly name: string; readonly build: () => Runnable };
export type Planted = Case & { readonly breaks: string };
/** A model whose kind of state nobody outside it needs to know. */
export type Runnable = { readonly run: () => Explored };

/** `without`: a claim left out, so that the others are looked at beyond the point where this one breaks. */
export function runnable<S>(model: Model<S>, without?: string): Runnable {
  const claims = model.claims.filter(({ name }) => name !== without);
  return { run: () => explore({ ...model, claims }) };
}

export type Verdict = {
  readonly name: string;
  readonly explored: Explored;
  readonly asExpected: boolean;
  readonly expected: string;
};

export function* runSuite(suite: Suite): Generator<Verdict> {
  for (const one of [...suite.models, ...suite.secondLine]) {
    const explored = one.build().run();
    yield {
      name: one.name,
      explored,
      expected: "holds",
      asExpected: explored.violation === undefined && explored.neverHappened.length === 0,
    };
  }
  for (const one of [...suite.planted, ...suite.limits]) {
    const explored = one.build().run();
    yield {
      name: one.name,
      explored,
      expected: `breaks "${one.breaks}"`,
      asExpected: explored.violation?.claim === one.breaks,
    };
  }
}
