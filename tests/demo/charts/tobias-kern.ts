import type { DemoChart } from "../demo-chart.ts";

export const tobiasKern: DemoChart = {
  name: "Tobias Kern",
  sessions: { weekday: 1, hour: 9 },
  notes: [
    {
      weeksAgo: 16,
      title: "Intake",
      text: `## Reason for coming
Panic on trains for half a year. The first time was in the tunnel before the central station: heart, no air, certain that he would die in front of strangers. Has driven to work since, ninety minutes each way instead of forty.

## History
No treatment before. Cardiology found nothing. His father “never spoke about nerves”. Two coffees a day, no drugs, a beer at weekends. Sleep is good except on Sunday nights.

## Safety
No thoughts of death as a wish; asked directly. Lives with his partner Elif, who knows that he is here.

## Plan
[x] Letter from cardiology, with his consent
[ ] Weekly, Mondays at nine
[ ] Panic diary, one line a day`,
    },
    {
      weeksAgo: 15,
      text: `## Data
Brought the diary, seven lines, three of them “nothing”. We drew the circle together: flutter, thought, adrenaline, stronger flutter. He kept the drawing.

## Assessment
Panic disorder with beginning agoraphobia. Quick to see the loop, ashamed of it. PDSS 15.

## Plan
[ ] Read the two pages on adrenaline
[ ] Notice the first sentence his head says, and write it down word for word`,
    },
    {
      weeksAgo: 13,
      text: `## Data
The first sentence is always the same: “Nobody here would help me.” It surprised him more than it did me. Breathing through a straw for a minute brought on eight of ten of the old signs, here, in the chair. “So I can make it myself.”

## Assessment
Good work with bodily signs. The fear has moved from dying to being alone among people.

## Plan
[x] Straw exercise every second day, Elif may watch
[ ] A list of ten places, easiest first`,
    },
    {
      weeksAgo: 11,
      text: `## Data
Ten places, from “platform, no train” to “last carriage, tunnel, Friday at six”. Stood on the platform twice this week, each time until two trains had left. The fear went from 7 to 3 while he stood there. He had not believed that it would go by itself.

## Plan
[ ] One stop, mid-morning, Elif on the platform
[ ] No counting of exits: name three things he likes the look of instead`,
    },
    {
      weeksAgo: 9,
      text: `## Data
Rode one stop on Wednesday and missed getting off, because a child was showing him a snail in a jar. Rode back. Told this laughing, then wept a little and said that he had not known how tired he was.

## Assessment
First ride in eight months. Leaving the safety signals (water bottle, Elif on the phone) is next.

## Plan
[x] Three rides without the bottle
[ ] Write to his manager about a later start on Mondays`,
    },
    {
      weeksAgo: 7,
      text: `## Data
Bad week. The train stopped between stations on Tuesday, and he got off at the next one and took a taxi. Expected me to be disappointed. We went through it minute by minute: the doors were closed for four minutes, and for three of them he did what he had practised.

## Assessment
A setback in the diary, not in the curve. The taxi was a choice he could name, not a flight.

## Plan
[ ] Same train, same day, this week
[ ] If it stops: feet on the floor, read the advertisement aloud in his head`,
    },
    {
      weeksAgo: 5,
      text: `## Data
Same train, twice. It did not stop. “I was almost sorry.” The panic diary has eleven empty lines in a row. Elif asks whether he may drive less now; he noticed that he wants to decide that himself, and said so to her.

## Assessment
PDSS 7. What remains is waiting for the next one.

## Plan
[ ] Tunnel line, off-peak, alone
[ ] Talk about what Sunday nights are for`,
    },
    {
      weeksAgo: 3,
      text: `## Data
The tunnel on Thursday, alone, standing, ten minutes. The hallway exercise from the first weeks came back to him by itself: find the wall, find the floor, find somebody’s shoes. He looked at a stranger’s red boots until the light came back.

## Assessment
Step nine of ten. He speaks of “when it comes” now and no longer of “if”.

## Plan
[x] Sell the second parking permit
[ ] Tell his brother, who has the same thing and no word for it`,
    },
    {
      weeksAgo: 1,
      text: `## Data
Told his brother on the telephone, walking. The brother was quiet for a while and then asked how one gets an appointment. Took the train home afterwards at six, on a Friday, last carriage. “It was full and hot and I was bored.”

## Assessment
Aims reached, apart from flying, which he does not want. Relapse plan next time, then every four weeks.

## Plan
[ ] Relapse plan on one page, in his own words
[ ] Names of two colleagues for his brother`,
    },
    {
      weeksAgo: 7,
      forMeAlone: true,
      text: `He looked at the clock before he told me about the taxi, and I felt like the examiner he takes me for. My own wish that he should succeed quickly is too loud in the room. The train as the place where his father taught him not to cry: hold this, do not offer it.`,
    },
  ],
  draft: {
    text: `## Data
Came with the page already begun: four sentences, the best of them “I have had a hundred of these and am still here.”`,
  },
};
