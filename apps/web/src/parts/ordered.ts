/** Lines that a person puts in order: by buttons, or from inside a line by Alt and an arrow. The caret goes with what moved, and what happened is said. */

import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from "react";

export type OrderedRequest<T> = {
  readonly lines: readonly T[];
  readonly onChange: (lines: readonly T[]) => void;
  /** Selects the field of a line that gets the caret. */
  readonly field: string;
  /** As it is said when it moves or goes. */
  readonly nameOf: (line: T, index: number) => string;
};

export type Ordered<T> = {
  readonly list: RefObject<HTMLOListElement | null>;
  /** For a status line. */
  readonly said: string;
  readonly put: (index: number, changes: Partial<T>) => void;
  readonly add: (line: T) => void;
  readonly move: (index: number, step: 1 | -1) => void;
  readonly remove: (index: number) => void;
  readonly onKeyDown: (event: KeyboardEvent, index: number) => void;
};

export function useOrdered<T>({ lines, onChange, field, nameOf }: OrderedRequest<T>): Ordered<T> {
  const list = useRef<HTMLOListElement>(null);
  /** Which line gets the caret once it is drawn. */
  const next = useRef<number>(undefined);
  const [said, setSaid] = useState("");
  useLayoutEffect(() => {
    if (next.current === undefined) return;
    list.current?.children[next.current]?.querySelector<HTMLElement>(field)?.focus();
    next.current = undefined;
  });
  const move = (index: number, step: 1 | -1) => {
    const [moved, other] = [lines[index], lines[index + step]];
    if (moved === undefined || other === undefined) return;
    onChange(lines.map((line, at) => (at === index ? other : at === index + step ? moved : line)));
    next.current = index + step;
    setSaid(`${nameOf(moved, index)} is now ${index + step + 1} of ${lines.length}.`);
  };
  return {
    list,
    said,
    move,
    put: (index, changes) => onChange(lines.map((line, at) => (at === index ? { ...line, ...changes } : line))),
    add(line) {
      next.current = lines.length;
      onChange([...lines, line]);
    },
    remove(index) {
      const removed = lines[index];
      onChange(lines.filter((_, at) => at !== index));
      next.current = Math.min(index, lines.length - 2);
      if (removed !== undefined) setSaid(`${nameOf(removed, index)} was taken out.`);
    },
    onKeyDown(event, index) {
      const step = ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key];
      if (!event.altKey || step === undefined) return;
      event.preventDefault();
      move(index, step);
    },
  };
}
