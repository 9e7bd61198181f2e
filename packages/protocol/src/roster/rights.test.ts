import { type ChartId, type CompartmentId, toHex } from "@alcove/bytes";
import { testPort } from "@alcove/crypto/testing";
import { describe, expect, test } from "vitest";
import {
  addMember,
  createCompartment,
  entitle,
  foundTestPractice,
  idFrom,
  type Signer,
  type TestCompartment,
  type TestPractice,
} from "../testing/index.ts";
import { doAs, tryAs } from "../testing/refused.ts";
import { isOfChart, roles, type Role } from "./roles.ts";
import { recipientsOf, untilDayOf } from "./roster.ts";
import { type BegunKind, begunKinds, type Operation, rights } from "./statement.ts";

const port = await testPort("rights");
const compartmentIn = (p: TestPractice, { id }: TestCompartment) => {
  const found = p.roster.compartments.get(toHex(id));
  if (!found) throw new Error("the compartment is in the roster");
  return found;
};
const entitling = ({ member }: Signer, { id }: TestCompartment, untilDay: number | null = null): Operation => [
  "entitle",
  member.account,
  "read-write",
  untilDay,
  [id],
];
const disentitling = ({ member }: Signer, { id }: TestCompartment): Operation => ["disentitle", member.account, [id]];
const charted = async (p: TestPractice, kind: BegunKind, signer: Signer, chart = idFrom<ChartId>(port)) =>
  createCompartment(p, kind, isOfChart(kind) ? chart : null, signer);

describe("compartment.create", () => {
  test("ROS-8 is by a member whose role may have the kind", async () => {
    const p = await foundTestPractice(port);
    const treating = ["owner", "clinician", "supervisor"];
    const creators: Record<BegunKind, readonly string[]> = {
      directory: roles.filter((role) => role !== "auditor"),
      schedule: [...treating, "front-desk"],
      clinical: treating,
      psychotherapy: treating,
      portal: treating,
      crisis: treating,
      will: treating,
      administrative: [...treating, "biller", "front-desk"],
      "access-log": [...treating, "privacy-officer"],
      programme: ["owner", "security-officer", "privacy-officer"],
    };
    for (const role of roles) {
      const signer = role === "owner" ? p.founder : await addMember(p, role);
      for (const kind of begunKinds) {
        const chart = isOfChart(kind) ? idFrom<ChartId>(port) : null;
        const create: Operation = ["compartment.create", idFrom<CompartmentId>(port), kind, chart];
        const expected = creators[kind].includes(role) ? "applied" : "statement-refused";
        expect(await tryAs(p, signer, [create]), `${role} creates ${kind}`).toBe(expected);
      }
    }
  });

  test("ROS-21 a chart that others have is open to its care team only, an owner included", async () => {
    const p = await foundTestPractice(port);
    const [clinician, stranger, writer] = [await addMember(p), await addMember(p), await addMember(p)];
    const chart = idFrom<ChartId>(port);
    const clinical = await charted(p, "clinical", clinician, chart);
    const create = (kind: BegunKind, of = chart): Operation => [
      "compartment.create",
      idFrom<CompartmentId>(port),
      kind,
      of,
    ];
    await doAs(p, clinician, [["entitle", writer.member.account, "write", null, [clinical.id]]]);
    for (const kind of ["clinical", "psychotherapy", "administrative", "access-log", "portal"] as const) {
      for (const other of [stranger, writer, p.founder])
        expect(await tryAs(p, other, [create(kind)]), kind).toBe("statement-refused");
      expect(await tryAs(p, clinician, [create(kind)]), kind).toBe("applied");
    }
    expect(await tryAs(p, stranger, [create("clinical", idFrom<ChartId>(port))])).toBe("applied");
    await doAs(p, clinician, [entitling(stranger, clinical)]);
    expect(await tryAs(p, stranger, [create("psychotherapy")])).toBe("applied");
    await doAs(p, clinician, [disentitling(stranger, clinical)]);
    expect(await tryAs(p, stranger, [create("psychotherapy")]), "reads a psychotherapy one only").toBe(
      "statement-refused",
    );
  });

  test("ROS-21 while none of a chart's compartments is clinical, the readers of any are in", async () => {
    const p = await foundTestPractice(port);
    const [desk, clinician] = [await addMember(p, "front-desk"), await addMember(p)];
    const chart = idFrom<ChartId>(port);
    const administrative = await charted(p, "administrative", desk, chart);
    const create: Operation = ["compartment.create", idFrom<CompartmentId>(port), "clinical", chart];
    expect(await tryAs(p, clinician, [create])).toBe("statement-refused");
    await entitle(p, clinician.member, "read-write", [administrative.id]);
    expect(await tryAs(p, clinician, [create])).toBe("applied");
    const another: Operation = ["compartment.create", idFrom<CompartmentId>(port), "administrative", chart];
    expect(await tryAs(p, desk, [another]), "now the clinical one decides").toBe("statement-refused");
  });

  test("ROS-21 a chart of which only closed psychotherapy notes are left begins again", async () => {
    const p = await foundTestPractice(port);
    const clinician = await addMember(p);
    const chart = idFrom<ChartId>(port);
    await charted(p, "psychotherapy", clinician, chart);
    const create: Operation = ["compartment.create", idFrom<CompartmentId>(port), "clinical", chart];
    expect(await tryAs(p, p.founder, [create])).toBe("statement-refused");
    await doAs(p, p.founder, [["member.remove", clinician.member.account]]);
    expect(await tryAs(p, p.founder, [create])).toBe("applied");
  });

  test("ROS-21 a chart whose care team is gone is open to nobody", async () => {
    const p = await foundTestPractice(port);
    const clinician = await addMember(p);
    const chart = idFrom<ChartId>(port);
    await charted(p, "clinical", clinician, chart);
    await doAs(p, p.founder, [["member.remove", clinician.member.account]]);
    const create: Operation = ["compartment.create", idFrom<CompartmentId>(port), "clinical", chart];
    expect(await tryAs(p, p.founder, [create])).toBe("statement-refused");
  });
});

