/** The messages of pairing as terms (docs/spec/10-enrolment.md), and which words people see for them. */

import { type Term, term } from "./terms.ts";

export type Purpose = "member" | "device";
/** The inviter's two invites, and the two newcomers. */
export const both = [0, 1] as const;
export type Which = (typeof both)[number];

export const owner = term("Olga's identity");
export const attacker = term("Eve's identity");
export const publicOf = (secret: Term | string): Term => term("public", secret);

/** Roster heads of the practice in their order: before the invite, at the invite (step 0), when m2 was written. */
export const heads = [term("head 0"), term("head 1"), term("head 2")] as const;

export const secretOf = (invite: Which): Term => term(`secret of invite ${invite + 1}`);
export const newcomerNames = ["Nora", "Mia"] as const;
export const nonceOf = (newcomer: Which): Term => term(`${newcomerNames[newcomer]}'s nonce`);
/** A device key and a one-time sealing key; their secret halves never leave the device. */
export const keysOf = (name: string): Term =>
  term("tuple", publicOf(`${name}'s device key`), publicOf(`${name}'s one-time key`));
export const eveKeys = keysOf("Eve");
export const oneTimeKeyIn = (keys: Term): Term => keys.part(1);

/** `identity` pins the inviter, `practice` its first statement. */
export type Invitation = { readonly practice: Term; readonly identity: Term; readonly head: Term };
export const honestInvitation: Invitation = {
  practice: term("practice"),
  identity: publicOf(owner),
  head: heads[1],
};
export const eveInvitation: Invitation = {
  practice: term("Eve's practice"),
  identity: publicOf(attacker),
  head: term("Eve's head"),
};
/** As it lies at the server for who types twelve words. */
export const sealedInvitation = (secret: Term, one: Invitation): Term =>
  term("seal", term("derive", secret, "invite"), term("tuple", "invitation", one.practice, one.identity, one.head));
export const inviteId = (secret: Term): Term => term("derive", secret, "id");

export const commitTo = (nonce: Term, keys: Term): Term => term("hash", "commit", nonce, keys);
/** `macSecret`: whose MAC it carries, where that isn't the invite's. */
export function m1Of(secret: Term, keys: Term, commitment: Term, macSecret = secret): Term {
  return term("mac", term("derive", macSecret, "newcomer"), term("tuple", inviteId(secret), keys, commitment));
}
export const readM1 = (m1: Term) => ({ keys: m1.part(1).part(1), commitment: m1.part(1).part(2) });

export type M2Body = { readonly m1: Term; readonly nonce: Term; readonly head: Term };
/** MAC and signature over one body. `practice` stands in the signed context, not in the body. */
export function m2Of(secret: Term, signer: Term, practice: Term, { m1, nonce, head }: M2Body): Term {
  const body = term("tuple", term("hash", m1), nonce, head);
  const signature = term("sign", signer, term("tuple", "m2", practice, body));
  return term("tuple", term("mac", term("derive", secret, "inviter"), body), signature);
}
export function readM2(m2: Term) {
  const [mac, signature] = [m2.part(0), m2.part(1)];
  const body = mac.part(1);
  return {
    secret: mac.part(0).part(0),
    m1Hash: body.part(0),
    nonce: body.part(1),
    head: body.part(2),
    signer: signature.part(0),
    practice: signature.part(1).part(1),
  };
}

export const transcriptOf = (m1: Term, m2: Term, nonce: Term): Term =>
  term("hash", term("hash", m1), term("hash", m2), nonce);

/** A newcomer's nonce, searched for until the words of its transcript are those of `target`. */
export const searchedNewcomerNonce = (m1: Term, m2: Term, target: Term): Term =>
  term("grind", term("hash", m1), term("hash", m2), target);
/** The same by somebody who is the inviter to a newcomer whose nonce is known before m2 is sent. */
export const searchedInviterNonce = (m1: Term, newcomerNonce: Term, target: Term): Term =>
  term("grind", term("hash", m1), newcomerNonce, target);

/**
 * Five words are few: who may still choose a nonce, and knows all else that goes into both transcripts, finds one that
 * gives the words wanted. Such a nonce is a term with all of that inside. A commitment made before can't hold it, since
 * the transcript holds the commitment. Words that are the same by luck, 1 in 2^55, do not happen here.
 */
export const sameWords = (a: Term, b: Term): boolean => wordsOf(a) === wordsOf(b);
function wordsOf(transcript: Term): Term {
  const [m1Hash, m2Hash, nonce] = [transcript.part(0), transcript.part(1), transcript.part(2)];
  if (nonce.op === "grind" && nonce.part(0) === m1Hash && nonce.part(1) === m2Hash) return wordsOf(nonce.part(2));
  const inviters = readM2(m2Hash.part(0)).nonce;
  if (inviters.op === "grind" && inviters.part(0) === m1Hash && inviters.part(1) === nonce)
    return wordsOf(inviters.part(2));
  return transcript;
}

export type GiftParts = { readonly identity: Term; readonly keyringKey: Term; readonly passphrase: Term };
/** Keyring (its identity's secret half), keyring key and slot 0, sealed to a one-time key with the transcript as info. */
export function giftOf(keys: Term, transcript: Term, { identity, keyringKey, passphrase }: GiftParts): Term {
  const slot = term("seal", term("derive", passphrase, "slot"), keyringKey);
  return term("sealTo", oneTimeKeyIn(keys), transcript, term("tuple", identity, keyringKey, slot));
}
export const honestGift: GiftParts = {
  identity: owner,
  keyringKey: term("Olga's keyring key"),
  passphrase: term("Olga's passphrase"),
};
/** Eve's own keyring under a passphrase of hers: she doesn't know the one that the newcomer's person will type. */
export const eveGift: GiftParts = {
  identity: attacker,
  keyringKey: term("Eve's keyring key"),
  passphrase: term("Eve's passphrase"),
};
export function readGift(gift: Term) {
  const body = gift.part(2);
  const passphrase = body.part(2).part(0).part(0);
  return { to: gift.part(0), transcript: gift.part(1), identity: body.part(0), passphrase };
}
