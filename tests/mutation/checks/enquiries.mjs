// Enquiries and day lists: who gives one, what a delegate has and for how long, and what is written down of it.

import { inFile } from "./in-file.mjs";

const vault = "packages/vault/src";
const rules = "tests/rules/enquiries.test.ts";
const lists = "tests/rules/day-lists.test.ts";

export const enquiryChecks = [
  ...inFile(`${vault}/features/open-charts.ts`, { tests: [rules] }, [
    {
      id: "enquiries/author-gives",
      find: "if (isAuthor && both && isEnquiry(roster, compartment)) {",
      replace: "if (false) {",
      titles: "ENQ-2 a front desk gives",
    },
    {
      id: "enquiries/taken-from-nobody-who-treats",
      find: "return treats(me.role) || !isSpared;",
      replace: "return true;",
      titles: "ENQ-2 ROS-36",
    },
    {
      id: "enquiries/no-note-for-the-desk",
      find: 'return hasNotes(roster, chart) || mayCreate(role, "clinical");',
      replace: "return true;",
      titles: "ENQ-1",
    },
  ]),
  ...inFile(`${vault}/features/enquiries.ts`, { tests: [rules] }, [
    {
      id: "enquiries/by-who-treats",
      find: 'if (!target || !treats(target.role)) return fail(failure("member-unknown"));\n  const sheet',
      replace: 'if (!target) return fail(failure("member-unknown"));\n  const sheet',
      titles: "ENQ-2 nobody takes on",
    },
    {
      id: "enquiries/given-once",
      find: "const places = all.filter((one) => !has(one));",
      replace: "const places = all;",
      titles: "ENQ-2 ROS-36",
    },
    {
      id: "enquiries/giver-leaves",
      find: "return sent.ok ? leaveEnquiry(view, chart) : sent;",
      replace: "return sent;",
      titles: "ENQ-2 a clinician who gives",
    },
  ]),
  ...inFile(`${vault}/engine/sync/log-rights.ts`, { tests: [rules] }, [
    {
      id: "enquiries/nothing-follows-yet",
      find: "return !isEnquiry(roster, place) && !isForDays",
      replace: "return !isForDays",
      titles: "ENQ-2",
    },
    {
      id: "day-lists/for-days",
      find: "const isForDays = until !== undefined && until <= today + delegateDays;",
      replace: "const isForDays = false;",
      tests: [lists],
      titles: "CAL-9 ENQ-4",
    },
  ]),
  ...inFile(`${vault}/features/schedule/access.ts`, { tests: [lists] }, [
    {
      id: "day-lists/some-days-only",
      find: "const areDays = until !== null && until >= today && until <= today + delegateDays;",
      replace: "const areDays = until !== null;",
      titles: "CAL-9 with numbers only",
    },
    {
      id: "day-lists/numbers-end-with-it",
      find: "const ended = [place, ...numbers]",
      replace: "const ended = [place]",
      titles: "CAL-9 ENQ-4",
    },
    {
      id: "day-lists/to-read-alone",
      find: 'operations.push(["entitle", target.account, "read", until, numbers',
      replace: 'operations.push(["entitle", target.account, "read-write", until, numbers',
      titles: "CAL-9 ENQ-4",
    },
    {
      id: "day-lists/of-these-days",
      find: "entriesIn(opened, zone, dayText(today), dayText(until))",
      replace: "entriesIn(opened, zone, dayText(today), dayText(until + 30))",
      titles: "CAL-9 ENQ-4",
    },
    {
      id: "day-lists/notes-begun-first",
      find: "charts.filter((one) => now && !hasNotes(now, one) && administrativeOf(now, one).length > 0)",
      replace: "[] as typeof charts",
      titles: "CAL-9 of an enquiry",
    },
  ]),
  ...inFile(`${vault}/features/schedule/day-list.ts`, { tests: [lists] }, [
    {
      id: "day-lists/telephone-alone",
      find: 'reach: reach.filter(({ by }) => by === "phone" || by === "text"),',
      replace: "reach,",
      titles: "ENQ-5 a day list",
    },
  ]),
  ...inFile(`${vault}/methods/schedule.ts`, { tests: [lists] }, [
    {
      id: "day-lists/printed-is-written-down",
      find: 'await recordAccesses(ports, opened, accessesToNumbers(opened, "numbers-printed", shown));',
      replace: "",
      titles: "ENQ-5 ACL-8",
    },
    {
      id: "day-lists/shown-is-written-down",
      find: "await numbersShown(value, shown);",
      replace: "",
      titles: "ENQ-5 ACL-8",
    },
  ]),
  ...inFile(`${vault}/views/homes.ts`, { tests: [`${vault}/views/homes.test.ts`] }, [
    {
      id: "day-lists/beside-a-calendar-these-alone",
      find: "return isOfNumbers(revision.act) && revision.chart !== undefined;",
      replace: "return true;",
    },
  ]),
];
