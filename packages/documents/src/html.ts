/**
 * HTML as browsers read it (parse5), and of it the text that a reader sees: no scripts, styles or comments, a table's row as
 * a line with tabs, labels of lists. Nothing in it runs and nothing is fetched. An attacker controls all of it: the tree is
 * walked without recursion, and its source is bounded, since the tree takes many times as much memory.
 */

import { fail, ok, type Result } from "@alcove/bytes";
import { type DefaultTreeAdapterTypes, parse, parseFragment } from "parse5";
import { decodeText } from "./decode-text.ts";
import type { DocumentLimits } from "./limits.ts";
import { BULLET } from "./list-labels.ts";
import { countedWarnings, type DocumentWarning, type ReadText, type Refusal } from "./problems.ts";

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

const UNSEEN = new Set("head script style template noscript iframe object embed audio video".split(" "));
const BLOCKS = new Set(
  "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre search section summary table tbody tfoot thead caption tr ul".split(
    " ",
  ),
);
const CELLS = new Set(["td", "th"]);
const WHITE_SPACE = /[\t\n\f\r ]+/g;

/** Fails with "document-too-large" for more markup than is parsed, and with what `decodeText` fails with. */
export function readHtml(bytes: Uint8Array, limits: DocumentLimits): Result<ReadText, Refusal> {
  if (bytes.length > limits.maxMarkupBytes) {
    return fail({ code: "document-too-large", what: "file", size: bytes.length, limit: limits.maxMarkupBytes });
  }
  const declared = declaredEncoding(bytes);
  const decoded = declared === undefined ? decodeText(bytes, "html") : ok({ text: declared, guessed: false });
  if (!decoded.ok) return decoded;
  const { text, pictures } = textOfTree(parse(decoded.value.text).childNodes);
  const warnings: DocumentWarning[] = decoded.value.guessed
    ? [{ code: "document-encoding-guessed", encoding: "windows-1252" }]
    : [];
  return ok({ text, warnings: [...warnings, ...countedWarnings({ "document-pictures-left-out": pictures })] });
}

/** Text of a piece of HTML or XHTML that stands inside of another document; at most `limits.maxMarkupBytes` units of it. */
export function textOfMarkup(markup: string, limits: DocumentLimits): string {
  return textOfTree(parseFragment(markup.slice(0, limits.maxMarkupBytes)).childNodes).text;
}

/** What the bytes say in the encoding that the file itself names; `undefined` where it names none, UTF-8, or wrongly. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 1024));
  const label = /<meta[^>]+charset\s*=\s*["']?([\w.:-]+)/i.exec(start)?.[1];
  if (label === undefined || /^utf-?(?:8|16)/i.test(label) || bytes.includes(0)) return undefined;
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Lines of one cell, or of the whole. */
type Block = { lines: string[]; line: string; label: string; cells: string[] };
type Step = { readonly node: Node } | { readonly end: Element };

function textOfTree(nodes: readonly Node[]): { readonly text: string; readonly pictures: number } {
  const newBlock = (): Block => ({ lines: [], line: "", label: "", cells: [] });
  let block = newBlock();
  const outer: Block[] = [];
  const counts: number[] = [];
  let preformatted = 0;
  let pictures = 0;
  const endLine = () => {
    const line = preformatted > 0 ? block.line : block.line.trimEnd();
    // A list's label waits for the words of its item: they may stand in a paragraph of their own.
    if (line !== "") {
      block.lines.push(block.label + line);
      block.label = "";
    }
    block.line = "";
  };
  const write = (text: string) => {
    if (preformatted > 0) {
      const lines = text.replaceAll("\r", "").split("\n");
      block.line += lines[0];
      for (const line of lines.slice(1)) {
        block.lines.push(block.line);
        block.line = line;
      }
      return;
    }
    const flat = text.replace(WHITE_SPACE, " ");
    block.line += block.line === "" || block.line.endsWith(" ") ? flat.replace(/^ /, "") : flat;
  };

  function open(element: Element): void {
    const { tagName } = element;
    if (BLOCKS.has(tagName)) endLine();
    if (CELLS.has(tagName)) {
      outer.push(block);
      block = newBlock();
    } else if (tagName === "br") {
      block.lines.push(block.label + block.line.trimEnd());
      block.line = block.label = "";
    } else if (tagName === "pre" || tagName === "textarea") preformatted++;
    else if (tagName === "ol") counts.push(Number(attribute(element, "start") ?? 1) || 1);
    else if (tagName === "ul" || tagName === "menu") counts.push(Number.NaN);
    else if (tagName === "li") {
      const count = counts.at(-1) ?? Number.NaN;
      block.label = Number.isNaN(count) ? `${BULLET} ` : `${count}. `;
      if (counts.length > 0) counts[counts.length - 1] = count + 1;
    } else if (tagName === "img") {
      pictures++;
      write(attribute(element, "alt") ?? "");
    } else if (tagName === "input") write(filledIn(element));
    else if (tagName === "option" && attribute(element, "selected") === undefined) write(" ");
  }

  function close({ tagName }: Element): void {
    if (CELLS.has(tagName)) {
      endLine();
      const cell = block.lines.join("\n");
      block = outer.pop() ?? newBlock();
      block.cells.push(cell);
      return;
    }
    if (BLOCKS.has(tagName)) endLine();
    if (tagName === "pre" || tagName === "textarea") preformatted--;
    else if (tagName === "ol" || tagName === "ul" || tagName === "menu") counts.pop();
    else if (tagName === "li") block.label = "";
    else if (tagName === "tr") block.lines.push(block.cells.splice(0).join("\t"));
  }

  const steps: Step[] = nodes.toReversed().map((node) => ({ node }));
  for (let step = steps.pop(); step; step = steps.pop()) {
    if ("end" in step) close(step.end);
    else if (step.node.nodeName === "#text") write((step.node as DefaultTreeAdapterTypes.TextNode).value);
    else if ("tagName" in step.node && !UNSEEN.has(step.node.tagName)) {
      open(step.node);
      steps.push({ end: step.node });
      for (let at = step.node.childNodes.length - 1; at >= 0; at--)
        steps.push({ node: step.node.childNodes[at] as Node });
    }
  }
  endLine();
  return { text: block.lines.join("\n").trim(), pictures };
}

/** What stands in a form's field. */
function filledIn(element: Element): string {
  const type = (attribute(element, "type") ?? "text").toLowerCase();
  if (type === "checkbox" || type === "radio") return attribute(element, "checked") === undefined ? "[ ] " : "[x] ";
  return type === "hidden" || type === "password" ? "" : (attribute(element, "value") ?? "");
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((one) => one.name === name)?.value;
}
