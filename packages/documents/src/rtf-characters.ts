/** Bytes of an RTF file to characters: by the font's character set, by the document's code page, by symbol fonts. */

import { codePageDecoder, codePageOfCharacterSet, type DecodeCodePage, SYMBOL_CHARACTER_SET } from "./code-pages.ts";
import { characterOfSymbolFont } from "./symbol-fonts.ts";

type Font = { name: string; codePage: number | undefined; symbol: boolean };

export type RtfCharacters = {
  readonly setDocumentCodePage: (codePage: number) => void;
  /** Begins a font of the font table; what follows is about it. */
  readonly defineFont: (number: number) => void;
  readonly nameFont: (name: string) => void;
  readonly setFontCharacterSet: (characterSet: number) => void;
  readonly setFontCodePage: (codePage: number) => void;
  /** `font` as \f gives it, undefined before any. */
  readonly decode: (bytes: readonly number[], font: number | undefined) => string;
  /** One UTF-16 unit as \u gives it. */
  readonly decodeUnit: (unit: number, font: number | undefined) => string;
  /** Characters that no code page or symbol font here knows. */
  readonly unreadable: () => number;
};

/** Control words that stand for one character each. */
export const RTF_CHARACTERS: ReadonlyMap<string, string> = new Map([
  ["tab", "\t"],
  ["line", "\n"],
  ["lbr", "\n"],
  ["page", "\n"],
  ["column", "\n"],
  ["emdash", "—"],
  ["endash", "–"],
  ["emspace", "\u2003"],
  ["enspace", "\u2002"],
  ["qmspace", "\u2005"],
  ["bullet", "•"],
  ["lquote", "‘"],
  ["rquote", "’"],
  ["ldblquote", "“"],
  ["rdblquote", "”"],
  ["ltrmark", "\u200e"],
  ["rtlmark", "\u200f"],
  ["zwj", "\u200d"],
  ["zwnj", "\u200c"],
  ["zwbo", "\u200b"],
  ["zwnbo", "\u2060"],
  ["~", "\u00a0"],
  ["_", "\u2011"],
  ["\t", "\t"],
  ["\\", "\\"],
  ["{", "{"],
  ["}", "}"],
]);

export function createRtfCharacters(): RtfCharacters {
  const fonts = new Map<number, Font>();
  const decoders = new Map<number, DecodeCodePage>();
  let documentCodePage = 1252;
  let defining: Font | undefined;
  let unreadable = 0;

  const decoderFor = (codePage: number): DecodeCodePage => {
    const known = decoders.get(codePage);
    if (known) return known;
    const decoder = codePageDecoder(codePage);
    decoders.set(codePage, decoder);
    return decoder;
  };
  const pictograph = (font: Font, code: number): string => {
    const character =
      code <= 0x20 ? String.fromCharCode(code) : characterOfSymbolFont(font.name, 0xf000 + (code & 0xff));
    if (character === undefined) unreadable++;
    return character ?? String.fromCharCode(0xf000 + (code & 0xff));
  };

  return {
    setDocumentCodePage: (codePage) => {
      documentCodePage = codePage;
    },
    defineFont: (number) => {
      defining = { name: "", codePage: undefined, symbol: false };
      fonts.set(number, defining);
    },
    nameFont: (name) => {
      if (defining) defining.name = name;
    },
    setFontCharacterSet: (characterSet) => {
      if (!defining) return;
      defining.symbol = characterSet === SYMBOL_CHARACTER_SET;
      defining.codePage ??= codePageOfCharacterSet(characterSet);
    },
    setFontCodePage: (codePage) => {
      if (defining && codePage > 0) defining.codePage = codePage;
    },
    decode: (bytes, number) => {
      const font = number === undefined ? undefined : fonts.get(number);
      if (font?.symbol) return bytes.map((byte) => pictograph(font, byte)).join("");
      // Every code page here agrees with ASCII.
      if (bytes.length < 1_000 && bytes.every((byte) => byte < 0x80)) return String.fromCharCode(...bytes);
      const text = decoderFor(font?.codePage ?? documentCodePage)(Uint8Array.from(bytes));
      for (let at = text.indexOf("\ufffd"); at >= 0; at = text.indexOf("\ufffd", at + 1)) unreadable++;
      return text;
    },
    decodeUnit: (unit, number) => {
      const font = number === undefined ? undefined : fonts.get(number);
      const isPrivate = unit >= 0xf000 && unit <= 0xf0ff;
      return isPrivate && font?.symbol ? pictograph(font, unit - 0xf000) : String.fromCharCode(unit);
    },
    unreadable: () => unreadable,
  };
}
