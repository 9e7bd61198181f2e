/** Who asked for treatment and was not called back: one line, which leads there. */

import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { count, sentence } from "../../words/counts.ts";
import { useToCall } from "./waiting.ts";

export function EnquiriesLine(): ReactElement | null {
  const waiting = useToCall() ?? [];
  if (waiting.length === 0) return null;
  return (
    <p>
      {sentence(count(waiting.length, "person", "people"))} asked for treatment and{" "}
      {waiting.length === 1 ? "was" : "were"} not called back yet.{" "}
      <Link to="/enquiries">See {waiting.length === 1 ? "who" : "them"}</Link>
    </p>
  );
}
