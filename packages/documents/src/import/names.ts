/** Whether two writings of a name are one person's, as far as letters can tell. What is only likely is "maybe", and asked. */

export type SameName = "same" | "maybe" | "other";

type Name = { readonly words: readonly string[]; readonly isInitials: boolean };

const LEAST_FOR_TYPO = 4;

/** Of "Doe, Jane Q.", "jane doe" and "DOE Jane" each is the same; "J. D.", "Jane D.", "Doe" and "Jane Deo" may be. */
export function compareNames(one: string, other: string): SameName {
  const [a, b] = [nameOf(one), nameOf(other)];
  if (a.words.length === 0 || b.words.length === 0) return "other";
  if (a.isInitials || b.isInitials)
    return initialsOf(a) === initialsOf(b) ? (a.isInitials && b.isInitials ? "same" : "maybe") : "other";
  if (isSame(a.words, b.words)) return "same";
  return isLike(a.words, b.words) ? "maybe" : "other";
}

/** Small letters without accents or punctuation; "Last, First" turned round. For comparing only. */
export function foldName(text: string): string {
  return nameOf(text).words.join(" ");
}

function nameOf(text: string): Name {
  const comma = /^([^,]+),\s*([^,]+)$/.exec(text.trim());
  const turned = comma ? `${comma[2]} ${comma[1]}` : text;
  const words = turned
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/['’`]/g, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const isInitials =
    (words.length === 1 && /^\p{Lu}{2,3}$/u.test(words[0] ?? "")) ||
    (words.length > 1 && words.every((word) => word.length === 1));
  return { words: words.map((word) => word.toLowerCase()), isInitials };
}

function initialsOf({ words, isInitials }: Name): string {
  return isInitials ? words.join("") : words.map((word) => word[0]).join("");
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.join(" ") === b.join(" ")) return true;
  if (a.length === 2 && b.length === 2) return a[0] === b[1] && a[1] === b[0];
  if (a.length < 2 || b.length < 2 || a[0] !== b[0] || a.at(-1) !== b.at(-1)) return false;
  const [shorter, longer] = [a.slice(1, -1), b.slice(1, -1)].toSorted((x, y) => x.length - y.length) as [
    string[],
    string[],
  ];
  // A middle name that one leaves out, or gives as its initial.
  return shorter.every((word, at) => longer[at]?.startsWith(word) || word.startsWith(longer[at] ?? word));
}

function isLike(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === 1 || b.length === 1) {
    const [alone = "", others] = a.length === 1 ? [a[0], b] : [b[0], a];
    return (
      alone.length > 1 &&
      (others[0] === alone || others.at(-1) === alone || (others.length === 1 && isTypo(alone, others[0] ?? "")))
    );
  }
  const [first, last] = [isNear(a[0] ?? "", b[0] ?? ""), isNear(a.at(-1) ?? "", b.at(-1) ?? "")];
  return first && last;
}

/** Equal, an initial for a word, or a typing error. */
function isNear(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.length === 1 || b.length === 1) return a[0] === b[0];
  return isTypo(a, b);
}

/** One letter more, less, other, or two of them swapped; short names differ by that and are others. */
function isTypo(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < LEAST_FOR_TYPO || Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [restA, restB] = [a.slice(at), b.slice(at)];
  if (restA.length === restB.length) {
    return (
      restA.slice(1) === restB.slice(1) ||
      (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
    );
  }
  return restA.length > restB.length ? restA.slice(1) === restB : restA === restB.slice(1);
}
