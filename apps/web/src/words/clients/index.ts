/** Words for clients, in the languages that forms have. What members read is English. */

import type { FormLanguage } from "@alcove/vault";
import { sayDay } from "../dates.ts";
import { type ClientWords, english } from "./english.ts";
import { spanish } from "./spanish.ts";

export type { ClientWords };

export const clientWords: { readonly [Language in FormLanguage]: ClientWords } = { en: english, es: spanish };

/** As members read it. */
export const LANGUAGE_NAMES: { readonly [Language in FormLanguage]: string } = { en: "English", es: "Spanish" };

const spanishDay = new Intl.DateTimeFormat("es-US", { dateStyle: "full", timeZone: "UTC" });

/** "Thursday, 19 November", "jueves, 19 de noviembre de 2026". */
export function sayDayFor(language: FormLanguage, day: string, now: number): string {
  const date = new Date(`${day}T12:00:00Z`);
  return language === "en" || Number.isNaN(date.getTime()) ? sayDay(day, now) : spanishDay.format(date);
}
