/** People and rights: members, devices, who can open what, guards, proposals, recovery cards. */

import { type Bytes, fail, ok, type Result, wipe } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";
import type { Vault } from "../facade.ts";
import { deviceViews, revocation } from "../features/devices.ts";
import { memberViews } from "../features/notes.ts";
import { idFrom } from "../features/open-charts.ts";
import type { MadeSet } from "../features/recovery/set.ts";
import { type Context, withPart } from "./context.ts";

export function peopleMethods(context: Context) {
  const { ports, disk, lines, life } = context;
  const { opened, mustOpen, change } = life;
  const loadAccess = () => import("../features/access.ts");
  const loadProposals = () => import("../features/two-owners/proposals.ts");
  const loadRecovery = () => import("../features/recovery/set.ts");
  const loadGuard = () => import("../features/guarded/guard.ts");
  const loadOpening = () => import("../features/guarded/opening.ts");
  const loadLetIn = () => import("../features/guarded/let-in.ts");
  const loadLeaving = () => import("../features/leaving/leaving.ts");
  const loadSuccessor = () => import("../features/successor/set.ts");
  const loadWill = () => import("../features/will/will.ts");
  const loadWitnesses = () => import("../features/witnesses.ts");
  const loadEmergencies = () => import("../features/emergency/requests.ts");
  const loadGive = () => import("../features/emergency/give.ts");
  /** Cards that are being handed out, and don't count yet: in memory, until this device is locked. */
  const prepared = new WeakMap<Opened, Map<string, MadeSet>>();
  const loadDestroying = () => import("../features/destroying/chart.ts");
  const loadCertificate = () => import("../features/destroying/certificate.ts");
  const dayNow = () => new Date(ports.clock.now()).toISOString().slice(0, 10);
  const loadCrisis = () => import("../features/guarded/crisis-card.ts");

  function withMembers(
    work: (
      part: typeof import("../features/members.ts"),
      running: Opened,
      id: Bytes,
    ) => Promise<Result<undefined, Failure>>,
    member: string,
  ): Promise<Result<undefined, Failure>> {
    const id = idFrom(member);
    return change((running) =>
      id
        ? withPart(
            () => import("../features/members.ts"),
            (part) => work(part, running, id),
          )
        : Promise.resolve(fail(failure("member-unknown"))),
    );
  }

  return {
    removeMember: ({ member, keepsCharts }) =>
      withMembers((part, running, id) => part.removeMember(running, id, { keepsCharts: keepsCharts === true }), member),
    leavings: () => lines(loadLeaving, (part, running) => part.leavings({ ports, disk, opened: running })),
    async leaving(member) {
      const running = opened();
      const part = running && (await loadLeaving().catch(() => undefined));
      return running && part?.leavingView({ ports, disk, opened: running }, member);
    },
    beginLeaving: (member) =>
      change((running) => withPart(loadLeaving, (part) => part.beginLeaving({ ports, disk, opened: running }, member))),
    endLeaving: (member) =>
      change((running) => withPart(loadLeaving, (part) => part.endLeaving({ ports, disk, opened: running }, member))),
    passCharts: (request) =>
      change((running) => withPart(loadLeaving, (part) => part.passCharts({ ports, disk, opened: running }, request))),
    decideApart: (request) =>
      change((running) => withPart(loadLeaving, (part) => part.decideApart({ ports, disk, opened: running }, request))),
    destroyApart: ({ chart }) =>
      change((running) =>
        withPart(
          () => import("../features/destroying/apart.ts"),
          (part) => part.destroyApart({ ports, disk, opened: running }, chart),
        ),
      ),
    async chartDestruction(chart) {
      const running = opened();
      const part = running && (await loadDestroying().catch(() => undefined));
      return running && part?.chartDestruction({ ports, disk, opened: running }, chart, dayNow());
    },
    destroyChart: (request) =>
      change((running) =>
        withPart(loadDestroying, (part) => part.destroyChart({ ports, disk, opened: running }, request, dayNow())),
      ),
    destroyedCharts: () =>
      lines(loadCertificate, (part, running) => part.destroyedCharts({ ports, disk, opened: running })),
    async destructionCertificate(chart) {
      const running = mustOpen();
      if (!running.ok) return running;
      return withPart(loadCertificate, async (part) =>
        part.destructionCertificate({ ports, disk, opened: running.value }, chart),
      );
    },
    async couldHaveRead(about) {
      const running = mustOpen();
      if (!running.ok) return running;
      return withPart(
        async () => ({
          ...(await import("../features/leaving/could-have-read.ts")),
          ...(await import("../features/leaving/report-pdf.ts")),
        }),
        async (part) => {
          const report = await part.couldHaveRead({ ports, disk, opened: running.value }, about);
          return report.ok ? ok({ report: report.value, pdf: part.reportPdf(report.value) }) : report;
        },
      );
    },
    giveRole: ({ member, role }) => withMembers((part, running, id) => part.giveRole(running, id, role), member),
    lately: () =>
      lines(
        () => import("../features/activity.ts"),
        (part, running) => part.lately(disk, running, ports.clock.now()),
      ),
    activity: (request) =>
      lines(
        () => import("../features/activity.ts"),
        (part, running) => part.activity(disk, running, request),
      ),
    rights: () => lines(loadAccess, (part, running) => part.rights(running)),
    memberAccess: (member) => lines(loadAccess, (part, running) => part.memberAccess(running, member)),
    chartAccess: (chart) => lines(loadAccess, (part, running) => part.chartAccess(running, chart)),
    shareChart: (request) => change((running) => withPart(loadAccess, (part) => part.shareChart(running, request))),
    endAccess: (request) => change((running) => withPart(loadAccess, (part) => part.endAccess(running, request))),
    async guard(chart) {
      const running = opened();
      const part = running && (await loadGuard().catch(() => undefined));
      return running && part?.guardView(ports, disk, running, chart);
    },
    guardChart: (request) =>
      change((running) => withPart(loadGuard, (part) => part.guardChart(ports, disk, running, request))),
    unguardChart: (chart) =>
      change((running) => withPart(loadGuard, (part) => part.unguardChart(ports, running, chart))),
    openGuarded: (chart) =>
      change((running) => withPart(loadOpening, (part) => part.openGuarded(ports, disk, running, chart))),
    chooseReleasers: (request) =>
      change((running) => withPart(loadLetIn, (part) => part.chooseReleasers(running, request))),
    releaseRequests: () => lines(loadLetIn, (part, running) => part.releaseRequests(running)),
    letIn: (request) => change((running) => withPart(loadLetIn, (part) => part.letIn(ports, disk, running, request))),
    async closeGuarded() {
      opened()?.closeGuarded();
    },
    saveCrisisCard: (request) =>
      change((running) => withPart(loadCrisis, (part) => part.saveCrisisCard(ports, running, request))),
    async crisisCard(chart) {
      const running = mustOpen();
      return running.ok ? withPart(loadCrisis, (part) => part.crisisCard(running.value, chart)) : running;
    },
    openCrisisCard: (request) =>
      change((running) => withPart(loadCrisis, (part) => part.openCrisisCard(ports, disk, running, request))),
    emergencies: () => lines(loadEmergencies, (part, running) => part.emergencies(ports, running)),
    askInEmergency: (request) =>
      change((running) => withPart(loadEmergencies, (part) => part.askInEmergency(ports, running, request))),
    declineEmergency: (id) =>
      change((running) => withPart(loadEmergencies, (part) => part.declineEmergency(ports, running, id))),
    giveInEmergency: (request) =>
      change((running) => withPart(loadGive, (part) => part.giveInEmergency(ports, running, request))),
    destroyGiven: (id) =>
      change((running) =>
        withPart(
          () => import("../features/destroying/given.ts"),
          (part) => part.destroyGiven({ ports, disk, opened: running }, id),
        ),
      ),
    async givenInEmergency(id) {
      const running = mustOpen();
      return running.ok ? withPart(loadGive, (part) => part.givenInEmergency(ports, running.value, id)) : running;
    },
    proposals: () => lines(loadProposals, (part, running) => part.proposals({ ports, disk, opened: running })),
    propose: (request) =>
      change((running) => withPart(loadProposals, (part) => part.propose({ ports, disk, opened: running }, request))),
    answerProposal: ({ proposal, answer }) =>
      change((running) =>
        withPart(loadProposals, (part) => part.answerProposal({ ports, disk, opened: running }, proposal, answer)),
      ),
    heldSaves: () =>
      lines(
        () => import("../features/held-saves.ts"),
        (part, running) => part.heldSaves(running),
      ),
    async discardHeld(id) {
      await change(async (running) => {
        await running.giveUp(Number(id));
        return ok();
      });
    },
    async members() {
      const running = opened();
      return running ? memberViews(running, life.background.syncedAt()) : [];
    },
    setPresence: (request) =>
      change((running) =>
        withPart(
          () => import("../features/set-presence.ts"),
          (part) => part.setPresence(ports, running, request),
        ),
      ),
    async devices() {
      const running = opened();
      return running ? deviceViews(running) : [];
    },
    async deviceGone() {
      const running = opened();
      const part = running && (await import("../features/device-gone.ts").catch(() => undefined));
      return running && part?.deviceGone(disk, running, ports.clock.now());
    },
    async revokeDevice({ device, reason }) {
      return change(({ sync, keys }) => sync.state((roster) => revocation(roster, keys.account, device, reason)));
    },
    async exportLedger() {
      const running = mustOpen();
      return running.ok ? withPart(loadWitnesses, (part) => part.exportLedger(disk, running.value)) : running;
    },
    async witnessKeys() {
      const running = mustOpen();
      return running.ok ? withPart(loadWitnesses, async (part) => ok(part.witnessKeys(running.value))) : running;
    },
    setWitnesses: (keys) => change((running) => withPart(loadWitnesses, (part) => part.setWitnesses(running, keys))),
    async witnessRequest(request) {
      const running = mustOpen();
      if (!running.ok) return running;
      return withPart(loadWitnesses, (part) => part.witnessRequest(ports, disk, running.value, request));
    },
    handInCosigned: (note) =>
      change((running) => withPart(loadWitnesses, (part) => part.handInCosigned(running, note))),
    setRules: (rules) =>
      change((running) =>
        withPart(
          () => import("../features/set-rules.ts"),
          (part) => part.setRules(running, rules),
        ),
      ),
    async recovery() {
      const running = opened();
      const part = running && (await loadRecovery().catch(() => undefined));
      return running && part?.recoveryView(running);
    },
    makeRecoveryCards: (counts) =>
      change((running) =>
        withPart(loadRecovery, async (part) => {
          const set = await part.prepareSet(ports, running, counts);
          if (!set.ok) return set;
          const { made, cards } = set.value;
          const begun = await part.beginSet(running, made);
          if (!begun.ok) return begun;
          // They pin the ledger as it is with their own statement in it.
          const { checkpoint } = running.state;
          return ok(checkpoint ? part.cardsOf(made, running.profile, checkpoint, ports.clock.now()) : cards);
        }),
      ),
    async prepareRecoveryCards(counts) {
      const running = mustOpen();
      if (!running.ok) return running;
      return withPart(loadRecovery, async (part) => {
        const set = await part.prepareSet(ports, running.value, counts);
        if (!set.ok) return set;
        const { made, cards } = set.value;
        const others = prepared.get(running.value) ?? new Map<string, MadeSet>();
        prepared.set(running.value, others.set(cards[0]?.set ?? "", made));
        return ok(cards);
      });
    },
    beginRecoveryCards: (set) =>
      change(async (running) => {
        const made = prepared.get(running)?.get(set);
        if (!made) return fail(failure("cards-forgotten"));
        const begun = await withPart(loadRecovery, (part) => part.beginSet(running, made));
        if (begun.ok) {
          wipe(...made.shares);
          prepared.delete(running);
        }
        return begun;
      }),
    drillRecoveryCards: (cards) =>
      change((running) => withPart(loadRecovery, (part) => part.drillCards(running, cards))),
    async succession() {
      const running = opened();
      const part = running && (await loadSuccessor().catch(() => undefined));
      return running && part?.successionView({ disk, opened: running });
    },
    makeSuccessorCards: (request) =>
      change((running) => withPart(loadSuccessor, (part) => part.makeSuccessorCards(ports, running, request))),
    endSuccessorCards: () => change((running) => withPart(loadSuccessor, (part) => part.endSuccessorCards(running))),
    useSuccessorCards: (cards) =>
      change((running) =>
        withPart(
          () => import("../features/successor/use.ts"),
          (part) => part.useSuccessorCards(ports.crypto, life, running, cards),
        ),
      ),
    wills: () => lines(loadWill, (part, running) => part.wills(running)),
    saveWill: (words) => change((running) => withPart(loadWill, (part) => part.saveWill(ports, running, words))),
    decideSuccession: (decision) =>
      change((running) => withPart(loadWill, (part) => part.decideSuccession(ports, running, decision))),
    async willPdf(member) {
      const running = mustOpen();
      if (!running.ok) return running;
      const { value: open } = running;
      return withPart(
        async () => ({
          ...(await loadWill()),
          ...(await loadSuccessor()),
          ...(await import("../features/will/will-pdf.ts")),
        }),
        async (part) => {
          const will = (await part.wills(open)).find((one) => one.member === member);
          if (!will) return fail(failure("member-unknown"));
          const set = will.isYou ? part.successionView({ disk, opened: open })?.set : undefined;
          const { practiceName: practice, origin } = open.profile;
          return ok(part.willPdf(will, { practice, origin, ...(set ? { set } : {}) }));
        },
      );
    },
    endSuccession: () => change((running) => withPart(loadSuccessor, (part) => part.endSuccession(running))),
  } satisfies Partial<Vault>;
}
