/** Today: what to finish, where you wrote last, what is due. Nothing stands here that isn't so. */

import { Link } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense } from "react";
import { Page } from "../../app/page.tsx";
import { readPreferences } from "../../app/preferences.ts";
import { isCodeFromServer } from "../../app/server-origin.ts";
import { useAnswer } from "../../app/session.tsx";
import { useOpenStatus } from "../../app/vault-context.tsx";
import { AlarmNotice } from "../../parts/alarm.tsx";
import { Empty } from "../../parts/empty.tsx";
import { wordsForAlarm } from "../../words/alarms.ts";
import { casesDue } from "../../words/cases.ts";
import { countConflicts } from "../../words/counts.ts";
import { dayOf, sayDay, sayMoment } from "../../words/dates.ts";
import { isTakenOut, SUSPENDED, whatWasReplaced, wordsForReplaced, wordsForTakenOut } from "../../words/own-keys.ts";
import { asksForDigits } from "../../words/second-factor.ts";
import { DraftRows } from "./draft-rows.tsx";
import { hasDuties } from "./has-duties.ts";
import { sayLede } from "./lede.ts";
import { Provisional } from "./provisional.tsx";
import { RecentCharts } from "./recent-charts.tsx";
import { useUnfinished } from "./unfinished.ts";
import { useWaiting } from "./waiting.ts";
import "./today.css";

// What stands here on few days. Alarms are not among it: they must not wait for anybody to deliver their words.
const ConflictRows = lazy(() => import("./conflict-rows.tsx").then((m) => ({ default: m.ConflictRows })));
const DigitsAsked = lazy(() => import("./digits-asked.tsx").then((m) => ({ default: m.DigitsAsked })));
const Lately = lazy(() => import("./lately.tsx").then((m) => ({ default: m.Lately })));
const loadEmergencies = () => import("../emergency/emergency-rows.tsx");
const EmergenciesToAnswer = lazy(() => loadEmergencies().then((m) => ({ default: m.EmergenciesToAnswer })));
const EmergencyRows = lazy(() => loadEmergencies().then((m) => ({ default: m.EmergencyRows })));
const HeldRows = lazy(() => import("./held-rows.tsx").then((m) => ({ default: m.HeldRows })));
const CameByCards = lazy(() => import("./came-by-cards.tsx").then((m) => ({ default: m.CameByCards })));
const CardsUsed = lazy(() => import("./cards-used.tsx").then((m) => ({ default: m.CardsUsed })));
const Duties = lazy(() => import("./duties.tsx").then((m) => ({ default: m.Duties })));
const UnsignedRows = lazy(() => import("./unsigned-rows.tsx").then((m) => ({ default: m.UnsignedRows })));
const UnfinishedRows = lazy(() => import("./unfinished-rows.tsx").then((m) => ({ default: m.UnfinishedRows })));
const EnquiriesLine = lazy(() => import("./enquiries-line.tsx").then((m) => ({ default: m.EnquiriesLine })));
const RemindersLine = lazy(() => import("./reminders-line.tsx").then((m) => ({ default: m.RemindersLine })));
const LetInRows = lazy(() => import("./let-in-rows.tsx").then((m) => ({ default: m.LetInRows })));
const AskedAtDevices = lazy(() => import("./asked-at-devices.tsx").then((m) => ({ default: m.AskedAtDevices })));

const TodaysAppointments = lazy(() =>
  import("../calendar/todays-appointments.tsx").then((m) => ({ default: m.TodaysAppointments })),
);
const QuietNotice = lazy(() => import("./quiet-notice.tsx").then((m) => ({ default: m.QuietNotice })));
const ProposalRows = lazy(() => import("../two-owners/proposal-rows.tsx").then((m) => ({ default: m.ProposalRows })));

