/** Destroying one's psychotherapy notes in a chart: what goes, what is not reached, and the client's name typed before it happens. */

import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { TypeToBeSure } from "../../parts/type-to-be-sure.tsx";
import { sayKeysFailure } from "../../words/failures.ts";

export type DestroyNotesProps = { readonly chart: string; readonly name: string; readonly onClose: () => void };

export function DestroyNotes({ chart, name, onClose }: DestroyNotesProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayKeysFailure);
  const [typed, setTyped] = useState("");
  const [isWrong, setIsWrong] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const fits = typed.trim() === name;
    setIsWrong(!fits);
    if (fits && (await acting.run(() => vault.destroyApart({ chart })))) onClose();
  };
  return (
    <Dialog
      title={`Destroy your notes of ${name}?`}
      note="Your psychotherapy notes in this chart, and the files kept with them, are deleted at the server and on your devices. Nobody can open them here again, and neither can you. This can’t be undone."
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <p className="small quiet">
          Not reached are backups of the server until they are overwritten, a device of yours that stays offline, and
          whatever was saved as a file, printed or copied. The chart and its progress notes stay.
        </p>
        <p className="small quiet">
          Laws of many States, contracts or a legal hold may ask that such notes are kept for years: whether they do
          here is yours to find out first.
        </p>
        <TypeToBeSure name={name} typed={typed} isWrong={isWrong} onChange={setTyped} />
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b" type="submit" aria-busy={acting.busy}>
            Destroy them for good
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Keep them
          </button>
        </div>
      </form>
    </Dialog>
  );
}
