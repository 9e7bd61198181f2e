/** A further device of one's own, by an invitation. */

import { type ReactElement, useCallback } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { Inviting } from "../invitations/inviting.tsx";

export function Invite({ onClose }: { readonly onClose: () => void }): ReactElement {
  const vault = useVault();
  const begin = useCallback(() => vault.invite(), [vault]);
  return <Inviting kind="device" begin={begin} onAgain={begin} onClose={onClose} />;
}
