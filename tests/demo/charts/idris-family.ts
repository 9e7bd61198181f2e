import type { DemoChart } from "../demo-chart.ts";

export const idrisFamily: DemoChart = {
  name: "Idris family",
  sessions: { weekday: 5, hour: 16 },
  notes: [
    {
      weeksAgo: 9,
      title: "First session, four present",
      text: `## Present
Samira (mother), Yusuf (father), Dana (15), Kamil (8). Dana chose the chair nearest to the door and kept her coat on.

## What each says it is about
- Samira: Dana does not speak to them since the move
- Yusuf: the school calls too often
- Kamil: “Dana is sad and everybody whispers”
- Dana: nothing; drew a boat on the back of the consent form

## Consent
Both parents have signed. Dana too, because I asked her.

## Plan
[ ] All four every three weeks
[ ] Dana alone once, if she likes; what she says there stays there, within the limits that I have named to all`,
    },
    {
      weeksAgo: 6,
      text: `## Observed
We built the old street out of blocks. All four, without talking, for a quarter of an hour. Dana put in a bakery that the others had forgotten. Kamil made a bus that never arrives.

Yusuf said that he had not asked the children about the move, “because there was nothing to ask”. Dana said: “There was.” It was the longest conversation between them since the move.

## Plan
[ ] Friday supper, each may ask one question about the move, nobody has to answer at once`,
    },
    {
      weeksAgo: 3,
      text: `## Observed
Suppers on two Fridays. The questions are on the refrigerator; Dana’s is “Who decided?” The honest answer took Samira a week: the rent did. Dana had thought it was because of her and the bad year at school.

Her coat was off after ten minutes.

## School
Asked Dana whether I may speak with her teacher, and she wants to be there herself. Telephone call for three, on Tuesday.

## Plan
[x] Call with the school, Dana dials
[ ] A visit to the old street, all four, by bus`,
    },
    {
      weeksAgo: 0,
      text: `## Observed
The visit to the old street was short: the bakery is a telephone shop now. Dana took it better than her father, who had to be given an ice cream, by her account. Kamil’s bus arrived.

The school calls less. Dana was asked to draw the poster for the school party, and said yes before she could think.

## Assessment
The family has its own words again. One more session, and then at need.

## Plan
[ ] Last session: each brings one thing that is to stay as it is`,
    },
  ],
};
