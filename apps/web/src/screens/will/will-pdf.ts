/** A will saved as a PDF, to print. */

import type { WillView } from "@alcove/vault";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { saveFile } from "../../parts/save-file.ts";

export function useWillPdf(): {
  readonly busy: boolean;
  readonly error: string | undefined;
  readonly save: (will: WillView) => void;
} {
  const vault = useVault();
  const { busy, error, run } = useActing();
  const save = ({ member, name }: WillView) =>
    void run(async () => {
      const made = await vault.willPdf(member);
      if (made.ok)
        saveFile(`professional will, ${name}.pdf`, new Blob([new Uint8Array(made.value)], { type: "application/pdf" }));
      return made;
    });
  return { busy, error, save };
}
