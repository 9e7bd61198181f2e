/** What somebody does with a form that was filled in, and how it stands then. */

import { fail, ok, type Result } from "@alcove/bytes";
import type { Failure, FormResponseView, Vault } from "@alcove/vault";
import type { Context } from "./context.ts";
import type { Answer } from "./command.ts";
import { responseLines } from "./form-text.ts";
import { send, sentFacts, sentText, withOpenVault } from "./profile.ts";
import { type Refusal, refused, refusedTo } from "./refusal.ts";

type Acted = Result<{ readonly waiting: number }, Failure | Refusal>;

export const formActed = (
  context: Context,
  id: string,
  act: (vault: Vault, view: FormResponseView) => Promise<Acted>,
): Promise<Result<Answer, Refusal>> =>
  withOpenVault(context, async (vault) => {
    const before = await vault.formResponse(id);
    if (!before.ok) return refused(before.error);
    const acted = await act(vault, before.value);
    if (!acted.ok) return "kind" in acted.error ? fail(acted.error) : refusedTo("write", acted.error);
    const sent = await send(context, vault);
    const after = await vault.formResponse(id);
    if (!after.ok) return refused(after.error);
    const { head, acts } = after.value;
    return ok({
      facts: { id, head, acts, waiting: acted.value.waiting, ...sentFacts(sent) },
      text: `${responseLines(after.value).join("\n")}${sentText(sent)}`,
    });
  });
