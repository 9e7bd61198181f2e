/** Format, by mouse and by keyboard: one stop for Tab, arrows inside. */

import { type Editor, useEditorState } from "@tiptap/react";
import { type KeyboardEvent, type ReactElement, type ReactNode, useRef, useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import { insertTable } from "./tables.ts";

type Tool = {
  readonly label: string;
  readonly keys?: string;
  readonly sign: ReactNode;
  readonly on: (editor: Editor) => boolean;
  readonly act: (editor: Editor) => void;
};

const TOOLS: readonly Tool[] = [
  {
    label: "Bold",
    keys: "Control+B",
    sign: <b aria-hidden="true">B</b>,
    on: (editor) => editor.isActive("bold"),
    act: (editor) => editor.chain().focus().toggleBold().run(),
  },
  {
    label: "Italic",
    keys: "Control+I",
    sign: <i aria-hidden="true">I</i>,
    on: (editor) => editor.isActive("italic"),
    act: (editor) => editor.chain().focus().toggleItalic().run(),
  },
  {
    label: "Section name",
    keys: "Control+Alt+2",
    sign: <span aria-hidden="true">H</span>,
    on: (editor) => editor.isActive("heading"),
    act: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
  },
  {
    label: "List",
    keys: "Control+Shift+8",
    sign: <Icon name="list" />,
    on: (editor) => editor.isActive("bulletList"),
    act: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    label: "Numbered list",
    keys: "Control+Shift+7",
    sign: <Icon name="numbers" />,
    on: (editor) => editor.isActive("orderedList"),
    act: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    label: "Checkboxes",
    keys: "Control+Shift+9",
    sign: <Icon name="checkbox" />,
    on: (editor) => editor.isActive("taskList"),
    act: (editor) => editor.chain().focus().toggleTaskList().run(),
  },
  {
    label: "Table",
    sign: <Icon name="table" />,
    on: (editor) => editor.isActive("table"),
    act: (editor) => {
      if (!editor.isActive("table")) insertTable(editor);
    },
  },
];

export type ToolbarProps = { readonly editor: Editor; readonly onPicture: () => void };

export function Toolbar({ editor, onPicture }: ToolbarProps): ReactElement {
  const bar = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState(0);
  const tools: readonly Tool[] = [
    ...TOOLS,
    { label: "Picture", sign: <Icon name="picture" />, on: () => editor.isActive("picture"), act: onPicture },
  ];
  const pressed = useEditorState({ editor, selector: () => tools.map((tool) => tool.on(editor)) });

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -stop, End: tools.length - 1 - stop }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (stop + step + tools.length) % tools.length;
    setStop(next);
    bar.current?.querySelectorAll("button")[next]?.focus();
  };

  return (
    <div className="tools" role="toolbar" aria-label="Format" ref={bar} onKeyDown={onKeyDown}>
      {tools.map((tool, index) => (
        <button
          key={tool.label}
          type="button"
          aria-label={tool.label}
          aria-pressed={pressed[index] ?? false}
          aria-keyshortcuts={tool.keys}
          title={
            tool.keys ? `${tool.label} (${tool.keys.replaceAll("Control", "Ctrl").replaceAll("+", " ")})` : tool.label
          }
          tabIndex={index === stop ? 0 : -1}
          onFocus={() => setStop(index)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => tool.act(editor)}
        >
          {tool.sign}
        </button>
      ))}
    </div>
  );
}
