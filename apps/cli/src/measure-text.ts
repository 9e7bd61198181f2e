/** Measures in plain words, for terminals. */

import type { Measure, MeasureCourse, MeasureView, WhosePerson } from "@alcove/vault";

/** No score is a diagnosis. */
export const needsReview = "A screening result, needs clinical review.";

/** In front of what is one person's in a chart with several clients. */
function whosePart(whose: readonly WhosePerson[], person: string | undefined): string {
  if (whose.length === 0) return "";
  if (person === undefined) return "not said whose: ";
  return `${whose.find((one) => one.person === person)?.name || person.slice(0, 12)}: `;
}

/** One line for a list, and a line below it for each thing that wants to be looked at. */
export function measureLines(entry: MeasureView, whose: readonly WhosePerson[]): string {
  const { id, date, name, filled, alerts, enquiry, kept, mistaken, enteredBy, changed } = entry;
  const marks = [
    ...(mistaken ? ["entered by mistake"] : []),
    ...(filled.how === "result" ? [`result alone, scored by ${filled.scoredBy || "?"}`] : []),
    ...(changed ? [`entered by ${enteredBy || "?"}, changed by ${changed.author || "?"}`] : []),
    ...(kept.server === undefined ? ["only on this device"] : []),
  ];
  const told = alerts.map(
    ({ item, about, answer }) => `    Question ${item}, ${about}: ${answer === null ? "left blank" : answer}`,
  );
  const asked = enquiry ? [`    ${enquiry.asked ? "Asked" : "Not asked"}: ${enquiry.words}`] : [];
  return [
    `${id}  ${date}  ${whosePart(whose, entry.person)}${name}  ${scoreText(entry)}${marks.length > 0 ? `  (${marks.join(", ")})` : ""}`,
    ...(mistaken ? [] : [...told, ...asked]),
  ].join("\n");
}

function scoreText({ filled, scales }: MeasureView): string {
  if (filled.how === "result")
    return [
      ...(filled.total === null ? [] : [filled.total]),
      ...filled.parts.map(({ name, score }) => `${name} ${score}`),
    ].join(", ");
  if (scales.length === 0) return `answers ${filled.answers.map((answer) => answer ?? "-").join(" ")}`;
  return scales
    .map(({ name, state, score, highest, band, gaps }) => {
      const missing = gaps.length === 1 ? "1 gap" : `${gaps.length} gaps`;
      if (score === undefined) return `${name}: incomplete, ${missing}`;
      return `${name} ${score} of ${highest}${band ? `, ${band}` : ""}${state === "filled" ? `, ${missing} filled` : ""}`;
    })
    .join("; ");
}

/** Undefined: there is nothing to say of it over time. */
export function changeLine({ name, change, person }: MeasureCourse, whose: readonly WhosePerson[]): string | undefined {
  if (!change) return undefined;
  const { points, needed, verdict, since, basis } = change;
  const signed = points > 0 ? `+${points}` : `${points}`;
  return `${whosePart(whose, person)}${name}: ${verdict}, ${signed} since ${since} (${needed} or more is reliable). ${basis}`;
}

/** A measure with its questions and what may be answered. */
export function formLines({ id, name, title, lookBack, instruction, items, choices, credit, notice }: Measure): string {
  const lists = Object.entries(choices).map(([key, list]) => {
    return `  ${key}: ${list.map(({ value, label }) => `${value} ${label}`).join(" / ")}`;
  });
  return [
    `${id}  ${name}, ${title}: ${lookBack}`,
    instruction,
    ...items.map(({ text, choices: key }, i) => `${i + 1}. ${text} [${key}]`),
    ...lists,
    credit,
    notice,
  ].join("\n");
}
