/** Signing at the member's own screen, with the one who signs beside them. */

import type { FormResponseView } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { Signing } from "./signing.tsx";

export function SignForm({
  view,
  onClose,
}: {
  readonly view: FormResponseView;
  readonly onClose: () => void;
}): ReactElement {
  const [isTyped, setTyped] = useState(false);
  return (
    <FormDialog
      isTyped={isTyped}
      leaving="Leave without a signature?"
      title="Sign this form"
      note="Whoever signs is in the room with you and types this themselves. With your own key you say that you were there. The form stays as it is from then on."
      onClose={onClose}
    >
      {(go) => <Signing view={view} onSigned={onClose} onTyped={setTyped} leave={{ says: "Not now", go }} />}
    </FormDialog>
  );
}
