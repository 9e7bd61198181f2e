import type { DemoChart } from "../demo-chart.ts";

export const amaraOsei: DemoChart = {
  name: "Amara Osei",
  sessions: { weekday: 2, hour: 11 },
  measures: [
    { weeksAgo: 18, measure: "phq-9", answers: "2232221202" },
    { weeksAgo: 15, measure: "phq-9", answers: "2232321202" },
    {
      weeksAgo: 13,
      measure: "phq-9",
      answers: "2232221112",
      asked:
        "Not being there, she says, is not wishing to be dead. No plan, no means looked for. Calls her sister when it comes.",
    },
    { weeksAgo: 8, measure: "phq-9", answers: "1222211101" },
    { weeksAgo: 5, measure: "phq-9", answers: "1121111001" },
    { weeksAgo: 2, measure: "phq-9", answers: "1111110001" },
    { weeksAgo: 18, measure: "gad-7", answers: "22111112" },
    { weeksAgo: 5, measure: "gad-7", answers: "11110101" },
  ],
  notes: [
    {
      weeksAgo: 18,
      title: "Intake",
      text: `## Reason for coming
Her mother died four months ago, after eleven weeks in hospital. Amara was with her every evening and not in the room at the end; she had gone to find a charger for her phone. Has not spoken of the charger to anybody.

## History
Forty-two, teaches chemistry, two sons of nine and twelve. Counselling once at university, “it helped”. No medication.

## Safety
Tired of everything, no wish to die, would never do that to the boys. Asked directly. Eats, little.

## Plan
[ ] Weekly at first
[ ] She decides what we call it; for now, “the winter”`,
    },
    {
      weeksAgo: 17,
      text: `Spent the hour on the last evening, from the bus to the corridor. She tells it exactly, like a protocol, and stops each time at the vending machine. Asked whether she would like to go further or stay there. She stayed. We looked at the machine: what was in it, what it cost, who else stood there.

Grief is not the illness here; the sentence “I left her” is what keeps her awake. No change in safety. Next week, same time.`,
    },
    {
      weeksAgo: 15,
      text: `She went past the vending machine today. The nurse with the green shoes told her in the corridor, and held her elbow. Amara had forgotten the elbow. “Somebody was holding me the whole time and I remember only the floor.”

Wept for the first time here. Slept four hours on average by her own count. No alcohol.

Plan: write down what the nurse said, as far as she knows it. Nothing else.`,
    },
    {
      weeksAgo: 13,
      text: `The younger boy asked at breakfast whether grandmother knew that she was dying. Amara said “yes” and then did not know whether it was true. We thought about it together: the garden shoes given away on the second day, the recipe dictated twice.

Her mother knew. It made her angry, and the anger did her good.

Plan: bring the recipe.`,
    },
    {
      weeksAgo: 11,
      text: `Brought the recipe, groundnut stew, in her own hand with her mother’s corrections in the margin. “Less. LESS. You never listen.” She laughed until she could not speak.

Back at school for three days a week. A colleague said “at least she had a long life”, and Amara answered that it was not long to her. We had practised that sentence here; she had forgotten that.

Mood lighter by her own account. Sleep five to six hours.`,
    },
    {
      weeksAgo: 8,
      text: `Her sister wants to sell the house within the year. Amara has not been inside since the funeral. We planned one visit: with her neighbour, by day, two rooms, a thermos, and a reason to leave at three.

She asked whether it is cowardly to want company. I said what I think: the dead do not mind, and the living carry better in twos.

Plan: visit on a Saturday, or not. Both are a result.`,
    },
    {
      weeksAgo: 5,
      text: `She went. Stood in the kitchen for an hour and took a wooden spoon, the radio and the charger, which lay in her mother’s bag. It had been there all along. She told me this without crying and then sat quite still.

We stayed with it. “She would have laughed at me.” The sentence “I left her” has become “I went to fetch something for her.”

No worries about safety. Every two weeks from now on, at her wish.`,
    },
    {
      weeksAgo: 2,
      text: `A good fortnight, and the first birthday without her on Sunday. The boys want to cook the stew. Amara is afraid that it will taste right.

Spoke about how one can miss somebody and be well in the same afternoon. She would like to stop before the holidays; we set three more sessions, the last one for looking back.

Plan: cook it, and put in less.`,
    },
    {
      weeksAgo: 15,
      forMeAlone: true,
      text: `The green shoes. I saw my own grandmother’s ward and had to hold on to the arm of the chair. Nothing of that in my voice, I believe. She checks after each sentence whether I can bear it; so did the daughter she was. Take it to supervision.`,
    },
    {
      weeksAgo: 5,
      forMeAlone: true,
      text: `When she said “charger” I had tears in my eyes and let them stand. She saw it and nodded. Perhaps the only thing I did all year that mattered.`,
    },
  ],
};
