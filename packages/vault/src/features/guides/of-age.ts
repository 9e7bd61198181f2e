/** Clients who come of age (docs/spec, AGE): by their day of birth and the rule of the practice's State. Made of what stands; nothing is kept of it. */

import { type Bytes, toHex } from "@alcove/bytes";
import { comesOfAge, majorityOf, minorConsentIn } from "@alcove/content/minors";
import { plusDays } from "@alcove/records/schedule";
import type { Opened } from "../../engine/opened.ts";
import type { FormResponseHead, OfAgeView } from "../../facade.ts";
import { office } from "../cases/office.ts";
import { headOf } from "../forms/heads.ts";

/** Told ahead by so many days, so that there is a session or two to speak of it. */
const daysAhead = 42;
/** What is left undone for longer was left so on purpose. */
const daysBack = 180;

const byOthers: readonly string[] = ["consent-minor", "consent-minor-both"];
const releases: readonly string[] = ["release-of-information", "release-psychotherapy-notes"];

const isNear = (day: string, today: string): boolean =>
  day <= plusDays(today, daysAhead) && day >= plusDays(today, -daysBack);

/** Of a chart, whoever comes of age within the next weeks or did so in the last months. `running` knows the practice's State. */
export function ofAge(running: Opened, view: Opened, chart: Bytes, today: string): OfAgeView[] {
  const { state } = office(running);
  const rule = majorityOf(state);
  const earlier = minorConsentIn(state);
  const people = view.fold.structuredOf("person", chart).filter(({ value }) => !value.gone);
  const clients = people.filter(({ value }) => value.roles.includes("client"));
  return clients.flatMap(({ record, value }): OfAgeView[] => {
    const { bornOn, name } = value;
    const day = bornOn && comesOfAge(bornOn, rule);
    if (!bornOn || !day || !isNear(day, today)) return [];
    const person = toHex(record);
    // Where a chart has several clients, what names none of them may be of another.
    const isTheirs = (head: FormResponseHead) => head.person === person || (!head.person && clients.length === 1);
    const signed = view.fold
      .responsesOf(chart)
      .map((row) => headOf(view, row))
      .filter((head) => head.standing === "signed" && isTheirs(head));
    const ownConsent = signed.find((head) => head.on >= day && head.form === "consent-therapy");
    const consenting = people
      .filter((one) => one.value.roles.includes("consents") && one.record !== record)
      .map((one) => toHex(one.record));
    const before = signed.filter(({ form, on }) => byOthers.includes(form) || (releases.includes(form) && on < day));
    return [
      {
        chart: toHex(chart),
        person,
        name,
        bornOn,
        day,
        rule,
        ...(earlier ? { earlier } : {}),
        consenting,
        ...(ownConsent ? { ownConsent } : {}),
        before,
        isOpen: consenting.length > 0 || ownConsent === undefined,
      },
    ];
  });
}

/** Of all charts of this member's that are not guarded, what is left to do. */
export function comingOfAge(running: Opened, today: string, isWritable: (chart: Bytes) => boolean): OfAgeView[] {
  const rule = majorityOf(office(running).state);
  const charts = running.fold.structuredOfType("person").flatMap(({ chart, value }) => {
    const { bornOn } = value;
    const isSoon = bornOn !== undefined && value.roles.includes("client") && isNear(comesOfAge(bornOn, rule), today);
    return chart && isSoon && isWritable(chart) ? [chart] : [];
  });
  const once = new Map(charts.map((chart) => [toHex(chart), chart]));
  return [...once.values()].flatMap((chart) => ofAge(running, running, chart, today).filter((one) => one.isOpen));
}
