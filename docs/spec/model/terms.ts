/**
 * Messages as terms, and what an attacker makes of them. Primitives are perfect: a hash has no inverse, a seal opens only
 * under its key, a signature is made only with its key. What is left to the attacker is everything else (Dolev-Yao).
 */

/** A name, or a constructor with its parts. Two terms that are built alike are one object, so `===` compares them. */
export class Term {
  readonly id: number;
  readonly op: string;
  readonly parts: readonly Term[];
  constructor(id: number, op: string, parts: readonly Term[]) {
    this.id = id;
    this.op = op;
    this.parts = parts;
  }
  /** States are compared by their JSON, which would hold each message many times over. */
  toJSON(): number {
    return this.id;
  }
  /** @throws Error where there is no such part: the model reads a message of another shape */
  part(at: number): Term {
    const part = this.parts[at];
    if (!part) throw new Error(`${this.op} has no part ${at}`);
    return part;
  }
}

/** Only ever grows, and holds nothing but what its keys say: nobody can tell whether it was filled before. */
const builtBefore = new Map<string, Term>();

/** A plain string among the parts is a name. */
export function term(op: string, ...parts: readonly (Term | string)[]): Term {
  let key = op;
  for (const part of parts) key += typeof part === "string" ? `(${term(part).id}` : `(${part.id}`;
  const before = builtBefore.get(key);
  if (before) return before;
  const terms = parts.map((part) => (typeof part === "string" ? term(part) : part));
  const made = new Term(builtBefore.size, op, terms);
  builtBefore.set(key, made);
  return made;
}

type TakesApart = (parts: readonly Term[], has: (one: Term) => boolean) => readonly (Term | undefined)[];
/**
 * Constructors and what they stand for:
 * - tuple: CBOR. Taken apart by anybody.
 * - hash, derive (HKDF of a key and a label), mac (key, body): made from their parts, never taken apart.
 * - seal (key, body): opens under its key. sealTo (public key, transcript, body): opens with the secret key.
 * - public (secret): the public half. sign (secret, body): the body stands beside it.
 * - grind: a nonce that was searched for (`sameWords` in pairing-messages.ts), so it needs all that its words depend on.
 */
const takesApart: Readonly<Record<string, TakesApart>> = {
  tuple: (parts) => parts,
  mac: ([, body]) => [body],
  sign: ([, body]) => [body],
  seal: ([key, body], has) => (key && has(key) ? [body] : []),
  sealTo: ([to, , body], has) => (to?.op === "public" && has(to.part(0)) ? [body] : []),
};
const anybodyMakes = new Set(["tuple", "hash", "derive", "mac", "seal", "sealTo", "public", "sign", "grind"]);

/** All that somebody can know who has seen some terms. */
export class Knowledge {
  readonly #known = new Set<Term>();
  readonly #made = new Map<Term, boolean>();

  constructor(seen: Iterable<Term>) {
    const all = [...seen];
    // A seal seen early may open with a key that comes late: until nothing new comes of it.
    for (let size = -1; size !== this.#known.size; ) {
      size = this.#known.size;
      this.#made.clear();
      const waiting = [...all, ...this.#known];
      for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
        this.#known.add(one);
        for (const part of takesApart[one.op]?.(one.parts, (key) => this.has(key)) ?? [])
          if (part && !this.#known.has(part)) waiting.push(part);
      }
    }
    this.#made.clear();
  }

  /** Whether it was seen, or can be made of what was. */
  has(one: Term): boolean {
    if (this.#known.has(one)) return true;
    const before = this.#made.get(one);
    if (before !== undefined) return before;
    const made = anybodyMakes.has(one.op) && one.parts.length > 0 && one.parts.every((part) => this.has(part));
    this.#made.set(one, made);
    return made;
  }
}
