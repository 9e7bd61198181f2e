/** Founding, and what opens one's own vault. */

import type { Outcome } from "./outcome.ts";

export type PassphraseVerdict =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code:
        | "passphrase-short"
        | "passphrase-guessable"
        | "passphrase-common"
        | "passphrase-names"
        | "passphrase-classes";
    };

export type FoundRequest = {
  /** API origin of the server, for example `http://localhost:7420`. */
  readonly server: string;
  readonly practiceName: string;
  readonly ownerName: string;
  readonly ownerEmail: string;
  readonly deviceName: string;
  readonly passphrase: string;
};

/** The Emergency Kit, to print or to save to a stick. Holds the Secret Key; never the passphrase. */
export type EmergencyKit = {
  readonly practiceName: string;
  readonly memberName: string;
  readonly memberEmail: string;
  readonly madeAt: number;
  readonly deviceName: string;
  readonly origin: string;
  /** 26 base32 characters and a 2-character checksum, in 7 groups of 4. */
  readonly secretKey: string;
  /** The whole kit as text for QR, file and typing: `ALCOVE-KIT-1` and groups of 4 base32 characters with a checksum. */
  readonly text: string;
};

/** What an authenticator app takes: the secret in base32, and the same as an `otpauth:` address for its QR code. */
export type NewSecondFactor = { readonly secret: string; readonly uri: string };

export type Founded = {
  readonly kit: EmergencyKit;
  readonly totp: NewSecondFactor;
};

/**
 * Why somebody else may have what opens one's records. `exposed`: passphrase, Secret Key or Kit may be known. `lost`, `stolen`: a device is.
 */
export type RekeyReason = "exposed" | "lost" | "stolen";

/** A way to unlock beside the passphrase. */
export type PasskeyView = {
  readonly id: string;
  /** The authenticator's own id for it. */
  readonly credential: Uint8Array;
  /** Pages of this host may ask for it, and no others. */
  readonly host: string;
  readonly name: string;
  readonly addedAt: number;
};

/** `prf`: the 32 bytes that the authenticator made of `prfInput`, with its user verified; wiped here when it was used. */
export type UnlockByPasskey = { readonly credential: Uint8Array; readonly prf: Uint8Array };
/** `passphrase`: the present one. `name`: up to 60 characters. */
export type AddPasskey = UnlockByPasskey & {
  readonly host: string;
  readonly name: string;
  readonly passphrase: string;
};

/** A passkey or security key that is the second factor, or part of it; pages of this host may ask for it, and no others. */
export type AuthenticatorView = {
  readonly credential: Uint8Array;
  readonly host: string;
  readonly addedAt: number;
  readonly usedAt: number;
};

/** What a practice asks of everybody's devices; null: nothing. It tightens what a person chose, and loosens nothing. */
export type PracticeRules = {
  /** Capital and small letters, digits and signs in every passphrase. */
  readonly passphraseClasses: boolean;
  /** Another passphrase after so many months, 3 to 6. */
  readonly rotationMonths: number | null;
  /** The longest idle time before a device locks, 1 to 480. */
  readonly idleMinutes: number | null;
  /** For how many hours after the passphrase a passkey opens, 1 to 24. */
  readonly passkeyHours: number | null;
};

/** `app`: whether an authenticator app is set up. `spareCodes`: how many are left. */
export type SecondFactorView = {
  readonly set: boolean;
  readonly app: boolean;
  readonly spareCodes: number;
  readonly authenticators: readonly AuthenticatorView[];
};

/** What one signed (WebAuthn, "get"), as the browser hands it over. */
export type AuthenticatorAnswer = {
  readonly credential: Uint8Array;
  readonly authenticatorData: Uint8Array;
  readonly clientData: Uint8Array;
  readonly signature: Uint8Array;
};

/** A new one (WebAuthn, "create"). `totp`: of the second factor there is so far. */
export type AddAuthenticator = {
  readonly credential: Uint8Array;
  readonly attestation: Uint8Array;
  readonly clientData: Uint8Array;
  readonly totp?: string;
};

