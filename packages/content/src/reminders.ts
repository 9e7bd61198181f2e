/**
 * What a reminder says (docs/spec, REM-4). Whoever sees the telephone reads it too: a day, a time and whom to meet, or no more than
 * who asks for a call. No name of whom it goes to, no kind of appointment, no place.
 */

import type { ReachRule } from "@alcove/records";
import type { FormLanguage } from "@alcove/records/forms";

export type ReminderFacts = {
  readonly language: FormLanguage;
  readonly leave: ReachRule;
  /** Of the appointment, by the clock of its calendar: `yyyy-mm-ddThh:mm`. */
  readonly start: string;
  /** Whom they meet. */
  readonly whose: string;
  /** They were told of that time, and it has changed. */
  readonly isOff?: boolean;
  /** The first time that is planned with them then and that they are not told of yet, as `start` is. */
  readonly next?: string | undefined;
};

const formats = {
  en: new Intl.DateTimeFormat("en-US", { dateStyle: "full", timeStyle: "short", timeZone: "UTC" }),
  es: new Intl.DateTimeFormat("es-US", { dateStyle: "full", timeStyle: "short", timeZone: "UTC" }),
} as const;

const sentences = {
  en: {
    asksForCall: (whose: string) => `This is a message from ${whose}. Please call back.`,
    reminds: (when: string, whose: string) => `A reminder: ${when}, with ${whose}. If you can’t come, please tell us.`,
    isOff: (when: string, whose: string) =>
      `A change: ${when}, with ${whose}, is off. We will be in touch about another time.`,
    isNext: (when: string, whose: string, next: string) =>
      `A change: ${when}, with ${whose}, is off. What is planned now: ${next}. If you can’t come, please tell us.`,
  },
  es: {
    asksForCall: (whose: string) => `Le habla ${whose}. Por favor, devuelva la llamada.`,
    reminds: (when: string, whose: string) =>
      `Un recordatorio: ${when}, con ${whose}. Si no puede venir, por favor avísenos.`,
    isOff: (when: string, whose: string) =>
      `Un cambio: ${when}, con ${whose}, queda sin efecto. Nos pondremos en contacto para buscar otra hora.`,
    isNext: (when: string, whose: string, next: string) =>
      `Un cambio: ${when}, con ${whose}, queda sin efecto. Ahora está previsto: ${next}. Si no puede venir, por favor avísenos.`,
  },
} as const;

export function reminderWords({ language, leave, start, whose, isOff = false, next }: ReminderFacts): string {
  const say = sentences[language];
  if (leave !== "anything") return say.asksForCall(whose);
  const sayTime = (at: string) => formats[language].format(new Date(`${at}:00Z`)).replaceAll("\u202f", " ");
  const when = sayTime(start);
  if (!isOff) return say.reminds(when, whose);
  return next === undefined ? say.isOff(when, whose) : say.isNext(when, whose, sayTime(next));
}
