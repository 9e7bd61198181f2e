/** NW-01: replay, cut, alter requests and answers, by whoever stands between device and server without a key (SES-3 to SES-9). */

import { createConnection } from "node:net";
import { type Bytes, encodeCbor, toHex, utf8 } from "@alcove/bytes";
import { parseBatch, sign } from "@alcove/crypto";
import { limits, loginBytes, sessionHeader } from "@alcove/protocol";
import { describe, expect, test } from "vitest";
import { send, TestDevice } from "../../apps/server/src/testing/device.ts";
import {
  alarmsOf,
  failedSync,
  honestWorkGoesOn,
  must,
  openDevice,
  openStatus,
  passphrase,
  settled,
  textsIn,
  writeNote,
} from "./layer/devices.ts";
import type { Wire } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";
import { readView } from "./layer/view.ts";

const stage = setStage();
const id = "ab".repeat(16);

describe("requests", () => {
  /** A device that talks to the server past the layer, so that a test sends exactly what it says. */
  async function founded(): Promise<TestDevice> {
    const { server, origin } = stage.layer;
    return (await TestDevice.found(server.address, (parts) => ({ ...parts, origin }))).login();
  }
  const path = `/v1/drafts/${id}`;
  const draft = encodeCbor({ counter: 1, sealed: new Uint8Array(100) });
  type Changes = {
    readonly method?: string;
    readonly path?: string;
    readonly body?: Uint8Array;
    readonly header?: string;
  };

  /** As it was signed with this counter, but for what was changed on the way. */
  async function sent(device: TestDevice, counter: number, changes: Changes = {}): Promise<string | undefined> {
    const header = changes.header ?? device.sessionHeader("PUT", path, draft, counter);
    const { method = "PUT", path: to = path, body = draft } = changes;
    return (await send(device.address, method, to, body, { headers: { [sessionHeader]: header } })).code;
  }

  test("NW-01 a request is taken once, whatever lies between, and not when it is far behind", async () => {
    const device = await founded();
    expect(await sent(device, 1)).toBeUndefined();
    expect(await sent(device, 1)).toBe("request-replayed");
    expect(await sent(device, 5)).toBeUndefined();
    expect(await sent(device, 3), "overtaken on the way").toBeUndefined();
    expect(await sent(device, 3)).toBe("request-replayed");
    expect(await sent(device, 5)).toBe("request-replayed");
    expect(await sent(device, 5 + limits.counterWindow)).toBeUndefined();
    expect(await sent(device, 5)).toBe("request-replayed");
    expect(await sent(device, 4), "never seen, and too far behind to tell").toBe("request-replayed");
    expect(await sent(device, 6)).toBeUndefined();
    expect(await sent(device, 6)).toBe("request-replayed");
  });

  test("NW-01 a request that was altered in any part is unsigned, and so is one without a session", async () => {
    const device = await founded();
    const other = await founded();
    const header = device.sessionHeader("PUT", path, draft, 1);
    const [session = "", counter = "", mac = ""] = header.split(".");
    const changes: Readonly<Record<string, Changes>> = {
      "another method": { method: "DELETE", body: new Uint8Array(0) },
      "another path": { path: `/v1/drafts/${"cd".repeat(16)}` },
      "a query behind it": { path: `${path}?x=1` },
      "another body": { body: encodeCbor({ counter: 2, sealed: new Uint8Array(100) }) },
      "no body": { body: new Uint8Array(0) },
      "another counter": { header: `${session}.${Number(counter) + 1}.${mac}` },
      "another's session": { header: `${toHex(other.openSession().id)}.${counter}.${mac}` },
      "no MAC": { header: `${session}.${counter}.${"0".repeat(64)}` },
      "a short MAC": { header: `${session}.${counter}.${mac.slice(0, 32)}` },
      "a MAC in capitals": { header: `${session}.${counter}.${mac.toUpperCase()}` },
      "a counter with a zero before": { header: `${session}.0${counter}.${mac}` },
    };
    for (const [name, change] of Object.entries(changes))
      expect(await sent(device, 1, { header, ...change }), name).toBe("request-unsigned");
    expect(await sent(device, 1), "its counter is not used up").toBeUndefined();
    expect(await sent(device, 1, { header: `${"00".repeat(16)}.1.${mac}` })).toBe("session-ended");
    for (const [method, route] of sessionRoutes) {
      const body = method === "GET" || method === "DELETE" ? undefined : draft;
      expect((await send(device.address, method, route, body)).code, `${method} ${route}`).toBe("request-unsigned");
    }
  });

  test("NW-01 a request that was cut short changes nothing, and the server goes on", async () => {
    const device = await founded();
    const at = await device.openCompartment();
    const before = (await device.sync()).leaves.length;
    const { entry } = await device.batch(at, [new Uint8Array(2000)]);
    const body = encodeCbor({ from: device.chains.checkpoint.size, entries: [entry] as never });
    const header = device.sessionHeader("POST", "/v1/append", body, ++device.openSession().counter);
    for (const bytes of [0, 10, body.length - 1]) await cutShort(device.address, header, body, bytes);
    expect((await device.sync()).leaves.length).toBe(before);
    const whole = await send(device.address, "POST", "/v1/append", body, { headers: { [sessionHeader]: header } });
    expect(whole.code, "its counter was not used up by what was cut").toBeUndefined();
    expect((await device.sync()).leaves.length).toBe(before + 49);
  });

  test("NW-01 a login can't be replayed, nor finished by somebody else, nor for another account, practice or server", async () => {
    const device = await founded();
    const hello = await device.hello();
    const message = loginBytes(hello.handshake);
    const loginSignature = await sign(device.port, device.person.login, message);
    const deviceSignature = await sign(device.port, device.key, message);
    const login = async (id: Bytes) => {
      const request = encodeCbor({ hello: id, loginSignature, deviceSignature, totp: null });
      return (await send(device.address, "POST", "/v1/login", request)).code;
    };
    expect(await login(hello.id)).toBeUndefined();
    expect(await login(hello.id), "the same hello again").toBe("login-refused");
    expect(await login((await device.hello()).id), "signatures of another hello").toBe("login-refused");
    const other = await founded();
    for (const change of [
      { login: other.person.login },
      { signer: other.key },
      { account: other.person.account },
      { practice: other.person.practice },
    ])
      expect((await device.tryLogin(change)).code).toBe("login-refused");
    const person = { ...device.person, origin: "https://phishing.example" };
    const elsewhere = new TestDevice(device.port, device.address, person, device, device.chains);
    expect((await elsewhere.tryLogin()).code, "signed for another origin").toBe("login-refused");
    expect((await device.login()).openSession().scope).toBe("full");
  });
});