/** What a vault does with it. */
export type OwnKeysMethods = {
  /** Five words drawn by chance from 2,048 (55 bits), none of them of these names. */
  offerPassphrase(about: readonly string[]): Promise<readonly string[]>;
  /** Also by the practice's rules, where there are any on this device. */
  judgePassphrase(passphrase: string, about: readonly string[]): Promise<PassphraseVerdict>;
  found(request: FoundRequest): Promise<Outcome<Founded>>;
  /** A new secret for the authenticator, for who left it for later; where one is confirmed only in its place (`already-set-up`). */
  offerTotp(request?: { readonly inItsPlace: boolean }): Promise<Outcome<NewSecondFactor>>;
  /**
   * Proves that the authenticator works; the server asks for it from then on when a device is new. `totp`: six digits of the one
   * of before, or a spare code, where there is one.
   */
  confirmTotp(code: string, totp?: string): Promise<Outcome<void>>;
  /** As the server has it. */
  secondFactor(): Promise<Outcome<SecondFactorView>>;
  /**
   * Ten codes, four groups of four, in the place of those there were: each stands in once wherever `totp` asks for six
   * digits. They are given once and kept nowhere here. The first ones without `totp` for ten minutes after a
   * second factor was set; else `second-factor-needed`, also where none is set.
   */
  makeSpareCodes(request: { readonly totp?: string }): Promise<Outcome<readonly string[]>>;
  /**
   * The second factor by an authenticator: an `authenticator` event says what it is to sign. Signs in with it where the server asks;
   * within a session it counts for two minutes in the place of `totp`. `authenticator-none`, `authenticator-wrong`, `slow-down`.
   */
  showAuthenticator(): Promise<Outcome<void>>;
  answerAuthenticator(shown?: AuthenticatorAnswer): Promise<void>;
  /** What a new one is to be made over: 32 bytes, good for three minutes. */
  authenticatorChallenge(): Promise<Outcome<Uint8Array>>;
  /** `second-factor-needed`, `second-factor-wrong`, `authenticator-wrong`, `authenticators-full`. */
  addAuthenticator(request: AddAuthenticator): Promise<Outcome<void>>;
  /** `second-factor-last`, `second-factor-needed`, `second-factor-wrong`. */
  removeAuthenticator(request: { readonly credential: Uint8Array; readonly totp?: string }): Promise<Outcome<void>>;
  /** The authenticator app's digits count no more. `second-factor-last`, `second-factor-needed`, `second-factor-wrong`. */
  endTotp(request: { readonly totp?: string }): Promise<Outcome<void>>;
  /** The kit again, while open. */
  kit(): Promise<Outcome<EmergencyKit>>;
  /** `groups` as retyped from paper: group index (0 to 6) of the Secret Key and its 4 characters. */
  confirmKit(groups: readonly { readonly index: number; readonly text: string }[]): Promise<Outcome<void>>;
  /**
   * Another passphrase; nothing else changes. Whoever had the old one and a device's file or the Kit still reads what they
   * could read. `now`: the present one. `totp`: six digits where a second factor is set.
   * `keys-unsettled`: the answer was lost; both open this device until the next sync says which one counts.
   */
  changePassphrase(request: {
    readonly now: string;
    readonly next: string;
    readonly totp?: string;
  }): Promise<Outcome<void>>;
  /**
   * "Somebody may have it": new identity, Secret Key and Kit; whoever has the old ones reads nothing that is written from
   * now on. `device`: id of the one that is lost or stolen, which is revoked by the same act. Other devices go on with what
   * they have, and sync again when they took the new keys.
   */
  rekey(request: {
    readonly reason: RekeyReason;
    readonly now: string;
    readonly next: string;
    readonly totp?: string;
    readonly device?: string;
  }): Promise<Outcome<{ readonly kit: EmergencyKit }>>;
  /**
   * On another device after either act: the new passphrase, and after a rekey the new Kit's text. Until then syncs fail with
   * `passphrase-replaced` or `keys-replaced`.
   */
  takeNewKeys(request: {
    readonly passphrase: string;
    readonly kit?: string;
    readonly totp?: string;
  }): Promise<Outcome<void>>;
  /** Ways to unlock beside the passphrase, on all of one's devices; as of the last sync. */
  passkeys(): Promise<readonly PasskeyView[]>;
  /** What an authenticator is asked about before `addPasskey`: 32 bytes, the same for each of them. */
  passkeyInput(): Promise<Outcome<Uint8Array>>;
  /** `passphrase-wrong`, `passkey-there`, `passkeys-full`. With the server or not at all. */
  addPasskey(request: AddPasskey): Promise<Outcome<void>>;
  /** `passkey-unknown`. With the server or not at all. The keyring key stays: for a lost authenticator there is `rekey`. */
  removePasskey(id: string): Promise<Outcome<void>>;
  enrolByKit(request: {
    readonly kit: string;
    readonly passphrase: string;
    readonly totp: string;
    /** Asked for by an `authenticator` event, in the place of `totp`. */
    readonly authenticator?: true;
    readonly deviceName: string;
  }): Promise<Outcome<void>>;
  unlock(passphrase: string): Promise<Outcome<void>>;
  /**
   * `passkey-wrong`: none of this device's. `passkey-too-late`: the practice's rules ask for the passphrase again. The passphrase
   * opens it in any case.
   */
  unlockByPasskey(request: UnlockByPasskey): Promise<Outcome<void>>;
  /** For everybody in the practice. `not-entitled`: an owner's act. `rules-unfit`: a number beyond its bounds. */
  setRules(rules: PracticeRules): Promise<Outcome<void>>;
  /**
   * Six digits or a spare code, which the server asks of a device that it knows every 30 days: this syncs with them; until then
   * syncs fail with `second-factor-needed`, and reading and writing go on. And for acts that failed with `second-factor-again`
   * and can then be done within two minutes. `second-factor-wrong`, `slow-down`.
   */
  showSecondFactor(digits: string): Promise<Outcome<void>>;
};
