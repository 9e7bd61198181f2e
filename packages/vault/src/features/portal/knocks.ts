/** Clients' new devices that knock by wallet card and PIN: shown to who reads the portal, and admitted or sent away by a tap. */

import { asHash, fail, type Hash, ok, type Result, toHex } from "@alcove/bytes";
import { hash, type PublicKey } from "@alcove/crypto";
import { clientSideOf, type Failure, failure, isOfNow, type Knock, openKnock, parseKnock } from "@alcove/protocol";
import type { Opened } from "../../engine/opened.ts";
import type { KnockView } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { readMessage } from "../../session.ts";
import { admitClient, portalViews } from "./portals.ts";

/** `card`: whose key signed it. */
type Heard = { readonly knock: Knock; readonly transcript: Hash; readonly card: PublicKey };

/** Only what the card has signed that the list names, for its newest entry: the server makes none of its own, and keeps none for later. */
async function heard({ crypto }: Pick<Ports, "crypto">, opened: Opened): Promise<Result<readonly Heard[], Failure>> {
  const { state, keys, inSession } = opened;
  const answer = await inSession((session) => session.call("GET", "/v1/knocks"));
  const message = answer.ok ? readMessage("Knocks", answer.value) : answer;
  if (!message.ok) return message;
  const found: Heard[] = [];
  for (const encoded of message.value.knocks) {
    const portal = parseKnock(encoded)?.portal;
    const log = portal && state.keyLogs.get(toHex(portal));
    const { card } = clientSideOf(log?.readers);
    const knock = card && (await openKnock(crypto, keys.practice, card, encoded));
    if (!log || !knock || !isOfNow(log, knock)) continue;
    found.push({ knock, transcript: asHash(hash(encoded)), card });
  }
  return ok(found);
}

export async function knockViews(ports: Pick<Ports, "crypto">, opened: Opened): Promise<KnockView[]> {
  const found = await heard(ports, opened);
  const portals = portalViews(opened);
  return (found.ok ? found.value : []).flatMap(({ knock }) => {
    const portal = portals.find(({ id }) => id === toHex(knock.portal));
    if (!portal) return [];
    const { id, chart, chartName } = portal;
    return [{ portal: id, chart, chartName, device: toHex(knock.device) }];
  });
}

/** Failures: `not-entitled`, `invitation-unknown` (nobody knocks there any more). */
export async function answerKnock(
  ports: Pick<Ports, "crypto">,
  opened: Opened,
  request: { readonly portal: string; readonly device: string; readonly admit: boolean },
): Promise<Result<undefined, Failure>> {
  const found = await heard(ports, opened);
  if (!found.ok) return found;
  const isMeant = ({ knock }: Heard) =>
    toHex(knock.device) === request.device && toHex(knock.portal) === request.portal;
  const asked = found.value.find(isMeant);
  if (!asked) return fail(failure("invitation-unknown"));
  const { portal, head: _, ...newcomer } = asked.knock;
  if (request.admit) {
    const admitted = await admitClient(opened, portal, { ...newcomer, card: null }, asked.transcript, asked.card);
    if (!admitted.ok) return admitted;
  }
  const removed = await opened.inSession((session) => session.call("DELETE", `/v1/knocks/${toHex(portal)}`));
  return removed.ok ? ok() : removed;
}
