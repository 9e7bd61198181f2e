/**
 * One example of every format of Alcove's own, each with what must be refused in its place. Deterministic: a test
 * compares what this gives with what is stored.
 */

import { chainCases } from "./chain-cases.ts";
import { destroyCases } from "./destroy-cases.ts";
import { emergencyCases } from "./emergency-cases.ts";
import { enrolmentCases } from "./enrolment-cases.ts";
import type { FrozenCase } from "./frozen-case.ts";
import { frozenPort } from "./frozen-port.ts";
import { guardedCases } from "./guarded-cases.ts";
import { keyCases } from "./key-cases.ts";
import { ledgerCases } from "./ledger-cases.ts";
import { exportSealCases } from "./export-seal-cases.ts";
import { noteSignatureCases } from "./note-signature-cases.ts";
import { passkeyCases } from "./passkey-cases.ts";
import { peopleCases } from "./people-cases.ts";
import { portalCases } from "./portal-cases.ts";
import { recoveryCases } from "./recovery-cases.ts";
import { releaseCases } from "./release-cases.ts";
import { sessionCases } from "./session-cases.ts";
import { successorCases } from "./successor-cases.ts";

export async function generateFormats(): Promise<readonly FrozenCase[]> {
  const port = await frozenPort();
  return [
    ...(await keyCases(port)),
    ...(await chainCases(port)),
    ...(await ledgerCases(port)),
    ...(await sessionCases(port)),
    ...(await enrolmentCases(port)),
    ...(await peopleCases(port)),
    ...(await recoveryCases(port)),
    ...(await passkeyCases(port)),
    ...(await guardedCases(port)),
    // By a seed of its own: examples that come before it later change nothing here.
    ...(await successorCases(await frozenPort("alcove frozen formats, protocol version 1successor"))),
    ...(await releaseCases()),
    ...(await emergencyCases(await frozenPort("alcove frozen formats, protocol version 1emergency"))),
    ...(await portalCases(await frozenPort("alcove frozen formats, protocol version 1portal"))),
    ...(await destroyCases(await frozenPort("alcove frozen formats, protocol version 1destruction"))),
    ...(await noteSignatureCases(await frozenPort("alcove frozen formats, protocol version 1note signature"))),
    ...(await exportSealCases(await frozenPort("alcove frozen formats, protocol version 1export seal"))),
  ];
}
