/**
 * The code pages that RTF names by number (RTF 1.9.1, \ansicpg and \cpg) and by font character set (\fcharset). Most
 * exist in the Encoding Standard; the two of DOS that the \pc and \pca keywords ask for are written out.
 */

/** Bytes of one code page to text. A byte without a character gives U+FFFD. */
export type DecodeCodePage = (bytes: Uint8Array) => string;

const LABELS: ReadonlyMap<number, string> = new Map([
  [866, "ibm866"],
  [874, "windows-874"],
  [932, "shift_jis"],
  [936, "gb18030"],
  [949, "euc-kr"],
  [950, "big5"],
  [10000, "macintosh"],
  [10007, "x-mac-cyrillic"],
  [20866, "koi8-r"],
  [21866, "koi8-u"],
  [28592, "iso-8859-2"],
  [28605, "iso-8859-15"],
  [54936, "gb18030"],
  [65001, "utf-8"],
]);

const CHARACTER_SETS: ReadonlyMap<number, number> = new Map([
  [0, 1252],
  [77, 10000],
  [78, 932],
  [79, 949],
  [80, 936],
  [81, 950],
  [89, 10007],
  [128, 932],
  [129, 949],
  [134, 936],
  [136, 950],
  [161, 1253],
  [162, 1254],
  [163, 1258],
  [177, 1255],
  [178, 1256],
  [186, 1257],
  [204, 1251],
  [222, 874],
  [238, 1250],
  [254, 437],
  [255, 850],
]);

/** \fcharset2: the bytes are pictographs of that font. */
export const SYMBOL_CHARACTER_SET = 2;

// http://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/PC/CP437.TXT and CP850.TXT, 0x80 to 0xFF.
const DOS_437 =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";
const DOS_850 =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0";

/** `undefined` for a character set whose bytes are in the document's own code page (default, unknown, symbol). */
export function codePageOfCharacterSet(characterSet: number): number | undefined {
  return CHARACTER_SETS.get(characterSet);
}

/** Windows-1252 for a number that isn't known. */
export function codePageDecoder(codePage: number): DecodeCodePage {
  if (codePage === 437) return (bytes) => decodeDos(bytes, DOS_437);
  if (codePage === 850) return (bytes) => decodeDos(bytes, DOS_850);
  const isWindows = codePage >= 1250 && codePage <= 1258;
  const decoder = new TextDecoder(isWindows ? `windows-${codePage}` : (LABELS.get(codePage) ?? "windows-1252"), {
    ignoreBOM: true,
  });
  return (bytes) => decoder.decode(bytes);
}

function decodeDos(bytes: Uint8Array, upperHalf: string): string {
  let text = "";
  for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : upperHalf.charAt(byte - 0x80);
  return text;
}
