/**
 * Rich Text Format (RTF 1.9.1) to text, as Word, LibreOffice, TextEdit and WordPad write it. There is no well kept
 * library for it, hence this reader. Groups nest, a group can be a destination of its own, and a reader skips those
 * that it doesn't know where \* marks them. Deleted text under change tracking is left out, hidden text is text.
 */

import { fail, ok, type Result } from "@alcove/bytes";
import { createFormField, type FormField, shownBy } from "./form-fields.ts";
import type { DocumentLimits } from "./limits.ts";
import { countedWarnings, type ReadText, type Refusal } from "./problems.ts";
import { createRtfCharacters, RTF_CHARACTERS } from "./rtf-characters.ts";
import { visitRtf } from "./rtf-tokens.ts";
import { commentMark, composeText, createTextFlow, noteMark } from "./text-flow.ts";

/** Where the bytes of a group go. "instruction" is skipped but for form fields and Unicode twins inside. */
type Destination = "text" | "skip" | "instruction" | "shape-property" | "fonts" | "form-field" | "captured";

type Group = {
  destination: Destination;
  font: number | undefined;
  /** Characters that follow each \u for readers without Unicode. */
  fallbacks: number;
  deleted: boolean;
  inTable: boolean;
  onClose: (() => void) | undefined;
};

type Table = { row: boolean; cell: boolean; rowDefined: boolean };
/** `result` and `initial` as \\ffres and \\ffdefres give them: a state or a position. */
type RtfField = FormField & { result: number | undefined; initial: number };

const MAX_DEPTH = 10_000;
const MAX_PENDING = 65_536;
/** \ffres of a check box that shows its default (RTF 1.9.1, "Form Fields"). */
const DEFAULT_RESULT = 25;

const SKIPPED: ReadonlySet<string> = new Set(
  (
    "filetbl colortbl stylesheet listtable listoverridetable revtbl rsidtbl info pict bkmkstart bkmkend xe tc tcn rxe " +
    "objdata nonshppict nonesttables ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn pn pntxta pntxtb shprslt template " +
    "themedata datastore latentstyles mmath"
  ).split(" "),
);
const ENTERED: ReadonlySet<string> = new Set(
  "annotation atnauthor do fldinst footnote formfield nesttableprops shpinst shppict shptxt ud".split(" "),
);
const HEADERS = /^header[lrf]?$/;
const FOOTERS = /^footer[lrf]?$/;

