/** `/word` and a space become what the word stands for; Backspace right after takes it back. */

import { Extension, InputRule } from "@tiptap/core";
import { docOfText } from "./note-text.ts";

/** `textOf`: asked at every such word, so that new snippets need no other editor. */
export function snippets(textOf: (word: string) => string | undefined): Extension {
  return Extension.create({
    name: "snippets",
    addInputRules() {
      return [
        new InputRule({
          find: /(?:^|\s)(\/([\p{L}\p{N}-]{1,20})\s)$/u,
          handler: ({ range, match, commands }) => {
            const text = textOf(match[2] ?? "");
            if (text === undefined) return;
            // The white space before the word stays.
            const from = range.from + match[0].length - (match[1] ?? "").length;
            const paragraphs = docOfText(text).content ?? [];
            const [only, more] = paragraphs;
            const content = more ? paragraphs : [...(only?.content ?? []), { type: "text", text: " " }];
            commands.insertContentAt({ from, to: range.to }, content);
          },
        }),
      ];
    },
  });
}