export function TodayScreen(): ReactElement {
  const status = useOpenStatus();
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const { value: drafts } = useAnswer("drafts", (vault) => vault.drafts());
  const now = Date.now();
  const unfinished = useUnfinished(now);
  const waiting = useWaiting();
  const conflicts = countConflicts(charts ?? []);
  const replaced = whatWasReplaced(status.connection);
  // Owners are led to the app of their own computer, until they say in this browser that they know.
  const ownCodeMissing = status.maySetRules && isCodeFromServer() && !readPreferences().codeFromServer;
  const { value: cases } = useAnswer("case heads", (vault) => vault.caseHeads());
  const duties = { ...status, ownCodeMissing, casesDue: casesDue(cases ?? [], now) };

  return (
    <Page title="Today">
      <div className="top">
        <div>
          <h1>{sayDay(dayOf(now), now)}</h1>
          <p className="lede">
            {drafts && charts && unfinished && waiting
              ? sayLede(charts.length, {
                  emergencies: status.emergencies?.toAnswer ?? 0,
                  drafts: drafts.length,
                  open: unfinished.length,
                  conflicts,
                  ...waiting,
                })
              : "\u00a0"}
          </p>
        </div>
        {charts && charts.length > 0 && (
          <div className="acts">
            <Link className="b plain" to="/cases/urgent">
              Somebody is in danger
            </Link>
            <Link className="b wide-only" to="/charts">
              Write a note
            </Link>
          </div>
        )}
      </div>
      {status.alarms.map((alarm) => {
        const words = wordsForAlarm(alarm);
        return (
          <div className="notice" key={`${alarm.code} ${alarm.at}`}>
            <AlarmNotice
              title={words.title}
              lede={`Noticed ${sayMoment(alarm.at, now)}. ${words.lede}`}
              answers={words.answers}
            />
          </div>
        );
      })}
      {status.emergencies && status.emergencies.toAnswer > 0 && (
        <Suspense>
          <EmergenciesToAnswer now={now} />
        </Suspense>
      )}
      {status.asked > 0 && (
        <Suspense>
          <LetInRows />
        </Suspense>
      )}
      {asksForDigits(status.connection) && (
        <Suspense>
          <DigitsAsked />
        </Suspense>
      )}
      {replaced && (
        <Suspense>
          <AskedAtDevices words={wordsForReplaced(replaced)} hash="take-keys" />
        </Suspense>
      )}
      {status.suspended && (
        <Suspense>
          <AskedAtDevices words={SUSPENDED} hash="keys" />
        </Suspense>
      )}
      {isTakenOut(status.connection) && (
        <Suspense>
          <AskedAtDevices words={wordsForTakenOut(status.connection)} hash="pair-again" />
        </Suspense>
      )}
      {status.cameByCards && !status.provisional?.isBehind ? (
        <Suspense>
          <CameByCards
            secondFactorSet={status.secondFactorSet}
            provisional={status.provisional !== undefined && !status.suspended}
          />
        </Suspense>
      ) : (
        status.provisional && !status.suspended && <Provisional {...status.provisional} />
      )}
      {status.quiet.length > 0 && (
        <Suspense>
          <QuietNotice quiet={status.quiet} />
        </Suspense>
      )}
      <div className={hasDuties(duties) ? "cols" : "cols alone-col"}>
        <div className="stack">
          <Suspense>
            <TodaysAppointments now={now} />
          </Suspense>
          {status.emergencies && (
            <Suspense>
              <EmergencyRows now={now} />
            </Suspense>
          )}
          {status.proposed && (
            <Suspense>
              <ProposalRows />
            </Suspense>
          )}
          <Suspense>
            <Lately now={now} />
          </Suspense>
          {status.successorCardsUsed && (
            <Suspense>
              <CardsUsed now={now} />
            </Suspense>
          )}
          {drafts && drafts.length > 0 && <DraftRows drafts={drafts} charts={charts ?? []} now={now} />}
          {unfinished && unfinished.length > 0 && (
            <Suspense>
              <UnfinishedRows rows={unfinished} now={now} />
            </Suspense>
          )}
          {status.held > 0 && (
            <Suspense>
              <HeldRows now={now} />
            </Suspense>
          )}
          {conflicts > 0 && (
            <Suspense>
              <ConflictRows charts={charts ?? []} now={now} />
            </Suspense>
          )}
          <Suspense>
            <EnquiriesLine />
            <RemindersLine />
          </Suspense>
          {charts && charts.length > 0 && <RecentCharts charts={charts} now={now} />}
          <Suspense>
            <UnsignedRows now={now} />
          </Suspense>
          {charts?.length === 0 && (
            <Empty says="No charts yet. Begin with the client you see next, or bring in the folder in which your notes lie on this device.">
              <Link className="b primary" to="/charts" hash="new">
                Make the first chart
              </Link>
              <Link className="b" to="/bring-in">
                Bring notes in
              </Link>
            </Empty>
          )}
        </div>
        {hasDuties(duties) && (
          <Suspense>
            <Duties {...duties} />
          </Suspense>
        )}
      </div>
    </Page>
  );
}
