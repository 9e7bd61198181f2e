/** The whole ledger counted again on this device, against what the server signed. */

import type { LedgerReport, WitnessView } from "@alcove/vault";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine } from "../../parts/field.tsx";
import { figures } from "../../words/counts.ts";
import { wordsForAlarm } from "../../words/alarms.ts";
import { sayMinute, sayMoment } from "../../words/dates.ts";

const NameWitnesses = lazy(() => import("./name-witnesses.tsx").then((m) => ({ default: m.NameWitnesses })));

export type LedgerProps = { readonly witnesses: readonly WitnessView[]; readonly mayName: boolean };

export function Ledger({ witnesses, mayName }: LedgerProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [naming, setNaming] = useState(false);
  const [report, setReport] = useState<{ readonly at: number; readonly found: LedgerReport }>();
  const check = async () => {
    const checked = await acting.run(() => vault.verifyLedger());
    if (checked) setReport({ at: Date.now(), found: checked.value });
  };
  const whole = report?.found.problems.length === 0;
  return (
    <section aria-labelledby="h-ledger">
      <div className="head">
        <h2 id="h-ledger">The ledger</h2>
        {report && (
          <span className={whole ? "ev verified" : "ev failing"}>
            {whole ? "Whole" : "Not whole"}, {sayMinute(report.at)}
          </span>
        )}
      </div>
      <p className="small quiet above-act">
        The list of everything that was saved or changed in the practice. The server can take no line back and leave
        none out: this device can count them all again.
      </p>
      {witnesses.length > 0 && <Witnesses witnesses={witnesses} />}
      {report && (
        <p className="small above-act num" role="status">
          {figures(report.found.size)} lines: {figures(report.found.batches)} batches with{" "}
          {figures(report.found.envelopes)} sealed entries, {figures(report.found.statements)} changes to people and
          devices, {figures(report.found.keyLogEntries)} changes of keys, {figures(report.found.heartbeats)} signs of
          life.
        </p>
      )}
      {report?.found.problems.map((problem) => (
        <ErrorLine key={`${problem.code} ${problem.at}`} text={wordsForAlarm(problem).title} />
      ))}
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="acts">
        <button className="b" type="button" aria-busy={acting.busy} onClick={() => void check()}>
          {acting.busy ? "Counting" : "Count it again"}
        </button>
        {mayName && (
          <button className="b plain" type="button" onClick={() => setNaming(true)}>
            Witnesses
          </button>
        )}
      </div>
      {naming && (
        <Suspense>
          <NameWitnesses onClose={() => setNaming(false)} />
        </Suspense>
      )}
    </section>
  );
}

/** Who elsewhere follows it. One that fell silent is no alarm: it may be off, or the server keeps this ledger from it. */
function Witnesses({ witnesses }: { readonly witnesses: readonly WitnessView[] }): ReactElement {
  const now = Date.now();
  return (
    <ul className="small above-act witnesses">
      {witnesses.map(({ name, seenAt, isStale }) => (
        <li key={name}>
          <span className={isStale ? "ev stale" : "ev verified"}>
            {seenAt === undefined ? "Not heard of yet" : isStale ? "Silent" : "Witnessed"}
          </span>{" "}
          {name}
          {seenAt !== undefined && `, ${isStale ? "last heard of" : "signed"} ${sayMoment(seenAt, now)}`}.
          {isStale && seenAt !== undefined && " Whoever runs your server should know."}
        </li>
      ))}
    </ul>
  );
}
