/**
 * Domain separation: every signature, additional data, HKDF and HPKE info begins with what it is for, so that bytes
 * made for one purpose verify for no other (docs/spec, ENC-3). The one exception are C2SP signed notes.
 */

import { type Bytes, type CborValue, concatBytes, encodeCbor, type PracticeId, utf8 } from "@alcove/bytes";

/** Every purpose there is, in one place: a new one can't collide unseen. */
export type Purpose =
  | "salt"
  | "login"
  | "slot0"
  | "device"
  | "keyring"
  | "slot"
  | "secret-key"
  | "local"
  | "outbox"
  | "occurrence"
  | "draft"
  | "snapshot"
  | "prf"
  | "passkey"
  | "passkeys"
  | "env"
  | "envelope"
  | "batch"
  | "tag"
  | "commit"
  | "back"
  | "drop-box"
  | "epoch-key"
  | "guarded"
  | "commit-member"
  | "commit-release"
  | "member-part"
  | "part-inside"
  | "release-part"
  | "given-part"
  | "asked"
  | "release"
  | "statement"
  | "key-log"
  | "heartbeat"
  | "destroyed"
  | "tag-roster"
  | "tag-key-log"
  | "tag-heartbeat"
  | "tag-opening"
  | "opening"
  | "chunk"
  | "file-hash"
  | "account"
  | "hello"
  | "session"
  | "req"
  | "res"
  | "events"
  | "invite"
  | "invite-id"
  | "invite-inviter"
  | "invite-kept"
  | "invite-newcomer"
  | "commit-newcomer"
  | "sas"
  | "pairing-gift"
  | "invite-signature"
  | "kit"
  | "recovery-sign"
  | "recovery-seal"
  | "recovery-share"
  | "recover"
  | "portal-login"
  | "portal-set"
  | "wallet-secret"
  | "wallet-salt"
  | "wallet-card"
  | "portal-knock"
  | "note-signature"
  | "export"
  | "reminder"
  | "second-factor";

/** `"alcove/v1/<purpose>" || 0x00 || parts`. Parts are of fixed length or one last CBOR item, so that the split is unique. */
export function context(purpose: Purpose, ...parts: readonly Uint8Array[]): Bytes {
  return concatBytes(utf8(`alcove/v1/${purpose}\0`), ...parts);
}

/** As `context`, bound to a practice and to the facts that must not be swapped. */
export function boundContext(purpose: Purpose, practice: PracticeId, facts: CborValue): Bytes {
  return context(purpose, practice, encodeCbor(facts));
}
