/** What each alarm means for the person, as the four answers. What is not known says so. */

import type { Alarm } from "@alcove/vault";
import type { FourAnswers } from "../parts/alarm.tsx";
import { hasSentence, sayFailure } from "./failures.ts";

export type AlarmWords = { readonly title: string; readonly lede: string; readonly answers: FourAnswers };

const GO_ON: FourAnswers["goOnWriting"] = ["Yes.", "What you write is kept on this device."];
const SEE_THEM: FourAnswers["todaysClients"] = ["See them.", "Everything this device had opens as before."];
const CALL_SERVER: FourAnswers["whomToCall"] = [
  "Whoever runs your server.",
  "Read them the line above. If it was a restore from a backup, they know.",
];

/** For codes that the table of failures knows; every other alarm is a code for whoever helps. */
export function wordsForAlarm(alarm: Alarm): AlarmWords {
  const title = hasSentence(alarm.code)
    ? sayFailure({ code: alarm.code, facts: alarm.facts })
    : "Something happened that must never happen.";
  return { title, lede: LEDES[alarm.code] ?? LEDE, answers: { ...standard(), ...ANSWERS[alarm.code] } };
}

const LEDE = "Alcove noticed it, followed none of it, and wrote down when.";

const LEDES: Readonly<Record<string, string>> = {
  "alarm-ledger-shorter": "That happens when a server is set back to a backup. It must not happen unsaid.",
  "alarm-ledger-forked": "Two devices may be shown two different records. Compare what each of yours shows.",
  "alarm-rolled-back": "That happens when a server is set back to a backup. It must not happen unsaid.",
};

function standard(): FourAnswers {
  return {
    notesSafe: ["On this device, yes.", "Nothing here was changed or removed."],
    goOnWriting: GO_ON,
    todaysClients: SEE_THEM,
    whomToCall: CALL_SERVER,
  };
}

const ANSWERS: Readonly<Record<string, Partial<FourAnswers>>> = {
  "alarm-body-withheld": {
    notesSafe: ["What is here, yes.", "Whether something newer from another device is missing is not known."],
  },
  "alarm-leaf-missing": {
    notesSafe: ["On this device, yes.", "Don’t erase this device before the server has it again."],
  },
  "alarm-ledger-shorter": {
    notesSafe: ["On this device, yes.", "Don’t erase this device: it may hold what the server lost."],
  },
  "alarm-rolled-back": {
    notesSafe: ["On this device, yes.", "Don’t erase this device: it may hold what the server lost."],
  },
};
