/**
 * What a file is by its content, and whether its name says so: a name is a claim. Decides how it may be shown, never runs or
 * opens anything of it.
 */

import { holdsPdfHeader, indexOfBytes, kindOfBytes, hasBytesAt } from "./magic.ts";
import { openZip } from "./zip.ts";

export type FileKind =
  | "pdf"
  /** One that browsers draw. */
  | "picture"
  /** A picture that they don't. */
  | "other-picture"
  /** Plain text. */
  | "text"
  /** A web page, or a drawing that can hold a program: text to look at, and never more. */
  | "markup"
  | "rtf"
  | "docx"
  | "odt"
  | "office"
  | "film"
  | "sound"
  | "program"
  | "archive"
  | "other";

export type FileLook = {
  readonly kind: FileKind;
  /** Of a picture: what to hand to the browser. */
  readonly mediaType?: string;
  /** It holds programs that Word and its like would run. */
  readonly macros: boolean;
  /** Its name says that it is something else. */
  readonly misnamed: boolean;
};

/** Looked at for text and markup. */
const headBytes = 64 * 1024;

const pictures: readonly (readonly [mediaType: string, at: number, signature: string])[] = [
  ["image/png", 0, "\x89PNG\r\n\x1a\n"],
  ["image/jpeg", 0, "\xff\xd8\xff"],
  ["image/gif", 0, "GIF8"],
  ["image/webp", 8, "WEBP"],
  ["image/avif", 4, "ftypavif"],
  ["image/bmp", 0, "BM"],
];
const sounds = ["ID3", "\xff\xfb", "\xff\xf3", "OggS", "fLaC"];
const programs = ["MZ", "\x7fELF", "#!", "\xca\xfe\xba\xbe", "\xcf\xfa\xed\xfe"];

const namesOf: Readonly<Record<FileKind, readonly string[]>> = {
  pdf: ["pdf"],
  picture: ["png", "jpg", "jpeg", "jfif", "gif", "webp", "avif", "bmp"],
  "other-picture": ["heic", "heif", "tif", "tiff"],
  text: ["txt", "md", "csv", "tsv", "log", "json", "ics", "vcf", "text", "eml"],
  markup: ["html", "htm", "xhtml", "svg", "xml"],
  rtf: ["rtf"],
  docx: ["docx", "docm", "dotx", "dotm"],
  odt: ["odt", "ott"],
  office: ["doc", "xls", "ppt", "xlsx", "xlsm", "pptx", "pptm", "ods", "odp", "msg"],
  film: ["mp4", "mov", "m4v", "webm", "3gp", "avi"],
  sound: ["mp3", "m4a", "wav", "ogg", "flac", "opus"],
  program: ["exe", "msi", "com", "scr", "sh", "bat", "cmd", "ps1", "vbs", "js", "jar", "app"],
  archive: ["zip", "gz", "tgz", "7z", "rar", "tar"],
  other: [],
};
/** Text is what many things are called that a program reads. */
const alsoText: ReadonlySet<FileKind> = new Set<FileKind>(["text", "markup", "program"]);

/** @param bytes all of it: the directory of a zip stands at its end */
export function lookAtFile(bytes: Uint8Array, name: string): FileLook {
  const found = kindOf(bytes);
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const [claimed] = (Object.keys(namesOf) as FileKind[]).filter((kind) => namesOf[kind].includes(ending));
  const isSame =
    claimed === undefined ||
    claimed === found.kind ||
    (found.kind === "text" && alsoText.has(claimed)) ||
    // What can't be told apart by its beginning.
    found.kind === "other";
  return { macros: false, ...found, misnamed: !isSame };
}

type Found = Pick<FileLook, "kind"> & Partial<FileLook>;

function kindOf(bytes: Uint8Array): Found {
  const picture = pictures.find(([, at, signature]) => hasBytesAt(bytes, at, signature));
  if (picture && !(picture[0] === "image/bmp" && !isBitmap(bytes))) return { kind: "picture", mediaType: picture[0] };
  switch (kindOfBytes(bytes)) {
    case "pdf":
      return { kind: "pdf" };
    case "rtf":
      return { kind: "rtf" };
    case "zip":
      return zipped(bytes);
    case "ole":
      return { kind: "office", macros: indexOfBytes(bytes, utf16("_VBA_PROJECT"), 0) >= 0 };
    case "picture":
      return { kind: "other-picture" };
    case "archive":
      return { kind: "archive" };
    default:
      return unsigned(bytes);
  }
}

function unsigned(bytes: Uint8Array): Found {
  if (hasBytesAt(bytes, 4, "ftyp")) {
    const isPicture = ["hei", "hev", "mif", "msf"].some((brand) => hasBytesAt(bytes, 8, brand));
    return { kind: isPicture ? "other-picture" : hasBytesAt(bytes, 8, "M4A") ? "sound" : "film" };
  }
  if (hasBytesAt(bytes, 0, "RIFF")) return { kind: hasBytesAt(bytes, 8, "WAVE") ? "sound" : "film" };
  if (sounds.some((signature) => hasBytesAt(bytes, 0, signature))) return { kind: "sound" };
  if (holdsPdfHeader(bytes)) return { kind: "pdf" };
  const head = bytes.subarray(0, headBytes);
  const isProgram = programs.some((signature) => hasBytesAt(bytes, 0, signature));
  if (isProgram && (head.includes(0) || hasBytesAt(bytes, 0, "#!"))) return { kind: "program" };
  const text = textOf(head);
  if (text === undefined) return { kind: "other" };
  return { kind: /<(?:!doctype|html|svg|script|iframe|body|head|\?xml)\b/i.test(text) ? "markup" : "text" };
}

/** `undefined`: no text. UTF-16 says so by its first two bytes. */
function textOf(head: Uint8Array): string | undefined {
  const mark = ((head[0] ?? 0) << 8) | (head[1] ?? 0);
  if (mark === 0xfffe) return new TextDecoder("utf-16le").decode(head);
  if (mark === 0xfeff) return new TextDecoder("utf-16be").decode(head);
  return head.includes(0) ? undefined : new TextDecoder("latin1").decode(head);
}

/** Two letters are little to go by: the length stands behind them. */
function isBitmap(bytes: Uint8Array): boolean {
  if (bytes.length < 26) return false;
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(2, true) === bytes.length;
}

function zipped(bytes: Uint8Array): Found {
  const zip = openZip(bytes);
  if (!zip.ok) return { kind: "archive" };
  const { names, find } = zip.value;
  const macros = names.some((name) => /(?:vbaProject\.bin|^Basic\/|^Scripts\/)/i.test(name));
  if (find("word/document.xml")) return { kind: "docx", macros };
  if (find("content.xml") && find("mimetype")) return { kind: "odt", macros };
  return { kind: find("[Content_Types].xml") ? "office" : "archive", macros };
}

const utf16 = (text: string): string => Array.from(text, (letter) => `${letter}\0`).join("");
