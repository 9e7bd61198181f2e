/**
 * The second factor that a person has, as they would use it: digits of their app at this time, or one of their spare codes. And
 * what must be so of the server's asking: nobody without a factor is asked, and who has one is, before acts that decide over
 * others (SES-15), unless this device showed it minutes ago.
 */

import type { Outcome, Vault } from "@alcove/vault";
import { codeAt } from "../../../apps/cli/src/second-factor.ts";
import type { YearTime } from "./clock.ts";

export class Factor {
  readonly #time: YearTime;
  #secret: string | undefined;
  readonly spare: string[] = [];
  readonly spent: string[] = [];
  unsure = 0;

  constructor(time: YearTime) {
    this.#time = time;
  }

  get isSet(): boolean {
    return this.#secret !== undefined;
  }
  set(secret: string): void {
    this.#secret = secret;
  }
  end(): void {
    this.#secret = undefined;
    this.spare.splice(0);
    this.unsure = 0;
  }

  /** Of this secret; each counts once, so half a minute passes before the next. */
  digits(secret: string): string {
    this.#time.pass(31_000);
    return codeAt(secret, this.#time.now());
  }

  /** What the person types; nothing where they have none. `mostly`: every third time it is a spare code. */
  code(of: "app" | "mostly app" = "app"): string | undefined {
    if (this.#secret === undefined) return undefined;
    const [code] = of === "mostly app" && this.spare.length % 3 === 1 ? this.spare.splice(0, 1) : [];
    return code ?? this.digits(this.#secret);
  }

  /** What the app shows of a new secret, and at the same moment of the one before: they are typed into one form. */
  another(secret: string): { readonly code: string; readonly before: string | undefined } {
    const before = this.code();
    return { code: codeAt(secret, this.#time.now()), before };
  }

  /** Whether a code that was shown counted; where its answer was lost nobody knows. */
  counted(code: string, really: boolean): void {
    if (code.length <= 6) return;
    if (really) this.spent.push(code);
    else this.unsure++;
  }
}

const minutesMs = 10 * 60_000;
const asksAgainAfterMs = 30 * 86_400_000;

/** A vault whose person shows the factor wherever they are asked for it. */
export function withFactor(vault: Vault, factor: Factor, time: YearTime): Vault {
  /** When this device last showed one, or set it. */
  let shownAt = Number.NEGATIVE_INFINITY;
  /** And when the server said that it was right. */
  let knownAt = Number.NEGATIVE_INFINITY;
  const totp = (): { readonly totp?: string } => {
    const code = factor.code();
    if (code !== undefined) shownAt = time.now();
    return code === undefined ? {} : { totp: code };
  };

  async function asked<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const outcome = await work();
    if (outcome.ok) return outcome;
    const { code } = outcome.error;
    if (code !== "second-factor-again" && code !== "second-factor-needed") return outcome;
    if (!factor.isSet) throw new Error(`${code}, and there is no second factor`);
    if (code === "second-factor-needed" && time.now() - knownAt < asksAgainAfterMs)
      throw new Error("a second factor is asked for at login that this device showed within 30 days");
    const typed = factor.code("mostly app") ?? "";
    shownAt = time.now();
    const shown = await vault.showSecondFactor(typed);
    factor.counted(typed, shown.ok);
    if (!shown.ok) return shown;
    knownAt = time.now();
    return work();
  }

  /** An act that asks again. */
  async function weighty<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const mustAsk = factor.isSet && time.now() - shownAt > minutesMs;
    const before = shownAt;
    const outcome = await asked(work);
    if (mustAsk && outcome.ok && shownAt === before) throw new Error("a second factor was not asked for again");
    return outcome;
  }

  return {
    ...vault,
    sync: () => asked(() => vault.sync()),
    removeMember: (request) => weighty(() => vault.removeMember(request)),
    makeRecoveryCards: (request) => weighty(() => vault.makeRecoveryCards(request)),
    makeSuccessorCards: (request) => weighty(() => vault.makeSuccessorCards(request)),
    useSuccessorCards: (cards) => weighty(() => vault.useSuccessorCards(cards)),
    inviteMember: (request) => weighty(() => vault.inviteMember(request)),
    invite: () => weighty(() => vault.invite()),
    unguardChart: (chart) => weighty(() => vault.unguardChart(chart)),
    guardChart: (request) => asked(() => vault.guardChart(request)),
    openGuarded: (chart) => asked(() => vault.openGuarded(chart)),
    chooseReleasers: (request) => asked(() => vault.chooseReleasers(request)),
    letIn: (request) => asked(() => vault.letIn(request)),
    // The role may be theirs already, and then nothing is said.
    giveRole: (request) => asked(() => vault.giveRole(request)),
    // What is signed may be an act that asks again, or not.
    answerProposal: (request) => asked(() => vault.answerProposal(request)),
    giveInEmergency: (request) => asked(() => vault.giveInEmergency(request)),
    shareChart: (request) => asked(() => vault.shareChart(request)),
    destroyApart: (request) => asked(() => vault.destroyApart(request)),
    destroyChart: (request) => asked(() => vault.destroyChart(request)),
    takeOn: (request) => asked(() => vault.takeOn(request)),
    endAccess: (request) => asked(() => vault.endAccess(request)),
    revokeDevice: (request) => asked(() => vault.revokeDevice(request)),
    endSuccessorCards: () => asked(() => vault.endSuccessorCards()),
    endSuccession: () => asked(() => vault.endSuccession()),
    confirmFreshness: () => asked(() => vault.confirmFreshness()),
    addPasskey: (request) => asked(() => vault.addPasskey(request)),
    removePasskey: (credential) => asked(() => vault.removePasskey(credential)),
    withdrawInvitation: (id) => asked(() => vault.withdrawInvitation(id)),
    propose: (request) => asked(() => vault.propose(request)),
    changePassphrase: (request) => asked(() => vault.changePassphrase({ ...request, ...totp() })),
    rekey: (request) => asked(() => vault.rekey({ ...request, ...totp() })),
    takeNewKeys: (request) => asked(() => vault.takeNewKeys({ ...request, ...totp() })),
    enrolByKit: (request) => asked(() => vault.enrolByKit({ ...request, ...totp() })),
    makeSpareCodes: () => asked(() => vault.makeSpareCodes(totp())),
    async confirmTotp(code, before) {
      const confirmed = await vault.confirmTotp(code, before);
      if (confirmed.ok) shownAt = knownAt = time.now();
      return confirmed;
    },
  };
}
