// Who lets openings through: who says so, whom the part is given to, what a release must be, and what is sent to whom.

import { inFile } from "./in-file.mjs";

const protocol = "packages/protocol/src";
const vault = "packages/vault/src";
const server = "apps/server/src";
const statements = `${protocol}/roster/releasers.test.ts`;
const release = `${protocol}/keylog/release.test.ts`;
const rules = "tests/rules/letting-in.test.ts";
const hostile = "tests/hostile/letting-in.test.ts";

export const releaserChecks = [
  ...inFile(`${protocol}/roster/roles.ts`, { tests: [statements], titles: "ROS-15" }, [
    { id: "releasers/kinds", find: ' && (right !== "release" || mayBeGuarded(kind))', replace: "" },
  ]),
  ...inFile(`${protocol}/roster/authority.ts`, { tests: [statements], titles: "ROS-17" }, [
    { id: "releasers/an-owner-too", find: "decides || needsOwner;", replace: "decides;" },
    {
      id: "releasers/also-who-is-one",
      find: 'right?.kind === "release" || isAmong(compartment.releasers, account);',
      replace: 'right?.kind === "release";',
    },
  ]),
  ...inFile(`${protocol}/roster/effects.ts`, { tests: [statements], titles: "GRD-15" }, [
    {
      id: "releasers/read-nothing",
      find: 'right?.kind === "read" || right?.kind === "read-write";',
      replace: 'right !== undefined && right.kind !== "write";',
    },
    { id: "releasers/change-is-stale", find: "loses || releasers !== before.releasers", replace: "loses" },
    {
      id: "releasers/end-with-the-membership",
      find: "[readers, writers, releasers].some",
      replace: "[readers, writers].some",
      titles: "ROS-12",
    },
  ]),
  ...inFile(`${protocol}/roster/roster.ts`, { tests: [statements], titles: "ROS-19" }, [
    {
      id: "releasers/rest-while-suspended",
      find: "return releasers.filter((releaser) => memberOf(roster, releaser).suspendedIndex === undefined);",
      replace: "return roster && releasers;",
    },
  ]),
  ...inFile(`${protocol}/keylog/key-log.ts`, { tests: [release], titles: "LOG-14" }, [
    {
      id: "release/never-both-parts",
      find: ".filter((one) => !named || !keepsRelease(named, one));",
      replace: ".filter((one) => one || !named || !keepsRelease(named, one));",
    },
    {
      id: "release/to-one-at-least",
      find: 'if (isGuarded && compartment.releasers.length > 0 && releasers.length === 0)\n    return fail(failure("statement-refused"));',
      replace: "",
    },
  ]),
  ...inFile(`${protocol}/release.ts`, { tests: [release], titles: "GRD-17" }, [
    {
      id: "release/device-counts",
      find: 'if (!device) return failure("device-revoked");',
      replace: "if (!device) return undefined;",
    },
    { id: "release/own-account", find: " || !equalBytes(device.account, body.account)", replace: "" },
    {
      id: "release/by-a-releaser",
      find: 'if (!isAmong(activeReleasersOf(roster, compartment), body.account)) return failure("not-entitled");',
      replace: "void activeReleasersOf;",
    },
    {
      id: "release/asker-reads",
      find: " || !isAmong(activeReadersOf(roster, compartment), asker.account)",
      replace: "",
    },
    { id: "release/newest-epoch", find: "if (!isNewest || (log", replace: "void isNewest;\n  if ((log" },
    { id: "release/a-keeper", find: " || (log && !keepsRelease(currentEpoch(log), body.account))", replace: "" },
    { id: "release/checkpoint", find: 'if (body.checkpoint.size > index) return failure("head-moved");', replace: "" },
    { id: "release/answered-once", find: "asked === null || ", replace: "" },
    { id: "release/that-opening", find: " || (asked && !equalBytes(asked, body.asked))", replace: "" },
    {
      id: "release/signatures",
      find: '(await verifyAsPerson(port, "release", roster.practice, release, signer))',
      replace: "(await Promise.resolve(signer))",
    },
    { id: "release/one-part", find: " || more.length > 0", replace: "" },
    { id: "release/part-length", find: " || sealed.length !== sealedEpochKeyBytes", replace: "" },
    {
      id: "release/part-that-was-signed",
      find: "return equalBytes(hash(sealed), body.sealedHash);",
      replace: "return hash(sealed) !== body.sealedHash;",
    },
  ]),
  ...inFile(`${server}/practice/stage-entry.ts`, { tests: [hostile], titles: "was given before" }, [
    {
      id: "release/by-its-own-session",
      find: 'if (!isBy(author, body.account, body.device)) return failure("not-entitled");\n      const name',
      replace: "const name",
    },
    { id: "release/is-taken-note-of", find: "draft.openings.set(name, { ...opening, asked: null });", replace: "" },
    {
      id: "release/part-beside-it",
      find: 'if (!sealedPartFits(release, payload)) return fail(failure("envelope-mismatch"));',
      replace: "",
    },
  ]),
  ...inFile(`${server}/practice/sync.ts`, { tests: [hostile] }, [
    {
      id: "release/key-log-and-openings-only",
      find: 'kind === "keyLog" || kind === "server";',
      replace: 'kind !== "roster";',
    },
    {
      id: "release/past-of-readers-only",
      find: '(id) => asked.has(id) && reads(id), "only these"',
      replace: '(id) => reads(id) || asked.has(id), "only these"',
    },
  ]),
  ...inFile(`${vault}/engine/openings.ts`, { tests: [hostile] }, [
    {
      id: "release/owed-to-who-knows-the-opening",
      find: 'if (answered) return { outcome: "withheld", compartment: answered.compartment };',
      replace: "void answered;",
    },
    {
      id: "release/judged-by-devices",
      find: "if (failed || !equalBytes(leaf.tag, releaseTag(asked)))",
      replace: "if (!equalBytes(leaf.tag, releaseTag(asked)))",
    },
    {
      id: "release/its-tag",
      find: "if (failed || !equalBytes(leaf.tag, releaseTag(asked)))",
      replace: "if (failed)",
      titles: "was given before",
    },
    {
      id: "release/part-as-signed",
      find: 'if (isMine && !sealedPartFits(release, body.payload)) return refused("alarm-body-forged", index);',
      replace: "",
    },
    {
      id: "release/part-that-opens",
      find: 'return putAside("alarm-envelope-unopenable", index);\n    return { outcome: "applied", kind: "opening"',
      replace:
        'return { outcome: "applied", kind: "opening", compartment };\n    return { outcome: "applied", kind: "opening"',
    },
    {
      id: "release/delivered-part-opens",
      file: `${vault}/engine/replay.ts`,
      find: "return (await delivered.openReleaseOf(given, mine)) !== undefined;",
      replace: "return true;",
    },
  ]),
  ...inFile(`${vault}/engine/owed-tags.ts`, { tests: [`${vault}/engine/owed-tags.test.ts`], titles: "GRD-19" }, [
    { id: "release/sees-not-everything", find: "this.#unwritten.size === 0 && ", replace: "" },
  ]),
  ...inFile(`${vault}/engine/asked.ts`, { tests: [rules] }, [
    {
      id: "asked/an-hour",
      find: " || Math.abs(now - opening.body.at) > waitingMs",
      replace: "",
    },
    {
      id: "asked/who-lets-in-now",
      find: "const may = keepsRelease(epoch, account) && isAmong(activeReleasersOf(roster, compartment), account);",
      replace: "const may = true;",
    },
  ]),
  ...inFile(`${vault}/features/guarded/let-in.ts`, { tests: [rules] }, [
    {
      id: "releasers/chosen-in-the-open-chart",
      find: 'if (!isOpenHere(opened, chart)) return fail(failure("guard-closed"));',
      replace: "",
    },
    {
      id: "releasers/are-no-readers",
      find: "if (places.some(({ readers, writers }) => isAmong([...readers, ...writers], member.account)))\n      return",
      replace: "if (false)\n      return",
    },
    {
      id: "release/by-a-device-somebody-vouched-for",
      find: 'if (opened.sync.isProvisional()) return fail(failure("device-provisional"));',
      replace: "",
    },
  ]),
  ...inFile(`${vault}/features/access.ts`, { tests: [rules] }, [
    {
      id: "releasers/end-before-they-read",
      find: 'if (letsInto(shared, target.account) > 0) return fail(failure("releaser-reads"));\n    const until',
      replace: "const until",
    },
  ]),
  ...inFile(
    `${vault}/features/two-owners/acts.ts`,
    { tests: ["tests/hostile/proposals.test.ts"], titles: "TWO-7 GRD-15" },
    [
      {
        id: "proposal/one-who-lets-in-stays",
        find: "return activeReleasersOf(roster, found).some((one) => !ended.some((each) => equalBytes(each, one)));",
        replace: "return activeReleasersOf !== undefined || ended.length > 0;",
      },
      {
        id: "proposal/releasers-by-a-reader",
        find: " : !isAmong(found.writers, account)) return false;",
        replace: " : false) return false;",
      },
      {
        id: "proposal/releasers-by-the-author",
        find: 'found.kind === "psychotherapy" ? !isAuthor : ',
        replace: 'found.kind === "psychotherapy" ? !isAuthor && false : ',
      },
    ],
  ),
  ...inFile(`${vault}/features/guarded/let-in.ts`, { tests: [rules], titles: "TWO-7" }, [
    {
      id: "proposal/a-keeper-stays",
      find: 'return before.every(stays) ? ok(operations) : fail(failure("releaser-last"));',
      replace: "return ok(operations);",
    },
  ]),
  ...inFile(`${vault}/features/members.ts`, { tests: [rules], titles: "GRD-20" }, [
    {
      id: "releasers/last-one",
      find: 'if (shut > 0) return fail(failure("releaser-last", { charts: shut }));',
      replace: "",
    },
  ]),
];
