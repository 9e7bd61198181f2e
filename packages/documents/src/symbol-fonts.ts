/**
 * What the pictographs of symbol fonts mean as Unicode. Word keeps them as 0xF000 plus a byte, RTF as the byte. Of the
 * Wingdings only what people use in running text is here: check marks, boxes, arrows, bullets.
 */

// Adobe's Symbol encoding (PDF 1.7, annex D.5).
const SYMBOL_20 = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";
const SYMBOL_A0 = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊";

const WINGDINGS: ReadonlyMap<number, string> = new Map([
  [0x20, " "],
  [0x28, "☎"],
  [0x2a, "✉"],
  [0x4a, "☺"],
  [0x4c, "☹"],
  [0x6c, "●"],
  [0x6e, "■"],
  [0x6f, "□"],
  [0x71, "❑"],
  [0x72, "❒"],
  [0x75, "◆"],
  [0x76, "❖"],
  [0x78, "☒"],
  [0x9e, "·"],
  [0x9f, "•"],
  [0xa1, "○"],
  [0xa4, "◉"],
  [0xa7, "▪"],
  [0xa8, "☐"],
  [0xab, "★"],
  [0xd8, "➢"],
  [0xdf, "←"],
  [0xe0, "→"],
  [0xe1, "↑"],
  [0xe2, "↓"],
  [0xe8, "➔"],
  [0xfb, "✗"],
  [0xfc, "✓"],
  [0xfd, "☒"],
  [0xfe, "☑"],
]);

const WINGDINGS_2: ReadonlyMap<number, string> = new Map([
  [0x20, " "],
  [0x4f, "✗"],
  [0x50, "✓"],
  [0x51, "☒"],
  [0x52, "☑"],
  [0x53, "☒"],
  [0x54, "☒"],
  [0xa3, "☐"],
]);

/** A run of text in `font`: its private characters as the signs they show, those that aren't known here kept and counted. */
export function readSymbols(text: string, font: string): { readonly text: string; readonly unreadable: number } {
  let unreadable = 0;
  const read = text.replace(/[\uf000-\uf0ff]/g, (character) => {
    const sign = characterOfSymbolFont(font, character.charCodeAt(0));
    if (sign === undefined) unreadable++;
    return sign ?? character;
  });
  return { text: read, unreadable };
}

/** `code` is the byte, with or without 0xF000. `undefined` when the font or the character is not known here. */
export function characterOfSymbolFont(font: string, code: number): string | undefined {
  const byte = code >= 0xf000 && code <= 0xf0ff ? code - 0xf000 : code;
  switch (font.trim().toLowerCase()) {
    case "symbol":
      return SYMBOL_20[byte - 0x20] ?? SYMBOL_A0[byte - 0xa0];
    case "wingdings":
      return WINGDINGS.get(byte);
    case "wingdings 2":
      return WINGDINGS_2.get(byte);
    default:
      // Any other font: an ordinary character if the code is no private one.
      return code >= 0xe000 && code <= 0xf8ff ? undefined : String.fromCharCode(code);
  }
}
