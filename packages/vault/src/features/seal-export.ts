/** The seal of an export (docs/spec, EXP-3, EXP-4): who receives it is written down first. */

import { asHash, type Bytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure, sealExport as sealed } from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";
import type { SealedExport, SealExport } from "../facade.ts";
import type { Ports } from "../ports.ts";
import { restricts } from "./cases/hold.ts";
import { recordDisclosure } from "./disclosures.ts";
import { chartFrom } from "./open-charts.ts";

/** Failures: `chart-unknown`, `request-malformed`, `authorisation-needed`, `restriction-unread`, those of `recordDisclosure`. */
export async function sealExport(
  ports: Ports,
  view: Opened,
  { chart, manifest, psychotherapy, disclosure, heeds }: SealExport,
): Promise<Result<SealedExport, Failure>> {
  const id = chartFrom(view, chart);
  if (!id) return fail(failure("chart-unknown"));
  if (manifest.length !== 32) return fail(failure("request-malformed"));
  if (disclosure) {
    if (psychotherapy && disclosure.authorisation.trim() === "") return fail(failure("authorisation-needed"));
    const unread = view.fold
      .structuredOf("case", id)
      .filter(({ record, value }) => restricts(value) && !heeds.includes(toHex(record)));
    if (unread.length > 0) return fail(failure("restriction-unread"));
    const recorded = await recordDisclosure(ports, view, { chart, ...disclosure }, manifest as Bytes);
    if (!recorded.ok) return recorded;
  }
  const { identity, practice, account } = view.keys;
  const body = { account, manifest: asHash(manifest as Bytes), at: ports.clock.now() };
  const bytes = await sealed(ports.crypto, identity, practice, body);
  return ok({ practice: toHex(practice), identity: toHex(identity.publicKey), signed: toHex(bytes) });
}
