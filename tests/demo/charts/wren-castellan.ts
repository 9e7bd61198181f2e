import type { DemoChart } from "../demo-chart.ts";

export const wrenCastellan: DemoChart = {
  name: "Wren Castellan",
  sessions: { weekday: 4, hour: 14 },
  notes: [
    {
      weeksAgo: 12,
      title: "Intake",
      text: `## Reason for coming
Nineteen, second semester of marine biology, they/them. Sent by the student health service. Sleeps from four to noon, has missed three practicals, answers no messages. “I am not sad. I am nothing, on a very low flame.”

## Safety
Thoughts that it would be restful not to wake up, most evenings, for about two months. No plan, no means at hand, no attempt. Called their aunt once at night and it helped. Safety plan written together, copy in their jacket.

## Measures
PHQ-9: 17. Item nine: 1.

## Plan
[x] Safety plan
[x] Consent to speak with the student health service
[ ] Sleep diary
[ ] Twice a week until item nine is at zero two times running`,
    },
    {
      weeksAgo: 11,
      text: `## Subjective
Two nights before two o’clock. Hates the diary, keeps it with great precision. The evening thoughts came on four days, shorter. Used the second step of the safety plan once: aunt Ines, eleven minutes, mostly about her dog.

## Objective
On time, hair wet from the pool. Speaks more quietly when speaking of the faculty.

## Assessment
Depressive episode, moderate. Risk as before, protected by aunt and pool.

## Plan
[x] Pool at ten in the morning, not at night
[ ] One message a day answered, shortest first`,
    },
    {
      weeksAgo: 10,
      text: `## Subjective
Swam on five days. Answered nine messages, and one of the nine was from somebody who had saved them a place in the practical. “I had thought they’d all have got a new person by now.”

## Objective
PHQ-9: 13. Item nine: 1.

## Assessment
The belief to be replaceable shows; it is older than the university.

## Plan
[ ] Go to the practical and leave after half an hour if need be
[ ] Lamp by the bed, alarm on the other side of the room`,
    },
    {
      weeksAgo: 8,
      text: `## Subjective
Stayed for the whole practical, dissected a squid, was good at it and annoyed to be good at it. Sleep from one to nine. Evening thoughts on one day, “passing through, like a tram”.

## Objective
PHQ-9: 9. Item nine: 0. First smile that reached the shoulders.

## Plan
[x] Safety plan read again, one telephone number changed
[ ] Write to the dean about the missed practicals, draft together next time`,
    },
    {
      weeksAgo: 6,
      text: `## Subjective
The letter to the dean took the whole hour and is six lines long. The seventh, “I am sorry for existing”, was deleted by Wren without my saying anything. They read the rest aloud twice.

## Objective
Item nine: 0, the second time running. Once a week from now on, as agreed.

## Assessment
Episode is lifting. Shame is the work now.

## Plan
[ ] Send it by Friday
[ ] Notice who is glad to see them, and write down one name a day`,
    },
    {
      weeksAgo: 4,
      text: `## Subjective
The dean wrote back in an hour: two practicals may be made up after the holidays. Wren carried the answer about for three days before telling anybody. Five names on the list, one of them twice. The cat of the flat share counts, they say.

## Objective
PHQ-9: 6.

## Assessment
Good turn. Holidays ahead, with the parents, who use the old name.

## Plan
[ ] One page for the holidays: what helps, whom to call, when to take the earlier train`,
    },
    {
      weeksAgo: 1,
      text: `## Subjective
Back early from the parents’, by the train planned for it, and proud. Their father used the right name once, by accident, and neither of them said a word. Sleep from midnight to eight without the alarm.

## Objective
PHQ-9: 4. Item nine: 0. Rested.

## Plan
[ ] Practicals after the holidays: who comes along on the first day?
[ ] A swim with the five names, whoever has time`,
    },
    {
      weeksAgo: 12,
      forMeAlone: true,
      text: `I wanted to keep them here for good. The low flame: I know the phrase from D., twelve years ago, and I noted the date of that funeral in the margin before I noticed. Doubled the frequency for their sake and for mine; both are true. Supervision on Thursday.`,
    },
  ],
  files: [
    {
      weeksAgo: 10,
      name: "sleep diary, first two weeks.csv",
      mediaType: "text/csv",
      text: `night,to bed,asleep,awake,hours,remark
1,02:10,04:00,12:15,8.25,
2,01:30,03:40,11:50,8.2,pool before
3,00:40,01:50,10:05,8.25,
4,03:00,04:30,12:40,8.2,read until three
5,00:30,01:20,09:40,8.3,pool before
6,00:50,01:45,09:55,8.2,
7,02:20,03:50,11:30,7.7,telephone
8,00:15,01:10,09:20,8.2,pool before
9,00:20,01:00,09:10,8.2,pool before
10,01:40,02:50,10:30,7.7,
11,00:10,00:50,09:00,8.2,pool before
12,00:00,00:45,08:50,8.1,
13,00:30,01:15,09:15,8.0,pool before
14,00:20,01:05,09:05,8.0,I do not hate this as much as I say
`,
    },
  ],
};
