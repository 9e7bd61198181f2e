import type { DemoChart } from "../demo-chart.ts";

export const henrikSolberg: DemoChart = {
  name: "Henrik Solberg",
  sessions: { weekday: 5, hour: 10 },
  notes: [
    {
      weeksAgo: 13,
      title: "Intake",
      text: `## Reason for coming
Sixty-six, ferry captain for thirty-one years, retired for a year. Drinks since the first month of it: “first at six, then at five, now I look whether it is noon anywhere”. His daughter asked him to come. He would have come anyway, he says, but later.

## History
About a bottle of wine a day and spirits at weekends. No withdrawal in the last dry week; asked about fits, sweating, trembling. Medication for blood pressure. AUDIT 21.

## Safety
No wish to die. Drives no more after three.

## Plan
[x] Blood count and a talk with his doctor before he changes anything, his consent is here
[ ] Fridays at ten, because that is when the ferry leaves`,
    },
    {
      weeksAgo: 12,
      text: `The doctor advises tapering down with two visits a week, and Henrik took that as sailing orders. Brought a logbook: date, wind, glasses, remarks. Wind is in there in earnest.

What drinking does for him: it makes an evening out of an afternoon. What it costs: his granddaughter does not stay overnight any more. He said the second part to the window.

Agreed on tapering by the doctor’s plan, log daily, nothing hidden from the log.`,
    },
    {
      weeksAgo: 10,
      text: `Eleven days dry after the taper. Sleeps badly, walks at five in the morning, and meets the baker, who was once his bosun. They do not talk; the baker puts a roll on the sill.

The evenings are empty between six and nine. Filled a table together, hour by hour. The model of the “Halvard” has stood unfinished in the attic since his wife died.

Next: one evening at the model, with the radio, tea in the old pot.`,
    },
    {
      weeksAgo: 7,
      before: `Drank on Saturday. Came all the same.`,
      text: `Drank on Saturday, four glasses at his neighbour’s sixtieth, and came all the same, shaved, in a white shirt, to report it. “Ran aground, no injured, ship afloat.”

We went through the evening by the hour. The first glass was handed to him by somebody who did not know; the second he poured himself. Between them lay eight minutes on the stairs, in which he had wanted to call me and found that an odd idea.

A slip, not a return. New in the plan: he may call the answering machine and report position. Nobody has to answer.`,
    },
    {
      weeksAgo: 4,
      text: `Three reports of position on the machine, the longest eleven seconds. Dry for nineteen days. The granddaughter slept over on Friday; he lay awake to hear whether she breathed.

Spoke about his wife, Solveig, for the first time. Retirement was to have been theirs. He has not been on the water since, “not even as a passenger”.

Plan: stand on the quay once while the ten o’clock leaves. With the thermos, not with me.`,
    },
    {
      weeksAgo: 1,
      text: `He stood on the quay, and the ten o’clock blew its horn for him; the new captain had sailed under him. He had to sit down on a bollard. Afterwards he bought a ticket and went across and back, on the open deck.

Dry for forty days. Blood count is better, his doctor writes. AUDIT not repeated yet.

The “Halvard” has masts. Next time: the second anniversary of her death, and who will be there.`,
    },
    {
      weeksAgo: 4,
      forMeAlone: true,
      text: `I look forward to Fridays, and should ask myself why. He reports to me as he did to the harbour master, and I like the post. Grandfather’s pipe in the room the moment he speaks of fog. Do not become the quay.`,
    },
  ],
};