/** Every route that wants a session. */
const sessionRoutes: readonly (readonly [string, string])[] = [
  ["POST", "/v1/sync"],
  ["POST", "/v1/append"],
  ["GET", "/v1/keyring"],
  ["POST", "/v1/second-factor"],
  ["GET", "/v1/events"],
  ["POST", "/v1/logout"],
  ["GET", `/v1/compartments/${id}/blobs/${id}/0`],
  ["PUT", `/v1/compartments/${id}/blobs/${id}/0?chunks=1`],
  ["GET", "/v1/drafts"],
  ["PUT", `/v1/drafts/${id}`],
  ["DELETE", `/v1/drafts/${id}`],
  ["PUT", `/v1/invites/${id}`],
  ["DELETE", `/v1/invites/${id}`],
  ["POST", `/v1/invites/${id}/inviter`],
];

/** The head of a request and the beginning of its body; then the line goes dead. */
function cutShort(address: string, session: string, body: Bytes, bytes: number): Promise<void> {
  const { hostname, port } = new URL(address);
  const head = [
    "POST /v1/append HTTP/1.1",
    `host: ${hostname}:${port}`,
    `${sessionHeader}: ${session}`,
    "content-type: application/cbor",
    `content-length: ${body.length}`,
  ];
  return new Promise((resolve) => {
    const socket = createConnection({ host: hostname, port: Number(port) }, () => {
      socket.write(`${head.join("\r\n")}\r\n\r\n`);
      socket.write(body.subarray(0, bytes), () => setTimeout(() => socket.destroy(), 50));
    });
    socket.once("close", () => resolve());
    socket.on("error", () => {});
  });
}

