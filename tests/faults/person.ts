/** What people do on a server once each: found, write, invite and think better of it, pair, set a second factor and a key beside it, make recovery cards, enrol, revoke. */

import type { PairingStep, Vault } from "@alcove/vault";
import { Secret, TOTP } from "otpauth";
import { SoftAuthenticator } from "../../apps/server/src/testing/soft-authenticator.ts";
import { allSent, must, passphrase } from "../bench/vault-steps.ts";
import { type Folders, foundingOf, openHere } from "./device.ts";
import type { KillableServer } from "./killed.ts";

const allSteps = [
  "found",
  "write",
  "report",
  "withdraw",
  "pair",
  "second factor",
  "key",
  "cards",
  "enrol",
  "revoke",
] as const;
type Step = (typeof allSteps)[number];

/** One person with a practice of her own, whose steps can be done again where the server died under them. */
export class Person {
  readonly #origin: string;
  readonly #folders: Folders;
  readonly #nextHalfMinute: () => Promise<number>;
  readonly #laptop: Vault;
  readonly #devices: Vault[] = [];
  readonly acknowledged = new Set<Step>();
  #chart = "";
  #kit = "";
  #totp: TOTP | undefined;

  /** `nextHalfMinute`: the server's clock moved on, so that the authenticator has a code that wasn't used. */
  static async fresh(origin: string, folders: Folders, nextHalfMinute: () => Promise<number>): Promise<Person> {
    return new Person(origin, folders, nextHalfMinute, await openHere(folders.fresh()));
  }

  private constructor(origin: string, folders: Folders, nextHalfMinute: () => Promise<number>, laptop: Vault) {
    this.#origin = origin;
    this.#folders = folders;
    this.#nextHalfMinute = nextHalfMinute;
    this.#laptop = laptop;
  }

  /** One step after the other until one fails because the server is gone; gives that one. */
  async doAll(server: KillableServer): Promise<Step | undefined> {
    for (const step of allSteps) {
      try {
        await this.do(step, server.ended);
      } catch (error) {
        if (await server.disarm()) throw error;
        return step;
      }
    }
    return undefined;
  }

