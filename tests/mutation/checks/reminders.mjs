// Reminders: what was agreed, whose is due, what may be said of one, and in which words.

import { inFile } from "./in-file.mjs";

const rules = "tests/rules/reminders.test.ts";
const words = "packages/content/src/reminders.test.ts";

export const reminderChecks = [
  ...inFile("packages/vault/src/features/administrative.ts", { tests: [rules] }, [
    {
      id: "reminders/something-may-be-left",
      find: 'return line && line.leave !== "nothing" ? { ...line, hours: reminders.hours } : undefined;',
      replace: "return line ? { ...line, hours: reminders.hours } : undefined;",
      titles: "REM-1",
    },
    {
      id: "reminders/agreed-in-bounds",
      find: "if (reminders && !(agreementOf(words) && isHoursBefore(reminders.hours)))",
      replace: "if (reminders && !agreementOf(words))",
      titles: "REM-1",
    },
  ]),
  ...inFile("packages/vault/src/features/schedule/reminders.ts", { tests: [rules] }, [
    {
      id: "reminders/who-writes-there",
      find: 'if (!mayWriteIn(view, chart, place)) return fail(failure("not-entitled"));',
      replace: "",
      titles: "REM",
    },
    {
      id: "reminders/told-before-taken-back",
      find: 'outcome === "taken-back" ? wasTold(there) : isExpected(running, chart, about)',
      replace: "wasTold(there) || isExpected(running, chart, about)",
      titles: "REM",
    },
    {
      id: "reminders/something-was-noted",
      find: 'if (!before || before.outcome === "mistaken") return fail(failure("appointment-unknown"));',
      replace: 'if (!before) return fail(failure("appointment-unknown"));',
      titles: "REM",
    },
    {
      id: "reminders/next-is-expected",
      find: 'if (!isExpected(running, chart, next)) return fail(failure("appointment-unknown"));',
      replace: "",
      titles: "REM",
    },
    {
      id: "reminders/what-is-expected",
      find: "one.start === start &&",
      replace: "",
      titles: "REM",
    },
  ]),
  ...inFile("packages/vault/src/views/homes.ts", { tests: ["packages/vault/src/views/own-place.test.ts"] }, [
    {
      id: "reminders/of-its-chart",
      find: "return chart !== null && equalBytes(record, reminderId(chart, revision));",
      replace: "return true;",
      titles: "REC-6 a reminder",
    },
  ]),
  ...inFile("packages/vault/src/methods/schedule.ts", { tests: [rules] }, [
    {
      id: "reminders/shown-is-written-down",
      find: "if (list.ok) await numbersShown(value, numbersOf(list.value));",
      replace: "",
      titles: "REM",
    },
  ]),
  ...inFile("packages/content/src/reminders.ts", { tests: [words] }, [
    {
      id: "reminders/no-more-than-may-be-left",
      find: 'if (leave !== "anything") return say.asksForCall(whose);',
      replace: "",
      titles: "REM-4 where a name",
    },
  ]),
];
