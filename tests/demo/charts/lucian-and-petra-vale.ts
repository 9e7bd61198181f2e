import type { DemoChart } from "../demo-chart.ts";

export const lucianAndPetraVale: DemoChart = {
  name: "Lucian and Petra Vale",
  sessions: { weekday: 3, hour: 17 },
  notes: [
    {
      weeksAgo: 14,
      title: "First session, both",
      text: `## Present
Both. Married eleven years, a daughter of six. He called, she chose the day.

## What each says it is about
Petra: “We are a very good company with one employee too many.” Lucian: the silence after eight in the evening.

## Agreed
- No secrets policy, read aloud and signed by both
- Every two weeks, eighty minutes
- What one tells alone belongs to both, or is not told

## Safety
Each asked alone for five minutes. No violence, no fear of the other, in both accounts.`,
    },
    {
      weeksAgo: 12,
      text: `## Observed
The quarrel about the dishwasher, performed with great skill by both. Slowed it down to a sentence a minute. Under “you never finish anything” was “I am alone with finishing”, under “nothing is ever right for you” was “I have stopped offering”.

## Pattern, in their words
She knocks louder, he locks quieter. They wrote it on the same sheet in two colours.

## Task
Twenty minutes on Sunday, kitchen table, one talks and one repeats. No dishwasher.`,
    },
    {
      weeksAgo: 10,
      text: `## Observed
They did it once of two times, and fell asleep over it the second time, “but at the same time”, says Lucian. Petra told of the miscarriage before their daughter, which they have never spoken about in a room with a third person. He had kept the parking ticket of that day.

## Assessment
Much more attachment than the first hour let one see. Each protects the other from the same grief.

## Task
None. Go for a walk afterwards, please.`,
    },
    {
      weeksAgo: 8,
      text: `## Observed
Lucian arrived late and said why at the door: he had been sitting in the car, afraid. It was the most open sentence so far, and Petra moved her bag so that he could sit beside her.

The hallway rule: whoever leaves a quarrel says when they will be back, and comes back then. It worked on both evenings it was needed.

## Task
[x] Hallway rule until next time
[ ] One evening a week without any screen in the kitchen`,
    },
    {
      weeksAgo: 4,
      text: `## Observed
A crisis over her mother’s visit. He left without saying when he would be back, for three hours. She did not shout, she put the chain on the door. Both were frightened by the chain.

Went back to the sheet with the two colours. Found the place where each could have turned off; there were four.

## Agreed
- The chain stays off, whatever happens
- He sends one word, “back at nine”, and nothing more is owed in that message`,
    },
    {
      weeksAgo: 2,
      text: `## Observed
They came together on one bicycle, which says something. The mother left on Monday. “We were a team, it was horrible, we were very good.” Laughed about it and then held hands without noticing.

## Assessment
The pattern is known to both and can be named in mid-flight. Next: closeness without an enemy outside.

## Task
[ ] An evening planned by him from beginning to end, babysitter included
[ ] She says once what she likes, in a main clause`,
    },
    {
      weeksAgo: 10,
      forMeAlone: true,
      text: `The parking ticket. I forgot for a moment whose therapist I am; I wanted to send them home with it framed. He flirts with being the sensible one and I fall for it every second hour. Watch whom I look at first when they come in.`,
    },
  ],
};
