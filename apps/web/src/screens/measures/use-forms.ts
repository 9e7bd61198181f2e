/** The measures there are: what can be filled in, and what entries of before were filled in with. */

import type { Measure, OwnMeasure } from "@alcove/vault";
import { useAnswer } from "../../app/session.tsx";

export type Forms = {
  readonly offered: readonly Measure[];
  readonly own: readonly OwnMeasure[];
  /** Whatever an entry names; `undefined`: this app does not have it. */
  readonly find: (id: string, version: string) => Measure | undefined;
};

export function useForms(): Forms | undefined {
  const { value: offered } = useAnswer("offered measures", (vault) => vault.offeredMeasures());
  const { value: own } = useAnswer("own measures", (vault) => vault.ownMeasures());
  if (!offered || !own) return undefined;
  const all = [...offered, ...own.map(({ measure }) => measure)];
  return { offered, own, find: (id, version) => all.find((one) => one.id === id && one.version === version) };
}
