import { describe, expect, test } from "vitest";
import { findCommand, parseFor } from "./arguments.ts";
import { defineCommand } from "./command.ts";
import { defaultProfileFolder } from "./folders.ts";
import { ok } from "@alcove/bytes";

describe("findCommand", () => {
  test("takes options for every command before and after a command's words", () => {
    const words = ["--json", "--profile", "chart", "chart", "create", "--name", "A"];
    expect(findCommand(words)).toEqual(
      ok({ kind: "command", words: "chart create", rest: ["--json", "--profile", "chart", "--name", "A"] }),
    );
  });

  test("leaves everything after the words to the command", () => {
    expect(findCommand(["search", "chart", "list"])).toEqual(
      ok({ kind: "command", words: "search", rest: ["chart", "list"] }),
    );
    expect(findCommand(["search", "--", "-word"])).toEqual(
      ok({ kind: "command", words: "search", rest: ["--", "-word"] }),
    );
  });

  test.for([
    [["--help"], undefined],
    [["help"], undefined],
    [["help", "note", "add"], "note add"],
    [["note", "add", "--help"], "note add"],
    [["--help", "import"], "import"],
  ] as const)("%j asks for help", ([words, about]) => {
    expect(findCommand([...words])).toEqual(ok({ kind: "help", about }));
  });

  test("a group without its second word names what there is", () => {
    expect(findCommand(["ledger"])).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("ledger verify") as string },
    });
  });
});

describe("parseFor", () => {
  const command = defineCommand({
    positionals: [{ name: "ID", about: "which" }],
    options: {
      name: { type: "string", value: "NAME", about: "its name", required: true },
      loud: { type: "boolean", about: "loudly" },
      title: { type: "string", value: "TEXT", about: "a title" },
    },
    run: () => Promise.resolve(ok({ facts: {}, text: "" })),
  });

  test("gives a command exactly its own options, and everything else its place", () => {
    const parsed = parseFor(command, ["x1", "--name", "A", "--wait", "3", "--json"]);
    expect(parsed).toEqual(
      ok({
        globals: {
          json: true,
          profile: defaultProfileFolder(),
          passphraseFile: undefined,
          totpFile: undefined,
          spareCodeFile: undefined,
          waitMs: 3000,
        },
        given: { options: { name: "A", loud: false, title: undefined }, positionals: ["x1"] },
      }),
    );
  });

  test.for([
    [["--name", "A"], "ID is needed"],
    [["x", "y", "--name", "A"], '"y" is one word too many'],
    [["x"], "--name NAME is needed"],
    [["x", "--name", ""], "--name NAME is needed"],
    [["", "--name", "A"], "empty word"],
    [["x", "--name", "A", "--quiet"], "--quiet"],
    [["x", "--name", "A", "--wait", "-1"], "wait"],
  ] as const)("%j is a misuse", ([rest, said]) => {
    const parsed = parseFor(command, [...rest]);
    expect(parsed).toMatchObject({
      ok: false,
      error: { kind: "usage", message: expect.stringContaining(said) as string },
    });
  });
});
