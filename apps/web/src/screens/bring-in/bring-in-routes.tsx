/** The same screen at two addresses: for a whole practice, and for one chart. */

import { useParams } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { BringInScreen } from "./bring-in-screen.tsx";

export function BringInAll(): ReactElement {
  return <BringInScreen />;
}

export function BringInOne(): ReactElement {
  const { chartId } = useParams({ from: "/charts/$chartId/bring-in" });
  return <BringInScreen chartId={chartId} key={chartId} />;
}
