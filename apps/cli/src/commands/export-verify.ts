import { ok } from "@alcove/bytes";
import { holds } from "@alcove/export";
import { defineCommand } from "../command.ts";
import { counted } from "../counted.ts";
import { verifyExport } from "../export/verify-export.ts";
import { exitCodes } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "PATH", about: "folder of an export, or its ZIP file" }],
  details: `Says whether each file is as it was when the export was sealed. Needs no practice, no server and no passphrase. The key in the seal is
whoever's it is: compare it with what the practice says of it by another way. Ends with 7 where something does not hold.`,
  async run(_, { positionals }) {
    const checked = await verifyExport(positionals[0] ?? "");
    if (!checked.ok) return checked;
    const { sealed, identity, at, files, changed, missing, added } = checked.value;
    const whole = holds(checked.value);
    const differ = changed.length + missing.length + added.length;
    return ok({
      facts: { holds: whole, ...checked.value },
      text: [
        whole
          ? `It holds: ${counted(files, "file")} as they were when this was sealed.`
          : sealed
            ? `It does not hold: ${counted(differ, "file")} differ${differ === 1 ? "s" : ""}.`
            : "It does not hold: the seal is missing, or not over this list of files.",
        ...(sealed && at !== undefined
          ? [
              `Sealed ${sayTime(at)} with the key ${identity ?? ""}`,
              "Anybody could make an export with a key of their own: ask the practice, by another way than this came, whether the key is theirs.",
            ]
          : []),
        ...changed.map((path) => `changed  ${inOneLine(path)}`),
        ...missing.map((path) => `missing  ${inOneLine(path)}`),
        ...added.map((path) => `added    ${inOneLine(path)}`),
      ].join("\n"),
      exit: whole ? exitCodes.done : exitCodes.alarm,
    });
  },
});

/** Whoever sealed it wrote the number, which may be no time. */
function sayTime(at: number): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? "at no time that there is" : time.toISOString();
}

/** A name of a file that lies there says nothing in lines of its own. */
const inOneLine = (path: string): string => path.replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, "\ufffd");
