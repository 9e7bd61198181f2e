import { expect, test } from "vitest";
import type { Message } from "./messages.ts";
import { createVaultClient, LeaderGone } from "./vault-client.ts";

test("calls wait for a wire, go over it in their order, and get their own answers", async () => {
  const { vault, connect, receive } = createVaultClient("tab");
  const sent: Message[] = [];
  const charts = vault.charts();
  const drafts = vault.drafts();
  connect((message) => sent.push(message));
  expect(sent.map((message) => message.kind === "call" && message.method)).toEqual(["charts", "drafts"]);
  for (const call of sent.toReversed()) {
    if (call.kind !== "call") continue;
    receive({ kind: "answer", to: "another tab", id: call.id, result: { ok: true, value: "not ours" } });
    receive({ kind: "answer", to: "tab", id: call.id, result: { ok: true, value: call.method } });
  }
  expect([await charts, await drafts]).toEqual(["charts", "drafts"]);
});

test("what a worker that is gone still owed is given up, what was not sent yet goes to the next one", async () => {
  const { vault, connect, receive } = createVaultClient("tab");
  connect(() => {});
  const owed = vault.charts().catch((error: unknown) => error);
  const sent: Message[] = [];
  connect((message) => sent.push(message));
  expect(await owed).toBeInstanceOf(LeaderGone);
  const next = vault.charts();
  const [call] = sent;
  if (call?.kind !== "call") throw new Error("a call was sent");
  receive({ kind: "answer", to: "tab", id: call.id, result: { ok: false, reason: "bug: broken" } });
  await expect(next).rejects.toThrow("bug: broken");
});

test("events reach every listener until it leaves", () => {
  const { vault, receive } = createVaultClient("tab");
  const heard: string[] = [];
  const leave = vault.subscribe(() => heard.push("first"));
  vault.subscribe(() => heard.push("second"));
  const event = { kind: "event", event: { kind: "changed", charts: [], notes: [] } } as const;
  receive(event);
  leave();
  receive(event);
  expect(heard).toEqual(["first", "second", "second"]);
});
