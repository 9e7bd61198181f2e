/** Rich Text Format made by hand, in ASCII. */

/** `content` after the usual header: Windows-1252, Arial as font 0, Symbol as 1, Wingdings as 2, a Cyrillic Arial as 3. */
export function buildRtf(content: string): Uint8Array {
  const fonts =
    "{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}{\\f1\\froman\\fcharset2 Symbol;}{\\f2\\fnil\\fcharset2 Wingdings;}{\\f3\\fswiss\\fcharset204 Arial CYR;}}";
  return bytesOf(
    `{\\rtf1\\ansi\\ansicpg1252\\deff0${fonts}{\\colortbl;\\red0\\green0\\blue0;}\\pard\\plain ${content}}`,
  );
}

/** One character of `latin1` is one byte. */
export function bytesOf(latin1: string): Uint8Array {
  return Uint8Array.from(latin1, (character) => character.charCodeAt(0));
}

/** Text as Word writes it: \u with a fallback for everything beyond ASCII. */
export function rtfText(text: string): string {
  let out = "";
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const character = text.charAt(at);
    if (character === "\n") out += "\\line ";
    else if (character === "\t") out += "\\tab ";
    else if ("\\{}".includes(character)) out += `\\${character}`;
    else if (unit < 0x80) out += character;
    else out += `\\u${unit > 0x7fff ? unit - 0x10000 : unit}?`;
  }
  return out;
}
