/** Which font a span of OpenDocument text is in, so that pictographs of symbol fonts can be read. */

import type { XmlElement } from "./xml-part.ts";

export type OdtFonts = {
  /** Call for every element that is opened: styles and fonts are declared before the text. */
  readonly declare: (element: XmlElement) => void;
  readonly openSpan: (element: XmlElement) => void;
  readonly closeSpan: () => void;
  /** The family of the innermost span that has one, "" for none. */
  readonly current: () => string;
};

export function createOdtFonts(): OdtFonts {
  const families = new Map<string, string>();
  const ofStyle = new Map<string, string>();
  const spans: string[] = [];
  let style: string | undefined;
  return {
    declare: (element) => {
      if (element.name === "style:font-face") {
        const family = (element.attribute("svg:font-family") ?? "").replaceAll(/^'|'$/g, "");
        families.set(element.attribute("style:name") ?? "", family);
      } else if (element.name === "style:style") style = element.attribute("style:name");
      else if (element.name === "style:text-properties" && style !== undefined) {
        const font = element.attribute("style:font-name");
        if (font !== undefined) ofStyle.set(style, font);
      }
    },
    openSpan: (element) => {
      const font = ofStyle.get(element.attribute("text:style-name") ?? "");
      spans.push(font === undefined ? (spans.at(-1) ?? "") : (families.get(font) ?? font));
    },
    closeSpan: () => {
      spans.pop();
    },
    current: () => spans.at(-1) ?? "",
  };
}
