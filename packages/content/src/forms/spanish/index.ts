/** The forms that come with the app, in Spanish: usted, plain, and without saying whether somebody is a man or a woman where that can be. */

import type { BuiltInForm } from "../asking.ts";
import { consents } from "./consents.ts";
import { intake } from "./intake.ts";
import { money } from "./money.ts";
import { releases } from "./releases.ts";

export const spanishForms: readonly BuiltInForm[] = [consents, intake, money, releases].flatMap((each) =>
  Object.values<BuiltInForm>(each),
);
