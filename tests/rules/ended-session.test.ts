/** A server that was restarted has lost every session (SES-8): what a person does next is done, and not refused. */

import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningServer, runServer } from "../../apps/server/src/testing/run-server.ts";
import { type Device, found, must, openStatus, save, setStage, settle, type Stage, stepOf } from "./devices.ts";
import { join, memberOf } from "./people.ts";

let stage: Stage;
let server: RunningServer;
let ada: Device;
let chart = "";

beforeAll(async () => {
  stage = await setStage();
  server = stage.server;
  ada = await stage.open();
  ({ chart } = await found(stage, ada));
  await save(ada, chart, "before");
  await settle(ada.vault);
  await join(stage, ada, "Ben", "clinician");
});
afterAll(async () => {
  await server.close();
  await stage.close();
});

async function restart(): Promise<void> {
  const { dataFolder, port } = server;
  await server.close();
  // Server and device share one event loop: whoever restarts one gives the other's sockets time to hear that they ended.
  await sleep(200);
  server = await runServer({ dataFolder, port });
}

test("SES-8 statements, a sync, new keys and a new passphrase go through at the first try", async () => {
  const member = await memberOf(ada, "Ben");
  await restart();
  must(await ada.vault.shareChart({ chart, member, kind: "progress", right: "read" }));
  await restart();
  must(await ada.vault.giveRole({ member, role: "supervisor" }));
  await restart();
  must(await ada.vault.sync());
  await restart();
  const another = "orbit lantern copper meadow violin";
  must(await ada.vault.changePassphrase({ now: "walnut ferry quilt amber gravel", next: another }));
  await restart();
  const third = "harbor pencil silver falcon drizzle";
  must(await ada.vault.rekey({ reason: "exposed", now: another, next: third }));
  await restart();
  must(await ada.vault.removeMember({ member }));
});

test("SES-8 a sync goes on in a new session wherever on its way the old one ended", async () => {
  for (const path of ["/v1/sync", "/v1/drafts"]) {
    ada.meanwhile = { path, act: restart };
    must(await ada.vault.sync());
    expect(ada.meanwhile).toBeUndefined();
    expect((await openStatus(ada.vault)).connection.state).toBe("current");
  }
});

test("SES-8 an invitation outlives the session it was made in", async () => {
  await restart();
  const waiting = stepOf(ada, "waiting");
  const choosing = stepOf(ada, "compare");
  must(await ada.vault.inviteMember({ role: "clinician" }));
  const invitation = await waiting;
  await restart();
  const newcomer = await stage.open();
  const showing = stepOf(newcomer, "compare");
  must(
    await newcomer.vault.acceptMembership({
      invitation: invitation.step === "waiting" ? invitation.qr : "",
      name: "Cleo",
      email: "cleo@quiet.example",
      deviceName: "Cleo's laptop",
      passphrase: "willow anchor cedar lantern mint",
    }),
  );
  expect([(await choosing).step, (await showing).step]).toEqual(["compare", "compare"]);
  await restart();
  const [choices, shown] = [await choosing, await showing];
  const done = stepOf(newcomer, "done");
  const words = shown.step === "compare" && shown.side === "newcomer" ? shown.words.join(" ") : "";
  const lines = choices.step === "compare" && choices.side === "inviter" ? choices.choices : [];
  must(await ada.vault.choosePairingWords(lines.find((line) => line.join(" ") === words) ?? []));
  must(await newcomer.vault.choosePairingWords(words.split(" ")));
  expect((await done).step).toBe("done");
});
