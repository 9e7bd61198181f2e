/**
 * What comes from the clipboard, made ready for a note. Word writes lists as paragraphs with a bullet in them, and Google Docs says what is
 * bold in styles alone. Styles are read here as words and go no further: the page's own policy lets none of them be applied.
 */

import { Extension } from "@tiptap/core";
import { DOMParser, type ParseOptions, type Slice } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";

/** What an element says of its style, under another name: the browser would judge each, and complain. */
const STYLE = "data-style-said";

/** `onLeftOut`: so many pictures were addresses of something elsewhere, and nothing is fetched. */
export function pasted(onLeftOut: (pictures: number) => void): Extension {
  return Extension.create({
    name: "pasted",
    addProseMirrorPlugins() {
      const { schema } = this.editor;
      const clipboardParser = new PastedParser(schema, DOMParser.fromSchema(schema).rules);
      clipboardParser.onLeftOut = onLeftOut;
      return [new Plugin({ props: { transformPastedHTML: withoutStyles, clipboardParser } })];
    },
  });
}

class PastedParser extends DOMParser {
  onLeftOut: (pictures: number) => void = () => {};

  override parseSlice(dom: HTMLElement, options?: ParseOptions): Slice {
    tidy(dom);
    const pictures = dom.querySelectorAll("img, picture:not(:has(img)), svg, object, embed").length;
    if (pictures > 0) this.onLeftOut(pictures);
    return super.parseSlice(dom, options);
  }
}

function withoutStyles(html: string): string {
  return html
    .replace(/<style\b[\s\S]*?<\/style\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, ` ${STYLE}=`));
}

function tidy(dom: HTMLElement): void {
  for (const line of dom.querySelectorAll<HTMLElement>("p[class^=MsoListParagraph]")) intoList(line);
  for (const styled of dom.querySelectorAll<HTMLElement>(`[${STYLE}]`)) sayStyle(styled);
  // The one size of heading that a note has.
  for (const heading of dom.querySelectorAll("h1, h3, h4, h5, h6")) rename(heading, "h2");
}

/** A paragraph that Word means as a line of a list joins the list above it, or begins one. */
function intoList(paragraph: HTMLElement): void {
  const bullet = [...paragraph.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(styleOf(span)));
  const kind = /^\s*(\d+|[a-z]{1,4})[.)]/i.test(bullet?.textContent ?? "") ? "ol" : "ul";
  bullet?.remove();
  const line = paragraph.ownerDocument.createElement("li");
  const above = paragraph.previousElementSibling;
  const list =
    above?.localName === kind && above.hasAttribute(STYLE) ? above : paragraph.ownerDocument.createElement(kind);
  list.setAttribute(STYLE, "");
  paragraph.replaceWith(...(list === above ? [] : [list]));
  line.append(...paragraph.childNodes);
  list.append(line);
}

function sayStyle(element: HTMLElement): void {
  const weight = /(?:^|;)\s*font-weight:\s*([a-z]+|\d+)/i.exec(styleOf(element))?.[1] ?? "";
  const isBold = /^(bold|bolder|[6-9]00)$/i.test(weight);
  if (/^(b|strong)$/.test(element.localName) && weight && !isBold) return void rename(element, "span");
  if (element.localName !== "span") return;
  if (isBold) wrapWords(element, "strong");
  if (/(?:^|;)\s*font-style:\s*italic/i.test(styleOf(element))) wrapWords(element, "em");
}

const styleOf = (element: Element): string => element.getAttribute(STYLE) ?? "";

function wrapWords(element: Element, name: string): void {
  const around = element.ownerDocument.createElement(name);
  around.append(...element.childNodes);
  element.append(around);
}

function rename(element: Element, name: string): void {
  const renamed = element.ownerDocument.createElement(name);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
}
