import { ok } from "@alcove/bytes";
import type { AppointmentKind, NewPlan } from "@alcove/vault";
import { readMinutes, readStart, refText, zoneOr } from "../appointment-text.ts";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refused, refusedTo } from "../refusal.ts";

const kinds: readonly AppointmentKind[] = ["session", "first", "group", "call", "other"];

export const command = defineCommand({
  options: {
    start: { type: "string", value: "TIME", about: "day and time, such as 2027-01-04T09:00", required: true },
    minutes: { type: "string", value: "MINUTES", about: "how long (50)" },
    chart: { type: "string", value: "ID", about: "whose appointment it is" },
    title: { type: "string", value: "TEXT", about: "what it is, where it is about no chart" },
    kind: { type: "string", value: "KIND", about: `${kinds.join(", ")} (session)` },
    repeat: { type: "string", value: "RULE", about: "an RRULE, such as FREQ=WEEKLY;COUNT=10" },
    member: { type: "string", value: "ID", about: "in whose calendar (yours)" },
    zone: { type: "string", value: "ZONE", about: "time zone, such as Europe/Helsinki (this computer's)" },
    video: { type: "boolean", about: "by video" },
    note: { type: "string", value: "TEXT", about: "a word beside it, which everybody who opens the calendar sees" },
  },
  details: `Says what it meets, and plans it all the same. A series repeats by days, weeks or months: FREQ=DAILY, WEEKLY or MONTHLY,
with INTERVAL, BYDAY, COUNT or UNTIL (RFC 5545). It stays at its hour when the clocks change.`,
  async run(context, { options }) {
    const start = readStart("--start", options.start);
    if (!start.ok) return start;
    const minutes = readMinutes(options.minutes);
    if (!minutes.ok) return minutes;
    const kind = kinds.find((one) => one === (options.kind ?? "session"));
    if (!kind) return misused(`--kind is one of ${kinds.join(", ")}, not "${options.kind}".`);
    if ((options.chart === undefined) === (options.title === undefined))
      return misused("One of --chart and --title is needed.");
    return withOpenVault(context, async (vault) => {
      const you = (await vault.members()).find(({ isYou }) => isYou)?.id ?? "";
      const request: NewPlan = {
        plan: {
          member: options.member ?? you,
          ...(options.chart === undefined ? {} : { chart: options.chart }),
          title: options.title ?? "",
          kind,
          start: start.value,
          zone: zoneOr(options.zone),
          minutes: minutes.value ?? 50,
          video: options.video,
          note: options.note ?? "",
        },
        ...(options.repeat === undefined ? {} : { rule: options.repeat }),
      };
      const met = await vault.meets(request);
      if (!met.ok) return refusedTo("plan", met.error);
      const planned = await vault.planAppointment(request);
      if (!planned.ok) return refused(planned.error);
      const sent = await send(context, vault);
      const words = met.value.map(
        (one) => `\nMeets ${meetWords[one.with]}: ${one.begins.replace("T", " ")} ${one.name}`,
      );
      return ok({
        facts: { ref: refText(planned.value), meets: met.value, ...sentFacts(sent) },
        text: `${refText(planned.value)}${words.map((line) => line.trimEnd()).join("")}${sentText(sent)}`,
      });
    });
  },
});

const meetWords = { member: "another appointment", room: "another in the room", hours: "the end of working hours" };