describe("what a right is", () => {
  test("ROS-15 entitle says the whole right and its last day; disentitle ends it", async () => {
    const p = await foundTestPractice(port);
    const { account: mine } = p.founder.member;
    const { member } = await addMember(p);
    const { account } = member;
    const [c, d] = [await createCompartment(p), await createCompartment(p)];
    let index = await entitle(p, member, "read", [c.id, d.id], { untilDay: 20_000 });
    for (const each of [c, d]) {
      expect(compartmentIn(p, each)).toMatchObject({ readers: [mine, account], writers: [mine], changedIndex: index });
      expect(untilDayOf(compartmentIn(p, each), account)).toBe(20_000);
      expect(untilDayOf(compartmentIn(p, each), mine)).toBeUndefined();
      expect(compartmentIn(p, each)).not.toHaveProperty("staleIndex");
    }
    await entitle(p, member, "read-write", [c.id], { untilDay: 20_100 });
    expect(compartmentIn(p, c)).toMatchObject({
      readers: [mine, account],
      writers: [mine, account],
      dated: [{ account, untilDay: 20_100 }],
    });
    await entitle(p, member, "read-write", [c.id]);
    expect(compartmentIn(p, c)).toMatchObject({ readers: [mine, account], dated: [] });
    expect(compartmentIn(p, d).dated).toHaveLength(1);
    index = await doAs(p, p.founder, [["disentitle", account, [c.id, d.id]]]);
    for (const each of [c, d])
      expect(compartmentIn(p, each)).toMatchObject({
        readers: [mine],
        writers: [mine],
        dated: [],
        changedIndex: index,
      });
  });

  test("ROS-22 a compartment is stale where somebody loses reading or writing, and only there", async () => {
    const p = await foundTestPractice(port);
    const { member } = await addMember(p);
    const ofRecords = rights.filter((right) => right !== "release");
    for (const before of ofRecords) {
      for (const after of [...ofRecords, undefined]) {
        const c = await createCompartment(p);
        await entitle(p, member, before, [c.id]);
        expect(compartmentIn(p, c).staleIndex).toBeUndefined();
        const operation: Operation = after
          ? ["entitle", member.account, after, null, [c.id]]
          : ["disentitle", member.account, [c.id]];
        const index = await doAs(p, p.founder, [operation]);
        const loses = after !== before && after !== "read-write";
        expect(compartmentIn(p, c).staleIndex, `${before} to ${after}`).toBe(loses ? index : undefined);
      }
    }
  });

  test("ROS-15 an unknown compartment, no present member, or nothing to end is refused", async () => {
    const p = await foundTestPractice(port);
    const [{ member }, gone] = [await addMember(p), await addMember(p)];
    await doAs(p, p.founder, [["member.remove", gone.member.account]]);
    const c = await createCompartment(p);
    const nowhere = idFrom<CompartmentId>(port);
    const refused: Operation[] = [
      ["entitle", member.account, "read", null, [nowhere]],
      ["entitle", member.account, "read", null, [c.id, nowhere]],
      ["entitle", gone.member.account, "read", null, [c.id]],
      ["disentitle", gone.member.account, [c.id]],
      ["disentitle", member.account, [c.id]],
      ["disentitle", member.account, [nowhere]],
    ];
    for (const operation of refused) expect(await tryAs(p, p.founder, [operation])).toBe("statement-refused");
  });

  test("ROS-15 an auditor is entitled to the programme only", async () => {
    const p = await foundTestPractice(port);
    const auditor = await addMember(p, "auditor");
    for (const kind of begunKinds) {
      const c = await charted(p, kind, p.founder);
      const expected = kind === "programme" ? "applied" : "statement-refused";
      expect(await tryAs(p, p.founder, [entitling(auditor, c)]), kind).toBe(expected);
    }
    const c = await createCompartment(p);
    const desk = await addMember(p, "front-desk");
    await doAs(p, p.founder, [entitling(desk, c)]);
    await doAs(p, p.founder, [["member.role", desk.member.account, "auditor"]]);
    expect(await tryAs(p, p.founder, [disentitling(desk, c)]), "what they had still ends").toBe("applied");
  });
});

