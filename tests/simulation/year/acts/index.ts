/** What people do in a year. Each act says in words what it is, does it on a real device, and says what must come of it. */

import { deskOne, enquire, personOne, takeOnOne } from "./administrative.ts";
import { makeCards, useCards } from "./cards.ts";
import { createChart, share, shareOne, takeBack, takeBackOne, takeOut, write, writeOn } from "./charts.ts";
import { comeBack, confirm, goOffline, lockOne, phoneLost, phoneOfOther, secondDevice, turnedOff } from "./devices.ts";
import { destroyOne, destroyOwn } from "./destroying.ts";
import { answerEmergency, askInEmergency } from "./emergency.ts";
import { guardOne, openOne } from "./guarded.ts";
import { foundAgain } from "./found-again.ts";
import { type Act, somebody } from "./frame.ts";
import { openInvitation } from "./invitations.ts";
import { endOwnCards, endSuccession, makeOwnCards, useOwnCards, writeWill } from "./own-cards.ts";
import { changePassphrase, giveKeys, rekey, rekeyOne } from "./own-keys.ts";
import { giveRole, newcomer, removeOne, sayPresence } from "./people.ts";
import { answerProposal } from "./two-owners.ts";
import { passkeys, setFactor, spareCodes, spentCode } from "./ways-in.ts";

/** Somebody's statement arrives between another's reading and writing. */
const bothAtOnce: Act = async (year) => {
  const first = somebody(year, year.owners.length > 1 ? year.owners : year.present);
  const second = somebody(
    year,
    year.present.filter(({ name }) => name !== first?.of),
  );
  if (!first || !second) return;
  const acts = [share, takeBack, writeOn, ...(year.chance.once(3) ? [rekey] : [])];
  const [one, other] = [year.chance.oneOf(acts), year.chance.oneOf(acts)];
  if (!one || !other) return;
  await first.unlock();
  await second.unlock();
  first.fault = { what: "meanwhile", after: 0, meanwhile: () => other(year, second) };
  year.isAtOnce = true;
  year.tell(`at once: ${first.name} and ${second.name}`);
  await one(year, first);
  first.fault = undefined;
  year.isAtOnce = false;
  year.count("at once");
};

const restart: Act = async (year) => {
  if (year.chance.once(2)) {
    await year.server.stop();
    await year.server.start();
    year.tell("the server is stopped and started");
  } else {
    await year.server.kill();
    year.tell("the server is killed and started");
  }
  year.count("server restarted");
};

/** With how often each is done beside the others. New ones go to the end: a year that found something is told with those before. */
export const acts: readonly (readonly [Act, number])[] = [
  [write, 24],
  [createChart, 5],
  [shareOne, 12],
  [takeBackOne, 6],
  [newcomer, 6],
  [removeOne, 3],
  [giveRole, 4],
  [answerProposal, 8],
  [goOffline, 5],
  [comeBack, 6],
  [giveKeys, 6],
  [changePassphrase, 2],
  [rekeyOne, 3],
  [phoneLost, 3],
  [phoneOfOther, 4],
  [secondDevice, 5],
  [foundAgain, 4],
  [confirm, 3],
  [makeCards, 3],
  [useCards, 2],
  [bothAtOnce, 6],
  [restart, 2],
  [lockOne, 2],
  [turnedOff, 2],
  [makeOwnCards, 4],
  [useOwnCards, 3],
  [endOwnCards, 1],
  [endSuccession, 2],
  [writeWill, 4],
  [setFactor, 4],
  [spareCodes, 2],
  [spentCode, 2],
  [passkeys, 3],
  [takeOut, 5],
  [sayPresence, 4],
  [guardOne, 4],
  [openOne, 12],
  [askInEmergency, 8],
  [answerEmergency, 4],
  [openInvitation, 6],
  [personOne, 14],
  [deskOne, 8],
  [enquire, 4],
  [takeOnOne, 5],
  [destroyOne, 8],
  [destroyOwn, 3],
];
