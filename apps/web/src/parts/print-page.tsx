/** Printing a page, and what is said where nothing comes of it: an office can switch printing off, and the browser then says not a word. */

import { type ReactElement, useState } from "react";
import { ErrorLine } from "./field.tsx";

export type Printing = {
  /** Whether the browser began to print. */
  readonly print: () => Promise<boolean>;
  /** To be shown near the button. */
  readonly nothingPrinted: ReactElement | false;
};

export function usePrinting(): Printing {
  const [isBlocked, setBlocked] = useState(false);
  return {
    async print() {
      setBlocked(false);
      const began = await beginsToPrint();
      setBlocked(!began);
      return began;
    },
    nothingPrinted: isBlocked && (
      <ErrorLine text="Nothing was printed: this browser opens no print dialog here. All is as it was. Try another browser, or ask whoever looks after this computer." />
    ),
  };
}

/** Not every browser opens its dialog within the call. */
const WITHIN_MS = 1500;

function beginsToPrint(): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (began: boolean) => {
      clearTimeout(timer);
      removeEventListener("beforeprint", begin);
      resolve(began);
    };
    const begin = () => settle(true);
    const timer = setTimeout(() => settle(false), WITHIN_MS);
    addEventListener("beforeprint", begin);
    window.print();
  });
}
