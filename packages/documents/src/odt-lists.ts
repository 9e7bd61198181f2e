/**
 * Labels of list items in OpenDocument text (ODF 1.3 part 3, 5.3 and 16.30): a list names a list style, whose levels
 * say how to count; lists nest, and a list can go on counting where another ended.
 */

import { BULLET, formatListNumber, type NumberFormat } from "./list-labels.ts";
import type { XmlElement } from "./xml-part.ts";

type Level = {
  readonly bullet: boolean;
  readonly format: NumberFormat;
  readonly prefix: string;
  readonly suffix: string;
  readonly start: number;
  readonly shown: number;
};

type OpenList = { readonly style: string; readonly id: string; readonly counts: number[]; labelled: boolean };

export type OdtLists = {
  /** Call for every element of styles.xml and content.xml that declares list styles. */
  readonly declare: (element: XmlElement) => void;
  readonly openList: (element: XmlElement) => void;
  readonly closeList: () => void;
  readonly openItem: (element: XmlElement) => void;
  /** The label with a space for the first paragraph of an item, "" for any other paragraph. */
  readonly paragraphLabel: () => string;
  /** The same for a heading outside of lists, which counts by the outline style. */
  readonly headingLabel: (element: XmlElement) => string;
};

const FORMATS: ReadonlyMap<string, NumberFormat> = new Map([
  ["1", "decimal"],
  ["a", "lower-letter"],
  ["A", "upper-letter"],
  ["i", "lower-roman"],
  ["I", "upper-roman"],
]);

const OUTLINE = "outline";
const MAX_LEVELS = 10;

export function createOdtLists(): OdtLists {
  const styles = new Map<string, Map<number, Level>>();
  const open: OpenList[] = [];
  /** Counters as each list left them, by its id and by its style. */
  const left = new Map<string, readonly number[]>();
  const outline: number[] = [];
  let declaring: Map<number, Level> | undefined;

  const labelFor = (style: string, counts: readonly number[]): string => {
    const levels = styles.get(style);
    const level = levels?.get(counts.length);
    if (level === undefined) return "";
    if (level.bullet) return `${BULLET} `;
    const numbers: string[] = [];
    for (let at = Math.max(1, counts.length - level.shown + 1); at <= counts.length; at++) {
      numbers.push(formatListNumber(counts[at - 1] ?? 1, levels?.get(at)?.format ?? "none"));
    }
    const number = numbers.filter((text) => text !== "").join(".");
    return number === "" ? "" : `${level.prefix}${number}${level.suffix} `;
  };

  return {
    declare: (element) => {
      switch (element.name) {
        case "text:list-style":
          declaring = new Map();
          styles.set(`list ${element.attribute("style:name") ?? ""}`, declaring);
          break;
        case "text:outline-style":
          declaring = new Map();
          styles.set(OUTLINE, declaring);
          break;
        case "text:list-level-style-number":
        case "text:outline-level-style":
        case "text:list-level-style-bullet":
        case "text:list-level-style-image":
          declaring?.set(count(element, "text:level", 1), levelOf(element));
          break;
      }
    },
    openList: (element) => {
      const parent = open.at(-1);
      const named = element.attribute("text:style-name");
      const style = named === undefined ? (parent?.style ?? "") : `list ${named}`;
      const counts = parent ? [...parent.counts] : [];
      const level = counts.length + 1;
      const continued =
        element.attribute("text:continue-numbering") === "true"
          ? left.get(`${style} ${level}`)
          : left.get(element.attribute("text:continue-list") ?? "");
      const start = styles.get(style)?.get(level)?.start ?? 1;
      if (level <= MAX_LEVELS) counts.push(continued?.[level - 1] ?? start - 1);
      open.push({ style, id: element.attribute("xml:id") ?? "", counts, labelled: true });
    },
    closeList: () => {
      const list = open.pop();
      if (list === undefined) return;
      left.set(`${list.style} ${list.counts.length}`, list.counts);
      if (list.id !== "") left.set(list.id, list.counts);
    },
    openItem: (element) => {
      const list = open.at(-1);
      if (list === undefined) return;
      const last = list.counts.length - 1;
      const start = element.attribute("text:start-value");
      list.counts[last] = start === undefined ? (list.counts[last] ?? 0) + 1 : count(element, "text:start-value", 1);
      list.labelled = false;
    },
    paragraphLabel: () => {
      const list = open.at(-1);
      if (list === undefined || list.labelled) return "";
      list.labelled = true;
      return labelFor(list.style, list.counts);
    },
    headingLabel: (element) => {
      if (element.attribute("text:is-list-header") === "true") return "";
      const level = Math.min(count(element, "text:outline-level", 1), MAX_LEVELS);
      const levels = styles.get(OUTLINE);
      for (let at = 0; at < level - 1; at++) outline[at] ??= levels?.get(at + 1)?.start ?? 1;
      outline[level - 1] = (outline[level - 1] ?? (levels?.get(level)?.start ?? 1) - 1) + 1;
      outline.length = level;
      return labelFor(OUTLINE, outline);
    },
  };
}

function levelOf(element: XmlElement): Level {
  return {
    bullet: element.name.endsWith("bullet") || element.name.endsWith("image"),
    format: FORMATS.get(element.attribute("style:num-format") ?? "") ?? "none",
    prefix: element.attribute("style:num-prefix") ?? "",
    suffix: element.attribute("style:num-suffix") ?? "",
    start: count(element, "text:start-value", 1),
    shown: count(element, "text:display-levels", 1),
  };
}

/** A small number as the file writes it. */
export function count(element: XmlElement, attribute: string, otherwise: number): number {
  const text = element.attribute(attribute);
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : otherwise;
}
