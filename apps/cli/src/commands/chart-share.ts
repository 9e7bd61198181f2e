import { ok, type Result } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import type { SharedKind } from "@alcove/vault";
import { nameOr } from "../member-text.ts";
import { readDay, readSharedKind, sharedNames, today } from "../note-input.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { propose, proposeOption, refusedAlone } from "../proposals.ts";
import { misused, refuse, type Refusal } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    member: { type: "string", value: "ID", about: "whom, as member list shows them", required: true },
    kind: {
      type: "string",
      value: "KIND",
      about: "progress (default), psychotherapy: those you wrote, or administrative",
    },
    right: { type: "string", value: "RIGHT", about: "read (default) or read-write" },
    until: { type: "string", value: "DAY", about: "the right's last day, yyyy-mm-dd (without end)" },
    propose: proposeOption,
  },
  details: `Opens a chart's notes to a member, with their whole history, in place of any right they had there. Psychotherapy notes
are given by their author only, one chart at a time, to read. People and numbers alone (administrative) are for who sees no clients. What has been read can't be taken back.`,
  async run(context, { options: { chart, member, ...options } }) {
    const kind = readSharedKind(options.kind);
    if (!kind.ok) return kind;
    const right = readRight(options.right, kind.value ?? "progress");
    if (!right.ok) return right;
    const until = readDay("--until", options.until);
    if (!until.ok) return until;
    if (until.value !== undefined && until.value < today()) return misused(`--until ${until.value} is past already.`);
    return withOpenVault(context, async (vault) => {
      const target = (await vault.members()).find(({ id }) => id === member);
      const opens = (await vault.charts()).some(({ id, opens: isOpen }) => id === chart && isOpen);
      // An owner lets themselves in where nobody else can; what one has already it would only lessen.
      if (target?.isYou && (opens || kind.value === "psychotherapy"))
        return misused("You have your right there already; it is given to others.");
      const asked = { chart, member, kind: kind.value ?? "progress", right: right.value } as const;
      const request = { ...asked, ...(until.value === undefined ? {} : { until: until.value }) };
      const shared = await vault.shareChart(request);
      if (!shared.ok && options.propose && shared.error.code === "second-owner-needed")
        return propose(context, vault, { ...request, kind: "share" });
      if (!shared.ok) return refusedAlone("share", shared.error);
      const sent = await send(context, vault);
      const view = (await vault.chartAccess(chart)).find((one) => one.member === member && one.kind === asked.kind);
      if (!view) return refuse("bug");
      const does = right.value === "read" ? "reads" : "reads and writes";
      return ok({
        facts: { ...asked, ...(view.until === undefined ? {} : { until: view.until }), ...sentFacts(sent) },
        text:
          `${nameOr(view.name, member)} ${does} its ${sharedNames[asked.kind]}${view.until === undefined ? "" : ` until ${view.until}`}.` +
          sentText(sent),
      });
    });
  },
});

function readRight(text: string | undefined, kind: SharedKind): Result<"read" | "read-write", Refusal> {
  if (text === undefined || text === "read") return ok("read");
  if (text !== "read-write") return misused(`--right is read or read-write, not "${text}".`);
  if (kind === "psychotherapy") return misused("Psychotherapy notes are written by their author only: --right read.");
  return ok(text);
}
