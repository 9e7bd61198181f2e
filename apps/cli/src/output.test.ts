import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { createOutput, drawBar, type Streams, withoutControls } from "./output.ts";

function streams(isTTY: boolean): { readonly said: () => [string, string]; readonly streams: Streams } {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const read = (stream: PassThrough) => (stream.read() as Buffer | null)?.toString() ?? "";
  const as = (stream: PassThrough) => Object.assign(stream, { isTTY, columns: 80 }) as unknown as Streams["out"];
  return { said: () => [read(out), read(err)], streams: { out: as(out), err: as(err) } };
}

describe("with --json", () => {
  test("standard output carries one object, standard error lines of JSON", () => {
    const { said, streams: both } = streams(false);
    const output = createOutput(true, both);
    output.note("On the way.");
    output.progress({ task: "import", done: 5, total: 5 });
    output.answer({ facts: { id: "x" }, text: "not for programs" });
    const [out, err] = said();
    expect(out).toBe('{"ok":true,"id":"x"}\n');
    expect(
      err
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as object),
    ).toEqual([{ note: "On the way." }, { progress: { task: "import", done: 5, total: 5 } }]);
  });

  test("a failure has its code, its sentence and its facts", () => {
    const { said, streams: both } = streams(false);
    createOutput(true, both).refusal({
      kind: "failure",
      failure: { code: "document-empty", facts: { path: "a.txt" } },
    });
    const sentence = "a.txt is empty.";
    expect(said()).toEqual([
      `${JSON.stringify({ ok: false, code: "document-empty", sentence, facts: { path: "a.txt" } })}\n`,
      "",
    ]);
  });
});

describe("for people", () => {
  test("a failure goes to standard error as a sentence with its code", () => {
    const { said, streams: both } = streams(true);
    createOutput(false, both).refusal({ kind: "failure", failure: { code: "not-set-up" }, hint: "Do this." });
    expect(said()).toEqual(["", "There is no practice on this device yet. (not-set-up)\nDo this.\n"]);
  });

  test("the progress bar is taken off the screen before anything else is said", () => {
    const { said, streams: both } = streams(true);
    const output = createOutput(false, both);
    output.progress({ task: "import", done: 1, total: 2 });
    expect(said()[1]).toContain("[");
    output.note("Something.");
    expect(said()[1]).toBe("\r\u001b[KSomething.\n");
  });

  test("text out of a note can't steer the terminal", () => {
    const hostile = "a\u001b]0;title\u0007b\u009b31mc\r\nd\te";
    expect(withoutControls(hostile)).toBe("a\ufffd]0;title\ufffdb\ufffd31mc\nd\te");
    const { said, streams: both } = streams(true);
    createOutput(false, both).answer({ facts: {}, text: hostile });
    expect(said()[0]).not.toContain("\u001b");
  });
});

test("a bar is never wider than the screen", () => {
  for (const columns of [10, 20, 40, 80, 200]) {
    for (const done of [0, 1, 50, 100]) {
      const bar = drawBar({ task: "import", done, total: 100, notes: 12_345, millisecondsLeft: 61_000 }, columns);
      expect(bar.length).toBeLessThan(columns);
    }
  }
  expect(drawBar({ task: "export", done: 50, total: 100 }, 60)).toBe(
    `export  [${"#".repeat(19)}${".".repeat(19)}]  50 of 100`,
  );
});