  /** After a restart of the server, which every session ended with: the next sync begins a new one. */
  async doAgain(step: Step, serverEnded: Promise<unknown>): Promise<void> {
    if (step !== "found") must(await this.#laptop.sync());
    await this.do(step, serverEnded);
  }

  async do(step: Step, serverEnded: Promise<unknown>): Promise<void> {
    switch (step) {
      case "found":
        await this.#found();
        break;
      case "write":
        await this.#write();
        break;
      case "report":
        await this.#report();
        break;
      case "withdraw":
        await this.#withdraw(serverEnded);
        break;
      case "pair":
        await this.#pair(serverEnded);
        break;
      case "second factor":
        await this.#setSecondFactor();
        break;
      case "key":
        await this.#addShowAndRemoveKey();
        break;
      case "cards":
        await this.#makeCards();
        break;
      case "enrol":
        await this.#enrol(await this.#code());
        break;
      case "revoke":
        await this.#revoke();
        break;
    }
    this.acknowledged.add(step);
  }

  /** What there is in the end, on a device that takes all of it from the server; and whether the server is as strict as before. */
  async outcome() {
    if (!this.acknowledged.has("found")) await this.#found();
    if (!this.acknowledged.has("write")) await this.#write();
    await allSent(this.#laptop);
    const withoutCode = this.acknowledged.has("second factor") && (await this.#tryEnrol(""));
    const fresh = await this.#enrol(await this.#code());
    return {
      withoutCode,
      titles: (await fresh.notes(this.#chart)).map(({ title }) => title),
      hasRevoked: (await fresh.devices()).some(({ revoked }) => revoked),
      problems: must(await fresh.verifyLedger()).problems,
      statuses: [await this.#laptop.status(), await fresh.status()],
    };
  }

  async remove(): Promise<void> {
    for (const device of [this.#laptop, ...this.#devices]) await device.close();
  }

  async #found(): Promise<void> {
    if ((await this.#laptop.status()).phase === "empty") {
      const { kit, totp } = must(await this.#laptop.found(foundingOf(this.#origin)));
      this.#kit = kit.text;
      this.#totp = new TOTP({ secret: Secret.fromBase32(totp.secret) });
    }
    must(await this.#laptop.sync());
  }

  async #write(): Promise<void> {
    this.#chart = (await this.#laptop.charts())[0]?.id ?? must(await this.#laptop.createChart({ name: "Chart" })).id;
    const words = { title: "First", body: { text: "First" }, basedOn: [] };
    if ((await this.#laptop.notes(this.#chart)).length === 0)
      must(await this.#laptop.saveNote({ chart: this.#chart, kind: "progress", date: "2026-11-22", ...words }));
    must(await this.#laptop.sync());
  }

  /** What the server has sent is written when somebody asks; a kill may lose the last of it, and nothing else. */
  async #report(): Promise<void> {
    const [own] = await this.#laptop.members();
    must(await this.#laptop.couldHaveRead({ member: own?.id ?? "" }));
  }

  async #withdraw(serverEnded: Promise<unknown>): Promise<void> {
    const laptopShows = watch(this.#laptop, serverEnded);
    must(await this.#laptop.invite());
    await laptopShows("waiting");
    await this.#laptop.cancelPairing();
    await laptopShows("failed");
  }

  async #pair(serverEnded: Promise<unknown>): Promise<void> {
    const newcomer = await this.#fresh();
    const [inviterShows, newcomerShows] = [watch(this.#laptop, serverEnded), watch(newcomer, serverEnded)];
    try {
      must(await this.#laptop.invite());
      const waiting = await inviterShows("waiting");
      must(await newcomer.acceptInvitation({ invitation: waiting.qr, server: this.#origin, deviceName: "paired" }));
      const compare = await newcomerShows("compare");
      await inviterShows("compare");
      const words = "words" in compare ? compare.words : [];
      must(await this.#laptop.choosePairingWords(words));
      must(await newcomer.choosePairingWords(words));
      await newcomerShows("passphrase");
      must(await newcomer.finishPairing(passphrase));
      await Promise.all([newcomerShows("done"), inviterShows("done")]);
    } finally {
      await this.#laptop.cancelPairing();
      await newcomer.cancelPairing();
    }
  }

  async #setSecondFactor(): Promise<void> {
    const set = await this.#laptop.confirmTotp(await this.#code());
    // The answer before the server died was lost, and the second factor stands: another one is set by who has it alone.
    if (set.ok || set.error.code !== "second-factor-needed") must(set);
  }

  async #addShowAndRemoveKey(): Promise<void> {
    const key = new SoftAuthenticator(0);
    const page = { origin: this.#origin };
    const stop = this.#laptop.subscribe((event) => {
      if (event.kind === "authenticator") void this.#laptop.answerAuthenticator(key.show(event.challenge, page));
    });
    try {
      const challenge = must(await this.#laptop.authenticatorChallenge());
      must(await this.#laptop.addAuthenticator({ ...key.make(challenge, page), totp: await this.#code() }));
      must(await this.#laptop.showAuthenticator());
      must(await this.#laptop.removeAuthenticator({ credential: key.credential }));
    } finally {
      stop();
    }
  }

  async #makeCards(): Promise<void> {
    const made = await this.#laptop.makeRecoveryCards({ needed: 2, cards: 3 });
    if (made.ok) return;
    // The session in which the second factor was set ended with the server (SES-15).
    if (made.error.code !== "second-factor-again") must(made);
    must(await this.#laptop.showSecondFactor(await this.#code()));
    must(await this.#laptop.makeRecoveryCards({ needed: 2, cards: 3 }));
  }

  async #enrol(totp: string): Promise<Vault> {
    const device = await this.#fresh();
    must(await device.enrolByKit({ kit: this.#kit, passphrase, totp, deviceName: "enrolled" }));
    must(await device.sync());
    return device;
  }

  async #tryEnrol(totp: string): Promise<string> {
    const device = await this.#fresh();
    const enrolled = await device.enrolByKit({ kit: this.#kit, passphrase, totp, deviceName: "enrolled" });
    return enrolled.ok ? "enrolled" : enrolled.error.code;
  }

  async #revoke(): Promise<void> {
    must(await this.#laptop.sync());
    const other = (await this.#laptop.devices()).find((device) => !device.thisDevice && !device.revoked);
    must(await this.#laptop.revokeDevice({ device: other?.id ?? "", reason: "lost" }));
  }

  async #code(): Promise<string> {
    return this.#totp?.generate({ timestamp: await this.#nextHalfMinute() }) ?? "";
  }

  async #fresh(): Promise<Vault> {
    const device = await openHere(this.#folders.fresh());
    this.#devices.push(device);
    return device;
  }
}

/** The pairing steps that a device shows, each waited for while the server lives. */
function watch(device: Vault, serverEnded: Promise<unknown>) {
  const seen: PairingStep[] = [];
  let told = () => {};
  device.subscribe((event) => {
    if (event.kind === "pairing") seen.push(event.step);
    told();
  });
  const ended = serverEnded.then(() => Promise.reject(new Error("the server is gone")));
  ended.catch(() => undefined);
  return async <S extends PairingStep["step"]>(step: S): Promise<Extract<PairingStep, { step: S }>> => {
    for (;;) {
      const found = seen.find((each) => each.step === step);
      if (found) return found as Extract<PairingStep, { step: S }>;
      if (seen.some((each) => each.step === "failed")) throw new Error(`pairing failed before "${step}"`);
      await Promise.race([new Promise<void>((resolve) => (told = resolve)), ended]);
    }
  };
}
