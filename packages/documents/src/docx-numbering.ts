/**
 * Labels of numbered and bulleted paragraphs in WordprocessingML (ECMA-376 part 1, 17.9): a paragraph names, itself or
 * by its style, a numbering instance and a level; the instance points at an abstract numbering whose levels say how to
 * count. Picture bullets, legal numbering and numbering style links are not followed.
 */

import { BULLET, formatListNumber, type NumberFormat } from "./list-labels.ts";
import type { XmlElement, XmlVisitor } from "./xml-part.ts";

type Level = { start: number; format: NumberFormat | "bullet"; template: string };
type Instance = { abstractId: string; starts: Map<number, number>; levels: Map<number, Level> };
type ParagraphStyle = { basedOn: string | undefined; numId: string | undefined; level: number | undefined };

export type DocxNumbering = {
  readonly numberingVisitor: XmlVisitor;
  readonly stylesVisitor: XmlVisitor;
  /**
   * Counts one paragraph and returns its label with a space, "" for a paragraph outside of lists. Call it once for each
   * paragraph in document order. `numId` and `level` as the paragraph itself has them.
   */
  readonly label: (numId: string | undefined, level: number | undefined, styleId: string | undefined) => string;
};

const FORMATS: ReadonlyMap<string, NumberFormat | "bullet"> = new Map([
  ["bullet", "bullet"],
  ["none", "none"],
  ["decimalZero", "decimal-zero"],
  ["lowerLetter", "lower-letter"],
  ["upperLetter", "upper-letter"],
  ["lowerRoman", "lower-roman"],
  ["upperRoman", "upper-roman"],
]);

const MAX_STYLE_CHAIN = 20;
const MAX_LEVEL = 8;

export function createDocxNumbering(): DocxNumbering {
  const abstracts = new Map<string, Map<number, Level>>();
  const instances = new Map<string, Instance>();
  const styles = new Map<string, ParagraphStyle>();
  const counters = new Map<string, number[]>();
  const begun = new Set<string>();

  const styleNumbering = (styleId: string | undefined): { numId?: string; level?: number } => {
    let numId: string | undefined;
    let level: number | undefined;
    let style = styleId === undefined ? undefined : styles.get(styleId);
    for (let step = 0; style !== undefined && step < MAX_STYLE_CHAIN; step++) {
      numId ??= style.numId;
      level ??= style.level;
      style = style.basedOn === undefined ? undefined : styles.get(style.basedOn);
    }
    return { ...(numId !== undefined && { numId }), ...(level !== undefined && { level }) };
  };

  return {
    numberingVisitor: visitNumbering(abstracts, instances),
    stylesVisitor: visitStyles(styles),
    label: (ownNumId, ownLevel, styleId) => {
      const inherited = styleNumbering(styleId);
      const numId = ownNumId ?? inherited.numId;
      const instance = numId === undefined ? undefined : instances.get(numId);
      if (numId === undefined || instance === undefined) return "";
      const level = Math.min(ownLevel ?? inherited.level ?? 0, MAX_LEVEL);
      const levels = (at: number) => instance.levels.get(at) ?? abstracts.get(instance.abstractId)?.get(at);
      const here = levels(level);
      if (here === undefined) return "";
      // Instances of one abstract numbering go on counting together, unless one says where it starts.
      const counts = counters.get(instance.abstractId) ?? [];
      counters.set(instance.abstractId, counts);
      if (!begun.has(numId)) {
        begun.add(numId);
        for (const [at] of instance.starts) counts.length = Math.min(counts.length, at);
      }
      const startOf = (at: number) => instance.starts.get(at) ?? levels(at)?.start ?? 1;
      for (let at = 0; at < level; at++) counts[at] ??= startOf(at);
      counts[level] = counts[level] === undefined ? startOf(level) : counts[level] + 1;
      counts.length = level + 1;
      if (here.format === "bullet") return `${BULLET} `;
      const label = here.template.replace(/%([1-9])/g, (_, digit: string) => {
        const at = Number(digit) - 1;
        const format = levels(at)?.format ?? "decimal";
        return format === "bullet" ? "" : formatListNumber(counts[at] ?? startOf(at), format);
      });
      return label.trim() === "" ? "" : `${label} `;
    },
  };
}

function visitNumbering(abstracts: Map<string, Map<number, Level>>, instances: Map<string, Instance>): XmlVisitor {
  let levels: Map<number, Level> | undefined;
  let level: Level | undefined;
  let instance: Instance | undefined;
  let overridden = 0;
  return {
    open: (element) => {
      switch (element.name) {
        case "w:abstractNum":
          levels = new Map();
          abstracts.set(element.attribute("w:abstractNumId") ?? "", levels);
          break;
        case "w:num":
          instance = { abstractId: "", starts: new Map(), levels: new Map() };
          levels = instance.levels;
          instances.set(element.attribute("w:numId") ?? "", instance);
          break;
        case "w:abstractNumId":
          if (instance) instance.abstractId = valueOf(element) ?? "";
          break;
        case "w:lvlOverride":
          overridden = numberOf(element.attribute("w:ilvl")) ?? 0;
          break;
        case "w:startOverride":
          instance?.starts.set(overridden, numberOf(valueOf(element)) ?? 1);
          break;
        case "w:lvl":
          level = { start: 1, format: "decimal", template: "" };
          levels?.set(numberOf(element.attribute("w:ilvl")) ?? 0, level);
          break;
        case "w:start":
          if (level) level.start = numberOf(valueOf(element)) ?? 1;
          break;
        case "w:numFmt":
          if (level) level.format = FORMATS.get(valueOf(element) ?? "") ?? "decimal";
          break;
        case "w:lvlText":
          if (level) level.template = valueOf(element) ?? "";
          break;
      }
    },
    close: (name) => {
      if (name === "w:lvl") level = undefined;
      if (name === "w:num") instance = undefined;
    },
  };
}

function visitStyles(styles: Map<string, ParagraphStyle>): XmlVisitor {
  let style: ParagraphStyle | undefined;
  return {
    open: (element) => {
      switch (element.name) {
        case "w:style":
          style = { basedOn: undefined, numId: undefined, level: undefined };
          styles.set(element.attribute("w:styleId") ?? "", style);
          break;
        case "w:basedOn":
          if (style) style.basedOn = valueOf(element);
          break;
        case "w:numId":
          if (style) style.numId = valueOf(element);
          break;
        case "w:ilvl":
          if (style) style.level = numberOf(valueOf(element));
          break;
      }
    },
    close: (name) => {
      if (name === "w:style") style = undefined;
    },
  };
}

export function valueOf(element: XmlElement): string | undefined {
  return element.attribute("w:val");
}

/** A level or a start as the file writes it; `undefined` for what is no number from 0 to 32,767. */
export function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,5}$/.test(text) && Number(text) <= 32767 ? Number(text) : undefined;
}
