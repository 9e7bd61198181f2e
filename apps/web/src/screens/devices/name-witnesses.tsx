/** An owner says who elsewhere follows the ledger; each witness is told the ledger's key first. */

import { type FormEvent, type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { sayKeysFailure } from "../../words/failures.ts";

export function NameWitnesses({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { value: answer } = useAnswer("witness keys", (vault) => vault.witnessKeys());
  const vault = useVault();
  const acting = useActing(sayKeysFailure);
  const [typed, setTyped] = useState<string>();
  const keys = answer?.ok ? answer.value : undefined;
  const text = typed ?? keys?.witnesses.join("\n") ?? "";
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const named = text.split(/\s+/).filter((line) => line !== "");
    if (await acting.run(() => vault.setWitnesses(named))) onClose();
  };
  return (
    <Dialog
      title="Witnesses"
      note="Another Alcove server, or somebody with the command line program, that signs that your ledger only grows. They see its length and hashes, no name and no record. A new device that a witness vouches for needs nobody else."
      broad
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <div className="field">
          <span className="small quiet">Tell each witness your ledger’s key:</span>
          <p className="small num witness-key">{keys?.ledger}</p>
        </div>
        <Field label="Keys of all witnesses, one a line" hint="Each says its own. Leave it empty for none.">
          {(control) => (
            <textarea
              {...control}
              rows={4}
              value={text}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={({ target }) => setTyped(target.value)}
            />
          )}
        </Field>
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={acting.busy}>
            Name them
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Leave them as they are
          </button>
        </div>
      </form>
    </Dialog>
  );
}
