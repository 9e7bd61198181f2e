/** Who is to be reminded today, or was told of a time that has changed: one line, which leads there. */

import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { count, sentence } from "../../words/counts.ts";
import { useReminders } from "./waiting.ts";

export function RemindersLine(): ReactElement | null {
  const { due, changed } = useReminders() ?? { due: 0, changed: 0 };
  if (due + changed === 0) return null;
  const said = [
    ...(due > 0 ? [`${count(due, "person is", "people are")} to be reminded of an appointment`] : []),
    ...(changed > 0 ? [`${count(changed, "person was", "people were")} told of a time that has changed`] : []),
  ];
  return (
    <p>
      {sentence(said.join("; "))}. <Link to="/calendar/reminders">See {due + changed === 1 ? "who" : "them"}</Link>
    </p>
  );
}
