// The practice's policy: who sets it, and what devices make of it.

import { inFile } from "./in-file.mjs";

const rules = ["tests/rules/policy-rules.test.ts"];

export const policyChecks = [
  ...inFile("packages/protocol/src/roster/policy.ts", { tests: ["packages/protocol/src/roster/policy.test.ts"] }, [
    {
      id: "policy/by-an-owner",
      find: 'if (signers.member.role !== "owner") return undefined;',
      replace: "",
      titles: "ROS-30",
    },
  ]),
  ...inFile("packages/protocol/src/roster/subjects.ts", { tests: ["packages/protocol/src/roster/policy.test.ts"] }, [
    {
      id: "policy/once-a-statement",
      find: 'return { alters: ["policy"], restsOn: [] };',
      replace: "return { alters: [], restsOn: [] };",
      titles: "ROS-30",
    },
  ]),
  ...inFile("packages/vault/src/rules.ts", { tests: rules }, [
    {
      id: "policy/only-tightens",
      find: 'typeof chosen === "number" ? chosen : defaultIdleMinutes,\n    readRules',
      replace: "readRules(disk).idleMinutes ?? 60,\n    readRules",
      titles: "POL-2",
    },
    {
      id: "policy/all-classes",
      find: ".every((each) => each.test(text))",
      replace: ".some((each) => each.test(text))",
      titles: "POL-3",
    },
    {
      id: "policy/months",
      find: "now - setAt > rotationMonths * 30 * 24 * hourMs",
      replace: "false",
      titles: "POL-4",
    },
    {
      id: "policy/passkey-hours",
      find: "at <= now && now - at <= passkeyHours * hourMs",
      replace: "at <= now",
      titles: "POL-5",
    },
    {
      id: "policy/passkey-clock-set-back",
      find: "at <= now && now - at <= passkeyHours",
      replace: "now - at <= passkeyHours",
      titles: "POL-5",
    },
  ]),
  ...inFile("packages/vault/src/life.ts", { tests: rules }, [
    {
      id: "policy/passphrase-asked-again",
      find: 'if (passphrase === undefined && !passkeyOpens(disk, ports.clock.now())) return fail(failure("passkey-too-late"));',
      replace: "",
      titles: "POL-5",
    },
    {
      id: "policy/only-the-passphrase-begins-the-hours",
      find: "if (passphrase !== undefined) notePassphrase(disk, ports.clock.now(), false);",
      replace: "notePassphrase(disk, ports.clock.now(), false);",
      titles: "POL-5",
    },
  ]),
  ...inFile("packages/vault/src/methods/own-keys.ts", { tests: rules }, [
    {
      id: "policy/new-passphrase-has-all-classes",
      find: "return refused ? fail(refused) : running;",
      replace: "return running;",
      titles: "POL-3",
    },
  ]),
];
