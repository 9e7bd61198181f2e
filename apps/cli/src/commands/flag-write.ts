import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { today } from "../note-input.ts";
import { misused } from "../refusal.ts";
import { factOptions, oneOf, optional, writeFact } from "../write-fact.ts";

const kinds = ["suicide", "self-harm", "harm-to-others", "abuse-or-neglect", "medical", "legal", "other"] as const;

export const command = defineCommand({
  options: {
    ...factOptions,
    about: { type: "string", value: "WHAT", about: kinds.join(", ") },
    words: { type: "string", value: "TEXT", about: "what whoever opens the chart must know" },
    since: { type: "string", value: "DAY", about: "since when, yyyy-mm-dd (today)" },
    "review-by": { type: "string", value: "DAY", about: "by when somebody is to look at it again" },
  },
  details:
    "Stands first in the chart, for everybody who can open it. Nothing is overwritten; what is not named stays as it was.",
  run: (context, { options }) =>
    writeFact(context, options, "flag", async (before, ended) => {
      if (!before && options.about === undefined) return misused("A new flag takes --about.");
      const about = oneOf("--about", kinds, options.about, before?.about ?? "other");
      if (!about.ok) return about;
      return ok({
        kind: "flag",
        about: about.value,
        words: options.words ?? before?.words ?? "",
        since: options.since ?? before?.since ?? today(),
        ...optional("reviewBy", options["review-by"], before?.reviewBy),
        ...(ended ? { ended } : {}),
      });
    }),
});