describe("who changes rights", () => {
  /** A practice with two owners; a member of each role reads what is created. */
  async function withReaders(kind: BegunKind, author: Role) {
    const p = await foundTestPractice(port);
    const outside = await addMember(p, "owner");
    const people = new Map<Role, Signer>();
    for (const role of roles) {
      const further = roleIsOfficer(role) ? { secondOwner: outside.member } : {};
      people.set(role, await addMember(p, role, further));
    }
    const of = (role: Role) => people.get(role) as Signer;
    const c = await charted(p, kind, of(author));
    const reading = roles.filter((role) => role !== "auditor" && role !== author);
    for (const role of reading) {
      const alone =
        kind === "psychotherapy" ||
        (author === "clinician" && isOfChart(kind)) ||
        kind === "schedule" ||
        author === "owner";
      await doAs(
        p,
        alone ? of(author) : p.founder,
        [entitling(of(role), c)],
        alone ? {} : { secondOwner: outside.member },
      );
    }
    return { p, c, of, outside, target: await addMember(p), secondOwner: outside.member };
  }
  const roleIsOfficer = (role: Role) => role === "owner" || role === "security-officer" || role === "privacy-officer";

  async function expectChangers(kind: BegunKind, author: Role, changers: readonly Role[]) {
    const { p, c, of, target, secondOwner } = await withReaders(kind, author);
    for (const role of roles) {
      const expected = changers.includes(role) ? "applied" : "statement-refused";
      expect(await tryAs(p, of(role), [entitling(target, c)]), `${role} entitles in ${kind}`).toBe(expected);
      if (expected !== "applied") {
        const together = await tryAs(p, of(role), [entitling(target, c)], { secondOwner });
        expect(together, `${role} with an owner in ${kind}`).toBe("statement-refused");
        continue;
      }
      expect(await tryAs(p, of(role), [disentitling(target, c)]), `${role} disentitles in ${kind}`).toBe(expected);
    }
  }

  test("ROS-17 in a chart's compartments, readers who are clinicians or owners", async () => {
    for (const kind of ["clinical", "administrative", "access-log", "portal"] as const)
      await expectChangers(kind, "clinician", ["owner", "clinician"]);
    await expectChangers("clinical", "supervisor", ["owner", "clinician"]);
  });

  test("ROS-17 in directory and programme, owners who read it; in a schedule, its author too", async () => {
    await expectChangers("directory", "owner", ["owner"]);
    await expectChangers("programme", "owner", ["owner"]);
    await expectChangers("schedule", "front-desk", ["owner", "front-desk"]);
    await expectChangers("schedule", "clinician", ["owner", "clinician"]);
  });

  test("ROS-17 people and numbers without progress notes are their author's to give while they read them, and nobody else's of these roles", async () => {
    const p = await foundTestPractice(port);
    const [desk, other, biller] = [
      await addMember(p, "front-desk"),
      await addMember(p, "front-desk"),
      await addMember(p, "biller"),
    ];
    const [ben, target] = [await addMember(p), await addMember(p)];
    const chart = idFrom<ChartId>(port);
    const asked = await charted(p, "administrative", desk, chart);
    await doAs(p, desk, [entitling(other, asked)]);
    expect(await tryAs(p, other, [entitling(target, asked)]), "who is no author").toBe("statement-refused");
    await doAs(p, desk, [entitling(ben, asked)]);
    await doAs(p, desk, [disentitling(other, asked)]);
    // What lies in another chart, or is of another kind, makes nobody its author.
    expect(await tryAs(p, biller, [entitling(target, asked)])).toBe("statement-refused");
    const clinical = await charted(p, "clinical", ben, chart);
    for (const signer of [desk, other, biller]) {
      expect(await tryAs(p, signer, [entitling(target, asked)]), "once there are notes").toBe("statement-refused");
      expect(await tryAs(p, signer, [disentitling(ben, asked)])).toBe("statement-refused");
      expect(await tryAs(p, signer, [entitling(signer, clinical)])).toBe("statement-refused");
    }
    const given = await charted(p, "administrative", desk);
    await doAs(p, desk, [entitling(ben, given)]);
    await doAs(p, desk, [disentitling(desk, given)]);
    expect(await tryAs(p, desk, [entitling(target, given)]), "who reads it no more").toBe("statement-refused");
    const limited = await charted(p, "administrative", desk);
    await doAs(p, p.founder, [["entitle", desk.member.account, "read", null, [limited.id]]]);
    for (const to of [desk, target])
      expect(await tryAs(p, desk, [entitling(to, limited)]), "who was left to read").toBe("statement-refused");
    expect(await tryAs(p, desk, [disentitling(desk, limited)])).toBe("statement-refused");
  });

  test("ROS-17 ROS-18 an owner who does not read it needs a second one, where there is one", async () => {
    for (const kind of ["clinical", "directory"] as const) {
      const { p, c, outside, target } = await withReaders(kind, kind === "clinical" ? "clinician" : "owner");
      const { member } = p.founder;
      const operations = [entitling(target, c), disentitling(target, c)];
      for (const operation of operations) {
        expect(await tryAs(p, outside, [operation]), `${kind} alone`).toBe("statement-refused");
        expect(await tryAs(p, outside, [operation], { secondOwner: member }), `${kind} together`).toBe("applied");
      }
      expect(await tryAs(p, outside, [entitling(outside, c)]), "oneself").toBe("statement-refused");
      const read: Operation = ["entitle", outside.member.account, "write", null, [c.id]];
      await doAs(p, outside, [read], { secondOwner: member });
      expect(await tryAs(p, outside, [entitling(outside, c)]), "who only writes").toBe("statement-refused");
    }
    const p = await foundTestPractice(port);
    const clinician = await addMember(p);
    const c = await charted(p, "clinical", clinician);
    expect(await tryAs(p, p.founder, [entitling(p.founder, c)]), "the only owner").toBe("applied");
  });

  test("ROS-17 who gives a right has it: a clinician of another chart, or of a smaller compartment of this one, has none to give", async () => {
    const p = await foundTestPractice(port);
    const [clinician, limited, other] = [await addMember(p), await addMember(p), await addMember(p)];
    const chart = idFrom<ChartId>(port);
    const whole = await charted(p, "clinical", clinician, chart);
    const part = await charted(p, "clinical", clinician, chart);
    await charted(p, "clinical", other);
    await doAs(p, clinician, [entitling(limited, part)]);
    for (const signer of [limited, other])
      expect(await tryAs(p, signer, [entitling(signer, whole)])).toBe("statement-refused");
    expect(await tryAs(p, limited, [entitling(other, part)])).toBe("applied");
    await doAs(p, clinician, [["entitle", limited.member.account, "write", null, [part.id]]]);
    expect(await tryAs(p, limited, [entitling(limited, part)]), "who only writes").toBe("statement-refused");
  });

  test("ROS-17 a clinician who only reads has no right to give and none to end", async () => {
    const p = await foundTestPractice(port);
    const [author, guest, other] = [await addMember(p), await addMember(p), await addMember(p)];
    const c = await charted(p, "clinical", author);
    await doAs(p, author, [["entitle", guest.member.account, "read", null, [c.id]]]);
    expect(await tryAs(p, guest, [["entitle", other.member.account, "read", null, [c.id]]])).toBe("statement-refused");
    expect(await tryAs(p, guest, [disentitling(author, c)])).toBe("statement-refused");
    expect(await tryAs(p, guest, [entitling(guest, c)]), "nor more for themselves").toBe("statement-refused");
  });

  test("ROS-17 a clinician whose right has a last day gives none there, to themselves least of all, and ends none", async () => {
    const p = await foundTestPractice(port);
    const [author, locum, other] = [await addMember(p), await addMember(p), await addMember(p)];
    const c = await charted(p, "clinical", author);
    const until = 20_000;
    await doAs(p, author, [["entitle", locum.member.account, "read-write", until, [c.id]]]);
    for (const operation of [entitling(locum, c), entitling(other, c), disentitling(other, c)])
      expect(await tryAs(p, locum, [operation])).toBe("statement-refused");
    const longer: Operation = ["entitle", locum.member.account, "read-write", until + 1, [c.id]];
    expect(await tryAs(p, locum, [longer]), "nor for longer").toBe("statement-refused");
    await doAs(p, author, [entitling(locum, c)]);
    expect(await tryAs(p, locum, [entitling(other, c)]), "once it is for good").toBe("applied");
  });

  test("ROS-32 a clinician ends and shortens no right of who began the chart, or of an owner", async () => {
    const p = await foundTestPractice(port);
    const [author, colleague, other] = [await addMember(p), await addMember(p), await addMember(p)];
    const c = await charted(p, "clinical", author);
    await doAs(p, author, [entitling(colleague, c)]);
    expect(await tryAs(p, colleague, [entitling(p.founder, c)]), "an owner is let in").toBe("applied");
    await doAs(p, author, [entitling(p.founder, c)]);
    await doAs(p, author, [entitling(other, c)]);
    for (const keeper of [author, p.founder]) {
      expect(await tryAs(p, colleague, [disentitling(keeper, c)])).toBe("statement-refused");
      const less: Operation = ["entitle", keeper.member.account, "read", null, [c.id]];
      expect(await tryAs(p, colleague, [less])).toBe("statement-refused");
    }
    expect(await tryAs(p, colleague, [disentitling(other, c)])).toBe("applied");
    expect(await tryAs(p, author, [disentitling(p.founder, c)]), "its author may").toBe("applied");
    expect(await tryAs(p, p.founder, [disentitling(author, c)]), "an owner may").toBe("applied");
  });

  test("ROS-36 a front desk or a biller who gave an enquiry ends and lessens no right of who treats; they themselves and owners do", async () => {
    for (const author of ["front-desk", "biller"] as const) {
      const p = await foundTestPractice(port);
      const desk = await addMember(p, author);
      const [ben, other, sue] = [await addMember(p), await addMember(p), await addMember(p, "supervisor")];
      const colleague = await addMember(p, "front-desk");
      const asked = await charted(p, "administrative", desk);
      for (const to of [ben, sue, p.founder, colleague]) await doAs(p, desk, [entitling(to, asked)]);
      for (const one of [ben, sue, p.founder]) {
        const { account } = one.member;
        const less: Operation[] = [
          disentitling(one, asked),
          ["entitle", account, "read", null, [asked.id]],
          entitling(one, asked, 20_000),
          entitling(one, asked),
        ];
        for (const operation of less) expect(await tryAs(p, desk, [operation])).toBe("statement-refused");
        const beside = await tryAs(p, desk, [entitling(other, asked), disentitling(one, asked)]);
        expect(beside, "nor together with what they may").toBe("statement-refused");
      }
      expect(await tryAs(p, desk, [disentitling(colleague, asked)]), "of who sees no clients").toBe("applied");
      expect(await tryAs(p, desk, [entitling(other, asked)]), "somebody else is given it").toBe("applied");
      expect(await tryAs(p, ben, [disentitling(ben, asked)]), "who was given it").toBe("applied");
      expect(await tryAs(p, p.founder, [disentitling(sue, asked)]), "an owner").toBe("applied");
      expect(await tryAs(p, desk, [disentitling(desk, asked)]), "their own").toBe("applied");
    }
    // Who treats takes back what they gave.
    const p = await foundTestPractice(port);
    const [sue, ben] = [await addMember(p, "supervisor"), await addMember(p)];
    const asked = await charted(p, "administrative", sue);
    await doAs(p, sue, [entitling(ben, asked)]);
    expect(await tryAs(p, sue, [disentitling(ben, asked)])).toBe("applied");
  });

  test("ROS-17 IN-01 in psychotherapy, its author and nobody else, also until a day", async () => {
    await expectChangers("psychotherapy", "clinician", ["clinician"]);
    const { p, c, of, outside, target, secondOwner } = await withReaders("psychotherapy", "supervisor");
    for (const role of roles) {
      if (role === "supervisor") continue;
      expect(await tryAs(p, of(role), [entitling(target, c)], { secondOwner }), role).toBe("statement-refused");
      expect(await tryAs(p, of(role), [disentitling(of("clinician"), c)], {}), role).toBe("statement-refused");
    }
    expect(await tryAs(p, outside, [entitling(outside, c)], { secondOwner: p.founder.member })).toBe(
      "statement-refused",
    );
    expect(await tryAs(p, of("supervisor"), [entitling(target, c, 20_000)])).toBe("applied");
    expect(untilDayOf(compartmentIn(p, c), target.member.account)).toBe(20_000);
    // With the author gone nobody decides any more.
    await doAs(p, p.founder, [["member.remove", of("supervisor").member.account]]);
    for (const role of ["owner", "clinician"] as const)
      expect(await tryAs(p, of(role), [entitling(target, c)], {}), role).toBe("statement-refused");
  });

  test("ROS-17 of many compartments in one operation each must be the signer's to change", async () => {
    const p = await foundTestPractice(port);
    const second = await addMember(p, "owner");
    const clinician = await addMember(p);
    const mine = await charted(p, "clinical", p.founder);
    const theirs = await charted(p, "clinical", clinician);
    const notes = await charted(p, "psychotherapy", clinician);
    const both: Operation = ["entitle", second.member.account, "read", null, [mine.id, theirs.id]];
    expect(await tryAs(p, p.founder, [both])).toBe("statement-refused");
    expect(await tryAs(p, p.founder, [both], { secondOwner: second.member })).toBe("applied");
    const all: Operation = ["entitle", second.member.account, "read", null, [mine.id, notes.id]];
    expect(await tryAs(p, p.founder, [all])).toBe("statement-refused");
  });
});

test("ROS-19 keys are delivered to readers who are not suspended", async () => {
  const p = await foundTestPractice(port);
  const c = await createCompartment(p);
  const [reader, writer] = [await addMember(p), await addMember(p)];
  await entitle(p, reader.member, "read", [c.id]);
  await entitle(p, writer.member, "write", [c.id]);
  const { account } = p.founder.member;
  expect(recipientsOf(p.roster, compartmentIn(p, c))).toEqual([account, reader.member.account]);
  const index = await doAs(p, p.founder, [["device.revoke", reader.member.account, reader.device.device, "lost"]]);
  expect(recipientsOf(p.roster, compartmentIn(p, c))).toEqual([account]);
  expect(compartmentIn(p, c)).toMatchObject({ staleIndex: index, readers: [account, reader.member.account] });
});
