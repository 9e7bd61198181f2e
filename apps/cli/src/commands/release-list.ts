import { ok } from "@alcove/bytes";
import type { AskedView } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { nameOr } from "../member-text.ts";
import { asOfLastSync, send, withOpenVault } from "../profile.ts";

export const command = defineCommand({
  details:
    "Whom you let into guarded charts asks you each time. It waits for an hour, and you read nothing of the chart.",
  run: (context) =>
    withOpenVault(context, async (vault) => {
      await send(context, vault);
      const requests = await vault.releaseRequests();
      const asOf = await asOfLastSync(vault);
      const text = requests.map(sayRequest).join("\n") || "Nobody asks you to let them in.";
      return ok({ facts: { requests, ...asOf.facts }, text: `${text}${asOf.text}` });
    }),
});

function sayRequest({ id, name, member, chartName, device, at }: AskedView): string {
  return `${id}\n  ${nameOr(name, member)} asks for "${chartName}", from ${device}, at ${new Date(at).toISOString()}`;
}
