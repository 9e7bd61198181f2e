import { encodeNoteKey } from "@alcove/crypto";
import { expect, test } from "vitest";
import { readSettings } from "./settings.ts";
import { StartRefused } from "./start-refused.ts";

test("only the data folder must be named", () => {
  expect(readSettings({ ALCOVE_DATA: "/data" })).toEqual({
    port: 7420,
    dataFolder: "/data",
    founding: "open",
    origin: "http://localhost:7420",
    appOrigins: ["http://localhost:7421"],
  });
});

const logKey = encodeNoteKey({ name: "log.example", publicKey: new Uint8Array(32).fill(9) as never, type: "log" });

test("everything can be set", () => {
  const settings = readSettings({
    PORT: "7500",
    ALCOVE_DATA: "/data",
    ALCOVE_ORIGIN: "https://practice.example",
    ALCOVE_WEB: "/web",
    ALCOVE_FOUNDING: "closed",
    ALCOVE_APP_ORIGINS: "http://localhost:1,https://a.example",
    ALCOVE_WITNESSES: "https://witness.example/,http://localhost:7/w",
    ALCOVE_WITNESS_NAME: "b.example/w",
    ALCOVE_WITNESS_LOGS: logKey,
  });
  expect(settings).toEqual({
    port: 7500,
    dataFolder: "/data",
    webFolder: "/web",
    founding: "closed",
    origin: "https://practice.example",
    appOrigins: ["http://localhost:1", "https://a.example"],
    witnesses: ["https://witness.example", "http://localhost:7/w"],
    witness: { name: "b.example/w", logs: [expect.objectContaining({ name: "log.example", type: "log" })] },
  });
});

test.each([
  [{}, "ALCOVE_DATA"],
  [{ ALCOVE_DATA: "/d", PORT: "0" }, "PORT"],
  [{ ALCOVE_DATA: "/d", PORT: "80a" }, "PORT"],
  [{ ALCOVE_DATA: "/d", PORT: "70000" }, "PORT"],
  [{ ALCOVE_DATA: "/d", ALCOVE_ORIGIN: "practice.example" }, "ALCOVE_ORIGIN"],
  [{ ALCOVE_DATA: "/d", ALCOVE_ORIGIN: "https://practice.example/" }, "ALCOVE_ORIGIN"],
  [{ ALCOVE_DATA: "/d", ALCOVE_FOUNDING: "maybe" }, "ALCOVE_FOUNDING"],
  [{ ALCOVE_DATA: "/d", ALCOVE_APP_ORIGINS: "*" }, "ALCOVE_APP_ORIGINS"],
  [{ ALCOVE_DATA: "/d", ALCOVE_WITNESSES: "witness.example" }, "ALCOVE_WITNESSES"],
  [{ ALCOVE_DATA: "/d", ALCOVE_WITNESSES: "file:///etc" }, "ALCOVE_WITNESSES"],
  [{ ALCOVE_DATA: "/d", ALCOVE_WITNESS_NAME: "w" }, "ALCOVE_WITNESS_LOGS"],
  [{ ALCOVE_DATA: "/d", ALCOVE_WITNESS_LOGS: logKey }, "ALCOVE_WITNESS_NAME"],
  [{ ALCOVE_DATA: "/d", ALCOVE_WITNESS_NAME: "w", ALCOVE_WITNESS_LOGS: "log" }, "ALCOVE_WITNESS_LOGS"],
])("a wrong setting is named: %j", (env, name) => {
  expect(() => readSettings(env)).toThrow(StartRefused);
  expect(() => readSettings(env)).toThrow(name);
});
