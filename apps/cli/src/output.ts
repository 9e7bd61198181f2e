/**
 * All that the program says. Answers go to standard output: one JSON object with `--json`, plain text otherwise. Everything
 * on the way goes to standard error: a progress bar where somebody looks on, JSON lines where a program does.
 */

import { sentenceOf } from "@alcove/protocol/sentences";
import type { Answer } from "./command.ts";
import type { Refusal } from "./refusal.ts";

export type Progress = {
  readonly task: string;
  readonly done: number;
  readonly total: number;
  /** Notes that came of it so far, where files are counted. */
  readonly notes?: number;
  readonly millisecondsLeft?: number;
};

export type Output = {
  /** A remark on the way. */
  note(text: string): void;
  /** An event for programs only, as a JSON line. */
  event(facts: Readonly<Record<string, unknown>>): void;
  progress(progress: Progress): void;
  answer(answer: Answer): void;
  refusal(refusal: Refusal): void;
  /** Takes the progress bar off the screen. */
  clear(): void;
};

export type Streams = {
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
};

const betweenLinesMs = 250;

export function createOutput(json: boolean, { out, err }: Streams): Output {
  const bar = err.isTTY && !json;
  let barShown = false;
  let lastLineAt = 0;

  const clear = () => {
    if (barShown) err.write("\r\u001b[K");
    barShown = false;
  };
  const line = (facts: Readonly<Record<string, unknown>>) => void err.write(`${JSON.stringify(facts)}\n`);
  const shown = (stream: NodeJS.WriteStream, text: string) => (stream.isTTY ? withoutControls(text) : text);

  return {
    clear,
    note(text) {
      clear();
      if (json) line({ note: text });
      else err.write(`${shown(err, text)}\n`);
    },
    event(facts) {
      if (json) line(facts);
    },
    progress(progress) {
      if (bar) {
        err.write(`\r${drawBar(progress, err.columns || 80)}\u001b[K`);
        barShown = true;
        return;
      }
      const now = performance.now();
      if (progress.done < progress.total && now - lastLineAt < betweenLinesMs) return;
      lastLineAt = now;
      line({ progress });
    },
    answer({ facts, text }) {
      clear();
      if (json) out.write(`${JSON.stringify({ ok: true, ...facts })}\n`);
      else if (text !== "") out.write(`${shown(out, text)}\n`);
    },
    refusal(refusal) {
      clear();
      const [code, sentence] =
        refusal.kind === "usage" ? ["usage", refusal.message] : [refusal.failure.code, sentenceOf(refusal.failure)];
      const hint = refusal.kind === "failure" ? refusal.hint : undefined;
      if (json) {
        const facts = refusal.kind === "failure" ? refusal.failure.facts : undefined;
        const extra = { ...(facts ? { facts } : {}), ...(hint === undefined ? {} : { hint }) };
        out.write(`${JSON.stringify({ ok: false, code, sentence, ...extra })}\n`);
      } else {
        err.write(shown(err, `${sentence} (${code})\n${hint === undefined ? "" : `${hint}\n`}`));
      }
    },
  };
}

/** `Importing  [######......]  50 of 100, 3 s left`, at most `columns` wide. */
export function drawBar(progress: Progress, columns: number): string {
  const { done, total, notes, millisecondsLeft } = progress;
  const left = millisecondsLeft === undefined ? "" : `, ${Math.ceil(millisecondsLeft / 1000)} s left`;
  const counts = `${done} of ${total}${notes === undefined ? "" : `, ${notes} notes`}${left}`;
  const width = Math.min(40, columns - counts.length - progress.task.length - 7);
  if (width < 5) return `${progress.task} ${counts}`.slice(0, columns - 1);
  const filled = total === 0 ? width : Math.round((Math.min(done, total) / total) * width);
  return `${progress.task}  [${"#".repeat(filled)}${".".repeat(width - filled)}]  ${counts}`;
}

/** Text out of notes and files must not steer the terminal: control characters but tab and line end become visible. */
export function withoutControls(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(/(?![\t\n])\p{Cc}/gu, "\ufffd");
}