/** Fails with "document-damaged" for groups nested beyond 10,000, "document-too-large" for a text beyond the limit. */
export function readRtf(bytes: Uint8Array, limits: DocumentLimits): Result<ReadText, Refusal> {
  const flow = createTextFlow();
  const characters = createRtfCharacters();
  const outer: Group[] = [];
  let group: Group = {
    destination: "text",
    font: undefined,
    fallbacks: 1,
    deleted: false,
    inTable: false,
    onClose: undefined,
  };
  let table: Table = { row: false, cell: false, rowDefined: false };
  let pending: number[] = [];
  let captured = "";
  let author: string | undefined;
  let field: RtfField | undefined;
  let defaultFont: number | undefined;
  let star = false;
  let atGroupStart = false;
  let fallbacksLeft = 0;
  let inDeletion = false;
  let tooDeep = false;
  const notes: string[] = [];
  const comments: { author: string | undefined; text: string }[] = [];
  const headers: string[] = [];
  const footers: string[] = [];
  const left = { deletions: 0, pictures: 0, embedded: 0 };

  const isKept = () => {
    if (group.destination !== "text") return false;
    if (group.deleted && !inDeletion) left.deletions++;
    inDeletion = group.deleted;
    return !group.deleted;
  };
  const write = (text: string) => {
    if (group.destination === "captured" || group.destination === "fonts") captured += text;
    else if (isKept()) {
      enterCell();
      flow.write(text);
    }
  };
  const flush = () => {
    if (pending.length === 0) return;
    const text = characters.decode(pending, group.destination === "fonts" ? undefined : group.font);
    pending = [];
    write(text);
  };

  const enterCell = () => {
    if (!group.inTable && !table.rowDefined) return endRow();
    if (!table.row) flow.openRow();
    if (!table.cell) flow.openBlock();
    table.row = true;
    table.cell = true;
  };
  const endCell = () => {
    if (!table.row) flow.openRow();
    if (!table.cell) flow.openBlock();
    flow.writeCell(flow.closeBlock());
    table.row = true;
    table.cell = false;
  };
  const endRow = () => {
    if (table.cell) endCell();
    if (table.row) flow.closeRow();
    table.row = false;
    table.rowDefined = false;
  };

  /** What the group holds becomes a text of its own, which `done` gets when the group closes. */
  const openText = (done: (text: string) => void) => {
    const outerTable = table;
    enterCell();
    table = { row: false, cell: false, rowDefined: false };
    flow.openBlock();
    group.destination = "text";
    group.inTable = false;
    group.onClose = () => {
      endRow();
      table = outerTable;
      done(flow.closeBlock());
    };
  };
  const capture = (done: (text: string) => void) => {
    captured = "";
    group.destination = "captured";
    group.onClose = () => done(captured);
  };

  const readFormField = () => {
    const read: RtfField = { ...createFormField("other"), result: undefined, initial: 0 };
    field = read;
    group.destination = "form-field";
    group.onClose = () => {
      const isDefault = read.result === undefined || (read.kind === "check-box" && read.result === DEFAULT_RESULT);
      read.chosen = isDefault ? read.initial : (read.result ?? 0);
      read.checked = read.chosen > 0;
      enterCell();
      flow.write(shownBy(read));
      field = undefined;
    };
  };

  /** @returns whether `word`, the first of its group, made the group a destination */
  const openDestination = (word: string, ignorable: boolean): boolean => {
    if (word === "pict" && (group.destination === "text" || group.destination === "shape-property")) left.pictures++;
    if (group.destination === "instruction") {
      if (word === "formfield") readFormField();
      else if (word === "ud") group.destination = "text";
      return true;
    }
    if (group.destination === "form-field") {
      if (word === "ffl") capture((entry) => field?.entries.push(entry));
      else if (ignorable) group.destination = "skip";
      return ignorable;
    }
    if (group.destination !== "text") {
      if (ignorable) group.destination = "skip";
      return ignorable;
    }
    if (word === "mmath") left.embedded++;
    if (SKIPPED.has(word) || (ignorable && !ENTERED.has(word))) group.destination = "skip";
    else if (HEADERS.test(word)) openText((text) => headers.push(text));
    else if (FOOTERS.test(word)) openText((text) => footers.push(text));
    else if (word === "fonttbl") group.destination = "fonts";
    else if (word === "fldinst" || word === "upr") group.destination = "instruction";
    else if (word === "sp") group.destination = "shape-property";
    else if (word === "object") left.embedded++;
    else if (word === "listtext" || word === "pntext") {
      capture((label) => {
        if (label.trim() !== "") write(`${label.trim()} `);
      });
    } else if (word === "shptxt" || word === "dptxbxtext") openText((text) => flow.writeAside(text));
    else if (word === "atnauthor") capture((name) => (author = name));
    else if (word === "footnote") {
      openText((text) => {
        notes.push(text);
        flow.write(noteMark(notes.length));
      });
    } else if (word === "annotation") {
      openText((text) => {
        comments.push({ author, text });
        flow.write(commentMark(comments.length));
        author = undefined;
      });
    } else return ENTERED.has(word);
    return true;
  };

  const readFontTable = (word: string, parameter: number | undefined) => {
    if (parameter === undefined) return;
    if (word === "f") {
      characters.defineFont(parameter);
      captured = "";
    } else if (word === "fcharset") characters.setFontCharacterSet(parameter);
    else if (word === "cpg") characters.setFontCodePage(parameter);
  };

  const readText = (word: string, parameter: number | undefined) => {
    switch (word) {
      case "par":
      case "sect":
        if (isKept()) {
          enterCell();
          flow.endLine();
        }
        break;
      case "cell":
        if (isKept()) endCell();
        break;
      case "row":
        endRow();
        break;
      case "trowd":
        table.rowDefined = true;
        break;
      case "nestcell":
        write("\t");
        break;
      case "nestrow":
        flow.endLine();
        break;
      case "intbl":
        group.inTable = parameter !== 0;
        break;
      case "pard":
        group.inTable = false;
        break;
      case "plain":
        group.font = defaultFont;
        group.deleted = false;
        break;
      case "deleted":
        group.deleted = parameter !== 0;
        break;
      case "f":
        group.font = parameter;
        break;
      case "deff":
        defaultFont = parameter;
        group.font ??= parameter;
        break;
      case "ansicpg":
        characters.setDocumentCodePage(parameter ?? 1252);
        break;
      case "mac":
        characters.setDocumentCodePage(10000);
        break;
      case "pc":
        characters.setDocumentCodePage(437);
        break;
      case "pca":
        characters.setDocumentCodePage(850);
        break;
    }
  };

  const control = (word: string, parameter: number | undefined) => {
    flush();
    if (word === "*" && atGroupStart) {
      star = true;
      return;
    }
    const ignorable = star;
    const first = atGroupStart;
    star = false;
    atGroupStart = false;
    if (group.destination === "skip") return;
    if (first && openDestination(word, ignorable)) return;
    const character = RTF_CHARACTERS.get(word);
    if (character !== undefined) {
      if (fallbacksLeft > 0) fallbacksLeft--;
      else write(character);
    } else if (word === "u" && parameter !== undefined) {
      write(characters.decodeUnit(parameter & 0xffff, group.font));
      fallbacksLeft = group.fallbacks;
    } else if (word === "uc") group.fallbacks = Math.max(0, parameter ?? 1);
    else if (group.destination === "fonts") readFontTable(word, parameter);
    else if (group.destination === "form-field") readFormProperty(field, word, parameter);
    else if (group.destination === "text") readText(word, parameter);
  };

  visitRtf(bytes, {
    openGroup: () => {
      flush();
      outer.push(group);
      group = { ...group, onClose: undefined };
      star = false;
      atGroupStart = true;
      fallbacksLeft = 0;
      tooDeep = outer.length > MAX_DEPTH;
      return !tooDeep && flow.length() <= limits.maxNoteBytes;
    },
    closeGroup: () => {
      flush();
      const closing = group;
      group = outer.pop() ?? group;
      closing.onClose?.();
      atGroupStart = false;
      fallbacksLeft = 0;
      return outer.length > 0 && flow.length() <= limits.maxNoteBytes;
    },
    control,
    byte: (byte) => {
      atGroupStart = false;
      star = false;
      if (group.destination === "skip") return;
      if (fallbacksLeft > 0) fallbacksLeft--;
      else if (group.destination === "fonts" && byte === 0x3b) {
        flush();
        characters.nameFont(captured.trim());
        captured = "";
      } else {
        pending.push(byte);
        // A space is never the second byte of a character.
        if (pending.length >= MAX_PENDING && (byte === 0x20 || pending.length >= 16 * MAX_PENDING)) flush();
      }
    },
  });

  const cutShort = outer.length > 0;
  flush();
  for (; outer.length > 0; group = outer.pop() ?? group) group.onClose?.();
  endRow();
  if (tooDeep) return fail({ code: "document-damaged", reason: "nesting" });
  if (flow.length() > limits.maxNoteBytes) {
    return fail({ code: "document-too-large", what: "note", size: flow.length(), limit: limits.maxNoteBytes });
  }
  // Half of a surrogate pair can stand in a \u; it is no character, and UTF-8 has no bytes for it.
  const text = composeText({ headers, body: flow.closeBlock(), notes, comments, footers }).replace(
    /\p{Surrogate}/gu,
    "\ufffd",
  );
  const warnings = countedWarnings({
    "document-deletions-left-out": left.deletions,
    "document-pictures-left-out": left.pictures,
    "document-embedded-left-out": left.embedded,
    "document-characters-unreadable": characters.unreadable(),
  });
  return ok({ text, warnings: cutShort ? [...warnings, { code: "document-cut-short" }] : warnings });
}

function readFormProperty(field: RtfField | undefined, word: string, parameter: number | undefined): void {
  if (field === undefined || parameter === undefined) return;
  if (word === "fftype") field.kind = parameter === 1 ? "check-box" : parameter === 2 ? "drop-down" : "other";
  if (word === "ffres") field.result = parameter;
  if (word === "ffdefres") field.initial = parameter;
}