describe("answers", () => {
  const flip =
    (place: number): Wire =>
    (reply) => ({ ...reply, body: reply.body.map((byte, at) => (at === place ? byte ^ 1 : byte)) });

  test("NW-01 an answer that was altered, exchanged or stripped of its MAC is thrown away", async () => {
    const { layer, ada, phone } = stage;
    await settled(phone.vault);
    await writeNote(ada.vault, ada.chart, "on its way");
    await settled(ada.vault);
    const before = await textsIn(phone.vault, ada.chart);
    let earlier: ReturnType<Wire> | undefined;
    const wires: Readonly<Record<string, Wire>> = {
      "a bit changed": flip(30),
      cut: (reply) => ({ ...reply, body: reply.body.slice(0, -1) }),
      "another status": (reply) => ({ ...reply, status: 409 }),
      "no MAC": (reply) => ({ ...reply, mac: undefined }),
      "another MAC": (reply) => ({ ...reply, mac: "0".repeat(64) }),
      "a longer MAC": (reply) => ({ ...reply, mac: `${reply.mac}00` }),
      "an earlier answer": (reply) => {
        const shown = earlier ?? { ...reply, mac: "0".repeat(64) };
        earlier = reply;
        return shown;
      },
      "the earlier answer": (reply) => earlier ?? reply,
      "a failure of its own": (reply) => ({ ...reply, status: 403, body: encodeCbor({ code: "device-revoked" }) }),
      "a page of a hotel": (reply) => ({
        ...reply,
        body: new TextEncoder().encode("<h1>Welcome</h1>"),
        type: "text/html",
      }),
    };
    for (const [name, wire] of Object.entries(wires)) {
      // Sessions begin untouched: this is about what follows inside them.
      layer.wire = (reply, exchange) => (exchange.path === "/v1/sync" ? wire(reply, exchange) : reply);
      expect(await failedSync(phone.vault), name).toBe("answer-forged");
      expect(await alarmsOf(phone.vault), name).toContain("answer-forged");
      expect(await textsIn(phone.vault, ada.chart), name).toEqual(before);
    }
    layer.wire = undefined;
    await settled(phone.vault);
    expect(await alarmsOf(phone.vault)).toEqual([]);
    expect(await textsIn(phone.vault, ada.chart)).toContain("on its way");
    await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
  });

  test("NW-01 a gateway's refusal in the server's place is not believed, whatever it says, and no alarm", async () => {
    const { layer, ada, phone } = stage;
    const refusals: readonly (readonly [number, Bytes])[] = [
      [502, utf8("<h1>Bad gateway</h1>")],
      [403, encodeCbor({ code: "device-revoked" })],
      [404, encodeCbor({ code: "alarm-ledger-shorter" })],
    ];
    for (const [status, body] of refusals) {
      layer.wire = (reply, { path }) => (path === "/v1/sync" ? { ...reply, status, body, mac: undefined } : reply);
      expect(await failedSync(phone.vault), String(status)).toBe("server-rubbish");
      expect(await alarmsOf(phone.vault), String(status)).toEqual([]);
    }
    layer.wire = undefined;
    await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
  });

  test("NW-01 a hello or login that was altered begins no session", async () => {
    const { layer, ada, phone } = stage;
    const attacks: readonly (readonly [string, Wire])[] = [
      ["/v1/hello", flip(40)],
      ["/v1/hello", flip(100)],
      ["/v1/login", flip(30)],
      ["/v1/login", (reply) => ({ ...reply, mac: undefined })],
    ];
    for (const [path, wire] of attacks) {
      await phone.vault.lock("person");
      layer.wire = (reply, exchange) => (exchange.path === path ? wire(reply, exchange) : reply);
      must(await phone.vault.unlock(passphrase));
      expect(await failedSync(phone.vault), path).toMatch(/^answer-forged$|^server-rubbish$/);
    }
    layer.wire = undefined;
    await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
  });

  test("NW-01 a line that dies before or after the server took a batch loses nothing and sends nothing twice", async () => {
    const { layer, ada, phone } = stage;
    await settled(ada.vault);
    const { length } = await readView(layer);
    for (const [i, when] of (["before", "after"] as const).entries()) {
      let cut = false;
      layer.tamper = async (exchange, forward) => {
        if (exchange.path !== "/v1/append" || cut) return forward();
        cut = true;
        if (when === "after") await forward();
        return "cut";
      };
      const { note } = await writeNote(ada.vault, ada.chart, `cut ${when} it arrived`);
      expect(await failedSync(ada.vault)).toBe("server-unreachable");
      expect((await openStatus(ada.vault)).waiting).toBe(1);
      const head = (await ada.vault.notes(ada.chart)).find((each) => each.id === note);
      expect(head?.kept.server).toBeUndefined();
      layer.tamper = undefined;
      await settled(ada.vault);
      expect(await readView(layer)).toHaveLength(length + i + 1);
    }
    await settled(phone.vault);
    const texts = (await textsIn(phone.vault, ada.chart)).filter((text) => text.startsWith("cut "));
    expect(texts).toEqual(["cut after it arrived", "cut before it arrived"]);
    await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
  });

  test("NW-01 OUT-3 a line that dies while what came between is read loses nothing and sends nothing twice", async () => {
    const { layer, ada, phone } = stage;
    await settled(ada.vault);
    const isAdas = layer.lastDevice();
    await settled(phone.vault);
    const { deviceId } = await openStatus(ada.vault);
    const sent = async () => {
      const view = await readView(layer, layer.sessionOf(isAdas));
      const authors = view.map(({ body }) => body && parseBatch(body.entry)?.body.author);
      return authors.filter((author) => author && toHex(author) === deviceId).length;
    };
    const before = await sent();
    let next: "append" | "sync" | "nothing" = "append";
    layer.tamper = async (exchange, forward) => {
      const isNext = exchange.session && isAdas(exchange.session.deviceKey) && exchange.path === `/v1/${next}`;
      if (isNext && next === "append") {
        next = "nothing";
        await writeNote(phone.vault, ada.chart, "from the phone, in between");
        await settled(phone.vault);
        next = "sync";
        return forward();
      }
      if (isNext) {
        next = "nothing";
        return "cut";
      }
      return forward();
    };
    await writeNote(ada.vault, ada.chart, "with somebody else's in between");
    expect(await failedSync(ada.vault)).toBe("server-unreachable");
    expect(next).toBe("nothing");
    layer.tamper = undefined;
    await settled(ada.vault);
    expect(await sent()).toBe(before + 1);
    await settled(phone.vault);
    const seen = await textsIn(phone.vault, ada.chart);
    expect(seen.filter((text) => text.startsWith("with somebody"))).toHaveLength(1);
    await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
  });

  test("NW-01 a founding whose answer was altered stops, and leaves nothing on the device", async () => {
    const { layer, ada, phone } = stage;
    const device = await openDevice();
    layer.wire = (reply, exchange) =>
      exchange.path === "/v1/practices" ? flip(reply.body.length - 20)(reply, exchange) : reply;
    const founding = await device.vault.found({
      server: layer.origin,
      practiceName: "Never",
      ownerName: "Nobody",
      ownerEmail: "nobody@never.example",
      deviceName: "laptop",
      passphrase,
    });
    expect(founding.ok ? "founded" : founding.error.code).toBe("alarm-checkpoint-forged");
    expect((await device.vault.status()).phase).toBe("empty");
    layer.wire = undefined;
    await device.remove();
    await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
  });
});
