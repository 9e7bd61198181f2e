/** Founding, and what opens one's own vault. */

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
