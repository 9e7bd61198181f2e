/**
 * Every column of the server's database, and what it tells whoever reads it. A column that is not here fails a test, so
 * nothing is stored that nobody weighed (security.md section 9).
 */

/** Migrations that ran, and when: of the software, not of any practice. */
const migrations = {
  kysely_migration: { name: "a migration's name", timestamp: "when this server was set up or updated" },
  kysely_migration_lock: { id: "a constant", is_locked: "whether a migration is running" },
} as const;

const id = "an opaque id, 16 random bytes";

export const columns: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...migrations,
  practice: {
    practice: id,
    size: "how many entries the practice has appended",
    body_bytes: "their padded size, all together",
    checkpoint: "the same, with the root hash of its ledger and this server's signature",
  },
  account: {
    practice: id,
    account: id,
    login_key: "a public key, random: no verifier that a passphrase could be guessed against",
    email_sealed: "the length of an e-mail address; the address is sealed under a key outside the database",
    keyring_version: "how often the keyring was replaced",
    kdf_version: "an index into a public table of costs",
    slot0: "nothing: sealed, of constant length",
    keyring: "how many identity keys the person has had: sealed",
    totp_sealed: "whether a second factor is set; the secret is sealed under a key outside the database",
    totp_step: "when a code was last accepted, to 30 seconds",
    spare_codes: "how many spare codes are left: of each an HMAC under a key outside the database",
    passkeys: "whether the person ever had passkeys that unlock, and their number to the next KiB: sealed and padded",
    passkeys_counter: "how often their list was changed",
  },
  authenticator: {
    practice: id,
    account: "how many passkeys or security keys the person has as second factor",
    credential: "an authenticator's own id for the key, random",
    public_key: "a public key, of this account and server alone",
    counter: "how often the authenticator was used, where it counts",
    host: "at which address it was set up: this server's, or localhost",
    added_at: "when it was set up",
    used_at: "when it was last shown",
  },
  former_login_key: {
    practice: id,
    account: "how often the account's passphrase or keys were replaced",
    login_key: "a public key, random, that counts no more",
  },
  device: {
    practice: id,
    device_key: "a public key, random",
    account: "whose device it is, as the roster says too",
    second_factor_at: "when this device last showed a second factor, or was enrolled",
  },
  leaf: {
    practice: id,
    ledger_index: "the order of entries",
    leaf: "kind of entry, a tag that is noise without the epoch key, a hash of a body that is ciphertext or public to members",
    compartment: "which compartment an entry belongs to",
    body_offset: "its padded size",
  },
  body_page: {
    practice: id,
    page: "the order of entries",
    bytes:
      "roster: public keys and opaque ids of members, devices, compartments and who may read them, and the practice's rules for devices. Key log: the same, and sealed keys. Batch: author device, counters, how many records, sealed and padded. Heartbeat: device and day",
  },
  author_place: {
    practice: id,
    device: id,
    compartment: id,
    device_counter: "how many batches the device has sent",
    compartment_counter: "how many of them into this compartment",
    previous: "a hash of its last batch",
  },
  recovery_set: { practice: id, recovery_set: "that a set of recovery cards was made, as the roster says too" },
  release_part: {
    practice: id,
    compartment: "which compartments are guarded, as the roster says too",
    epoch: "how often its key was changed, as the key log says too",
    part_sealed:
      "nothing: random, of constant length, sealed under a key outside the database; without the members' part it opens nothing",
  },
  opening_place: {
    practice: id,
    device: id,
    compartment: "which compartments are guarded, as the roster says too",
    sequence: "how often the device has opened it, as the ledger says too",
    asked: "whether somebody has yet to let it in: a hash of its newest opening, as the ledger says too",
  },
  heartbeat_place: { practice: id, device: id, sequence: "on how many days the device was used" },
  served: {
    practice: id,
    device: id,
    sent_to: "how far in the ledger the device was sent what its member may read",
    sent_at: "when it was last sent anything",
  },
  cosigned: {
    practice: id,
    witness: "who witnesses the practice's ledger, as the roster says too",
    note: "how many entries there were at a time, with the root hash of the ledger, this server's signature and the witness's",
    cosigned_at: "when the witness signed, to the second",
  },
  witnessed: {
    origin: "an opaque id of a practice on another server, which asked this one to witness its ledger",
    size: "how many entries it had when it last asked",
    root: "a hash",
  },
  blob: {
    practice: id,
    blob: id,
    compartment: "which compartment an attachment belongs to",
    chunks: "its padded size, to 256 KiB; none: it was destroyed",
  },
  draft: {
    practice: id,
    account: "whose draft it is",
    slot: id,
    counter: "how often it was saved",
    sealed: "its padded size: sealed",
  },
  invite: {
    practice: id,
    invite: "a hash of the invite's secret, 16 bytes",
    account: "who invites",
    expires_at: "when it ends, at most 72 hours ahead",
    blob: "nothing: sealed under the invite's secret",
    m1: "that somebody answered, and their public keys",
    m2: "how far the pairing is",
    rn: "how far the pairing is",
    gift: "how far the pairing is: sealed",
    dead: "that somebody else answered too",
    portal: "which portal a client is invited to",
  },
};
