/**
 * The roster of a practice after ten years: fifty members who come and go, their devices, thousands of charts and who may
 * see them, signed by real keys. Nothing is applied here: what is measured judges each statement for the first time.
 */

import {
  asHash,
  type Bytes,
  type ChartId,
  type CompartmentId,
  type Hash,
  type PracticeId,
  zeroHash,
} from "@alcove/bytes";
import {
  appendLeaves,
  type CryptoPort,
  emptyFrontier,
  encodeLeaf,
  hash,
  importSigningKey,
  rootOf,
  type SigningKey,
  type SigningSeed,
  statementTag,
} from "@alcove/crypto";
import { limits, type Operation, type Role, type StatementBody } from "@alcove/protocol";
import {
  addition,
  createDevice,
  createMember,
  enrolment,
  type Further,
  foundingBody,
  foundingOperation,
  idFrom,
  signStatement,
  type Signer,
  type TestDevice,
  type TestMember,
} from "@alcove/protocol/testing";

export type GrownPractice = {
  readonly practice: PracticeId;
  readonly ledgerKey: SigningKey;
  readonly founder: Signer;
  /** The whole ledger: each at the index of its place. */
  readonly statements: readonly Bytes[];
};

type Person = Signer & { readonly role: Role; readonly charts: Chart[] };
type Chart = { readonly clinical: CompartmentId; readonly administrative: CompartmentId; readonly log: CompartmentId };

const roles: readonly Role[] = [
  "owner",
  "security-officer",
  "privacy-officer",
  "supervisor",
  "supervisor",
  "biller",
  "biller",
  "front-desk",
  "front-desk",
  "front-desk",
];
const membersAtOnce = 50;

/** `count` statements, the founding one with them; some hundred are the least that make a practice. */
export async function growPractice(port: CryptoPort, count: number): Promise<GrownPractice> {
  const practice = idFrom<PracticeId>(port);
  const ledgerKey = await importSigningKey(port, port.random(32) as SigningSeed);
  const statements: Bytes[] = [];
  let head: Hash = zeroHash();
  let frontier = emptyFrontier;

  async function say(signer: Signer, operations: readonly Operation[], further: Further = {}): Promise<void> {
    if (statements.length >= count) return;
    const body: StatementBody =
      statements.length === 0
        ? foundingBody(signer, operations)
        : {
            sequence: statements.length,
            previous: head,
            account: signer.member.account,
            device: signer.device.device,
            checkpoint: { size: frontier.size, root: rootOf(frontier) },
            operations,
          };
    const encoded = await signStatement(port, practice, body, signer, further);
    head = asHash(hash(encoded));
    frontier = appendLeaves(frontier, [
      encodeLeaf({ kind: "roster", tag: statementTag(body.sequence), bodyHash: head }),
    ]);
    statements.push(encoded);
  }

  async function create(role: Role): Promise<Person> {
    return { member: await createMember(port), device: await createDevice(port), role, charts: [] };
  }

  const founder = await create("owner");
  await say(founder, [foundingOperation(practice, ledgerKey, founder)]);
  const directory = idFrom<CompartmentId>(port);
  await say(founder, [["compartment.create", directory, "directory", null]]);
  let people: Person[] = [founder];
  const by = (role: Role) => people.filter((one) => one.role === role);

  async function join(role: Role): Promise<Person> {
    const person = await create(role);
    // Of the officers and the second owner the founder is then the only owner, and signs alone.
    await say(founder, [addition(person, role)]);
    await say(founder, [["entitle", person.member.account, "read", null, [directory]]]);
    people.push(person);
    return person;
  }

  for (const role of roles.toReversed()) await join(role);
  while (people.length < membersAtOnce) await join("clinician");
  const secondOwner = (people[roles.length] as Person).member;

  async function openChart(clinician: Person): Promise<void> {
    const id = idFrom<ChartId>(port);
    const chart: Chart = { clinical: idFrom(port), administrative: idFrom(port), log: idFrom(port) };
    await say(clinician, [
      ["compartment.create", chart.clinical, "clinical", id],
      ["compartment.create", chart.administrative, "administrative", id],
      ["compartment.create", chart.log, "access-log", id],
    ]);
    await say(clinician, [
      ...[...by("front-desk"), ...by("biller")].map(
        ({ member }): Operation => ["entitle", member.account, "read-write", null, [chart.administrative, chart.log]],
      ),
      ...by("privacy-officer").map(({ member }): Operation => ["entitle", member.account, "read", null, [chart.log]]),
    ]);
    clinician.charts.push(chart);
    const supervisor = by("supervisor")[clinician.charts.length % 5];
    if (supervisor) await say(clinician, [["entitle", supervisor.member.account, "read", 21_000, [chart.clinical]]]);
  }

  /** A new device is paired, the one before it is put away. */
  async function changeDevice(person: Person): Promise<void> {
    const before = person.device;
    const device = await createDevice(port);
    await say(person, [enrolment(person.member, device, "pairing")]);
    Object.assign(person, { device } satisfies { device: TestDevice });
    await say(person, [["device.revoke", person.member.account, before.device, "retired"]]);
  }

  async function rekey(person: Person, keyringVersion: number): Promise<void> {
    const { account } = person.member;
    const nextIdentity: TestMember = { ...(await createMember(port)), account };
    const { signKey, sealKey } = nextIdentity;
    await say(person, [["member.rekey", account, signKey.publicKey, sealKey, keyringVersion, "exposed"]], {
      nextIdentity,
    });
    Object.assign(person, { member: nextIdentity });
  }

  /** All of a chart's papers to a new biller or front desk, in one operation or in one for each. */
  async function handOver(to: Person, how: "one operation" | "many"): Promise<void> {
    const all = people.flatMap(({ charts }) => charts.map(({ administrative }) => administrative));
    const some = all.slice(-(how === "many" ? limits.operationsPerStatement : limits.compartmentsPerEntitlement));
    if (some.length === 0) return;
    const { account } = to.member;
    const each = how === "many" ? some.map((one) => [one]) : [some];
    await say(
      founder,
      each.map((list): Operation => ["entitle", account, "read-write", null, list]),
      { secondOwner },
    );
  }

  const clinicians = () => people.filter((one) => one.role === "clinician");
  for (let turn = 1; statements.length < count; turn++) {
    const staff = clinicians();
    await openChart(staff[turn % staff.length] as Person);
    if (turn % 20 === 0) await changeDevice(staff[(turn / 20) % staff.length] as Person);
    if (turn % 250 === 0) await rekey(staff[(turn / 250) % staff.length] as Person, 1 + turn);
    if (turn % 300 === 0) {
      const leaver = staff[0] as Person;
      await say(founder, [["member.remove", leaver.member.account]]);
      people = people.filter((one) => one !== leaver);
      await join("clinician");
    }
    if (turn % 350 === 0) {
      const leaver = by("biller")[0] as Person;
      await say(founder, [["member.remove", leaver.member.account]]);
      people = people.filter((one) => one !== leaver);
      await handOver(await join("biller"), (turn / 350) % 2 === 0 ? "many" : "one operation");
    }
  }
  return { practice, ledgerKey, founder, statements };
}
