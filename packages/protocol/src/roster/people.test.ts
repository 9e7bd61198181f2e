import { type AccountId, asHash, type CompartmentId, type DeviceId, toHex } from "@alcove/bytes";
import type { PublicKey, SealingPublicKey } from "@alcove/crypto";
import { flipped, testPort } from "@alcove/crypto/testing";
import { describe, expect, test } from "vitest";
import {
  addition,
  addMember,
  createCompartment,
  createDevice,
  createMember,
  enrolment,
  entitle,
  foundTestPractice,
  idFrom,
  type Signer,
  statement,
  type TestMember,
  type TestPractice,
} from "../testing/index.ts";
import { doAs, expectRefused, tryAs } from "../testing/refused.ts";
import { roles, type Role } from "./roles.ts";
import { deviceAt, memberOf } from "./roster.ts";
import type { Operation } from "./statement.ts";

const port = await testPort("people");
const newcomer = async (): Promise<Signer> => ({ member: await createMember(port), device: await createDevice(port) });
const compartmentIn = (p: TestPractice, id: CompartmentId) => p.roster.compartments.get(toHex(id));
const officers: readonly Role[] = ["owner", "security-officer", "privacy-officer"];

/** A practice with one member of each role besides the founder; no second owner. */
async function withAll() {
  const p = await foundTestPractice(port);
  const people = new Map<Role, Signer>();
  for (const role of roles) if (role !== "owner") people.set(role, await addMember(p, role));
  return { p, of: (role: Role) => (role === "owner" ? p.founder : (people.get(role) as Signer)) };
}

async function rekeying(
  { account }: TestMember,
  changes: { readonly keyringVersion?: number; readonly next?: TestMember } = {},
): Promise<{ readonly operation: Operation; readonly nextIdentity: TestMember }> {
  const nextIdentity = { ...(changes.next ?? (await createMember(port))), account };
  const { signKey, sealKey } = nextIdentity;
  const version = changes.keyringVersion ?? 2;
  return { operation: ["member.rekey", account, signKey.publicKey, sealKey, version, "exposed"], nextIdentity };
}

describe("member.add", () => {
  test("ROS-11 a member comes with role, identity and first device, and counts from after this index", async () => {
    const p = await foundTestPractice(port);
    const added = await newcomer();
    const index = await doAs(p, p.founder, [addition(added, "front-desk")]);
    const { account, signKey, sealKey } = added.member;
    expect(memberOf(p.roster, account)).toMatchObject({
      account,
      role: "front-desk",
      identitySign: { publicKey: signKey.publicKey },
      identitySeal: sealKey,
      keyringVersion: 1,
    });
    const { device, key } = added.device;
    expect(p.roster.devices.get(toHex(device))).toMatchObject({
      device,
      account,
      key: { publicKey: key.publicKey },
      via: "pairing",
      enrolledSequence: p.roster.sequence,
      enrolledIndex: index,
    });
    expect(deviceAt(p.roster, device, index)).toBeUndefined();
    expect(deviceAt(p.roster, device, index + 1)).toBeDefined();
    expect(await tryAs(p, added, [["compartment.create", idFrom<CompartmentId>(port), "directory", null]])).toBe(
      "applied",
    );
  });

  test("ROS-11 ROS-6 an account, device id or key that was ever held, or that is none, is refused", async () => {
    const p = await foundTestPractice(port);
    const gone = await addMember(p);
    await doAs(p, p.founder, [["member.remove", gone.member.account]]);
    const rekeyed = await addMember(p);
    const { operation, nextIdentity } = await rekeying(rekeyed.member);
    await doAs(p, rekeyed, [operation], { nextIdentity });
    const fresh = await newcomer();
    const right = addition(fresh, "clinician") as readonly unknown[];
    const noKey = new Uint8Array(32);
    const { member, device } = p.founder;
    const smallOrder = new Uint8Array(fresh.member.sealKey).fill(0, 1184);
    const notReduced = new Uint8Array(fresh.member.sealKey).fill(0xff, 0, 3);
    const wrongs: [string, number, unknown][] = [
      ["a present account", 1, member.account],
      ["a former account", 1, gone.member.account],
      ["a device id", 5, device.device],
      ["a former device's id", 5, gone.device.device],
      ["no signing key", 3, noKey],
      ["no device key", 6, noKey],
      ["a sealing key with a part of small order", 4, smallOrder],
      ["a sealing key that is not reduced", 4, notReduced],
      ["one key for identity and device", 6, fresh.member.signKey.publicKey],
    ];
    const used: [string, PublicKey][] = [
      ["checkpoint key", p.ledgerKey.publicKey],
      ["identity key", member.signKey.publicKey],
      ["device key", device.key.publicKey],
      ["removed member's identity key", gone.member.signKey.publicKey],
      ["removed member's device key", gone.device.key.publicKey],
      ["former identity key", rekeyed.member.signKey.publicKey],
      ["present identity key after a rekey", nextIdentity.signKey.publicKey],
    ];
    const usedSealing: [string, SealingPublicKey][] = [
      ["present sealing key", member.sealKey],
      ["removed member's sealing key", gone.member.sealKey],
      ["former sealing key", rekeyed.member.sealKey],
    ];
    wrongs.push(
      ...used.flatMap(([what, key]): [string, number, unknown][] => [
        [what, 3, key],
        [what, 6, key],
      ]),
    );
    wrongs.push(...usedSealing.map(([what, key]): [string, number, unknown] => [what, 4, key]));
    for (const [what, at, value] of wrongs) {
      const changed = right.with(at, value) as unknown as Operation;
      expect(await tryAs(p, p.founder, [changed]), what).toBe("statement-refused");
    }
    for (const key of [gone.member.signKey.publicKey, rekeyed.member.signKey.publicKey]) {
      const enrol: Operation = [
        "device.enrol",
        member.account,
        idFrom<DeviceId>(port),
        key,
        "pairing",
        asHash(port.random(32)),
      ];
      expect(await tryAs(p, p.founder, [enrol])).toBe("statement-refused");
    }
    expect(await tryAs(p, p.founder, [right as unknown as Operation])).toBe("applied");
  });

  test("ROS-11 whoever comes back is a new account without a right, and never the author of what they left", async () => {
    const p = await foundTestPractice(port);
    const c = await createCompartment(p);
    const first = await addMember(p);
    await entitle(p, first.member, "read-write", [c.id]);
    await doAs(p, p.founder, [["member.remove", first.member.account]]);
    const sameId = { ...(await newcomer()), member: { ...(await createMember(port)), account: first.member.account } };
    expect(await tryAs(p, p.founder, [addition(sameId, "clinician")])).toBe("statement-refused");
    const again = await addMember(p);
    expect(compartmentIn(p, c.id)).toMatchObject({
      readers: [p.founder.member.account],
      writers: [p.founder.member.account],
    });
    expect(await tryAs(p, again, [["disentitle", p.founder.member.account, [c.id]]])).toBe("statement-refused");
  });
});

describe("who gives and takes roles", () => {
  test("ROS-16 below officer, owner and security officer add, remove and give roles; nobody else", async () => {
    const { p, of } = await withAll();
    for (const role of roles) {
      const expected = role === "owner" || role === "security-officer" ? "applied" : "statement-refused";
      for (const [from, to] of [
        ["clinician", "biller"],
        ["auditor", "supervisor"],
      ] as const) {
        const added = await newcomer();
        const { account } = added.member;
        expect(await tryAs(p, of(role), [addition(added, from)]), `${role} adds`).toBe(expected);
        if (expected !== "applied") await doAs(p, p.founder, [addition(added, from)]);
        expect(await tryAs(p, of(role), [["member.role", account, to]]), `${role} gives a role`).toBe(expected);
        expect(await tryAs(p, of(role), [["member.remove", account]]), `${role} removes`).toBe(expected);
      }
    }
  });

  test("ROS-16 ROS-18 what concerns an owner or officer is an owner's act, alone while there is no other owner", async () => {
    const { p, of } = await withAll();
    for (const officer of officers) {
      const target = await newcomer();
      const { account } = target.member;
      for (const role of roles.filter((each) => each !== "owner"))
        expect(await tryAs(p, of(role), [addition(target, officer)]), `${role} adds`).toBe("statement-refused");
      const plain = await addMember(p);
      const raise: Operation = ["member.role", plain.member.account, officer];
      for (const further of [{}, { secondOwner: p.founder.member }])
        expect(await tryAs(p, of("security-officer"), [raise], further)).toBe("statement-refused");
      if (officer === "owner") continue;
      expect(await tryAs(p, p.founder, [addition(target, officer)])).toBe("applied");
      for (const operation of [
        ["member.role", account, "clinician"],
        ["member.remove", account],
      ] as Operation[]) {
        expect(await tryAs(p, of("security-officer"), [operation])).toBe("statement-refused");
        expect(await tryAs(p, target, [operation]), "about oneself").toBe("statement-refused");
      }
      expect(await tryAs(p, p.founder, [raise])).toBe("applied");
      expect(await tryAs(p, p.founder, [["member.role", account, "clinician"]])).toBe("applied");
    }
    const unknown = idFrom<AccountId>(port);
    for (const operation of [
      ["member.role", unknown, "biller"],
      ["member.remove", unknown],
    ] as Operation[])
      expect(await tryAs(p, p.founder, [operation])).toBe("statement-refused");
  });

  test("ROS-18 ROS-2 where there is another owner, one of them signs too: exactly one, by identity, present and not suspended", async () => {
    const p = await foundTestPractice(port);
    const second = await addMember(p, "owner");
    const third = await addMember(p, "owner", { secondOwner: second.member });
    const clinician = await addMember(p);
    const raise: Operation = ["member.role", clinician.member.account, "privacy-officer"];
    expect(await tryAs(p, p.founder, [raise])).toBe("statement-refused");
    expect(await tryAs(p, p.founder, [raise], { secondOwner: clinician.member }), "no owner").toBe("statement-refused");
    expect(await tryAs(p, p.founder, [raise], { secondOwner: p.founder.member }), "oneself").toBe("statement-refused");
    const imposter = { ...third.member, signKey: clinician.member.signKey };
    expect(await tryAs(p, p.founder, [raise], { secondOwner: imposter }), "another's key").toBe("signature-wrong");
    const { operation, nextIdentity } = await rekeying(third.member);
    await doAs(p, third, [operation], { nextIdentity });
    expect(await tryAs(p, p.founder, [raise], { secondOwner: third.member }), "a former key").toBe("signature-wrong");

    await doAs(p, p.founder, [["device.revoke", second.member.account, second.device.device, "stolen"]]);
    expect(await tryAs(p, p.founder, [raise], { secondOwner: second.member }), "suspended").toBe("statement-refused");
    expect(await tryAs(p, p.founder, [raise], { secondOwner: nextIdentity })).toBe("applied");

    // A signature that nobody asked for could be cut off, and would leave a statement that stands as well.
    const plain: Operation = ["member.role", clinician.member.account, "owner"];
    expect(await tryAs(p, p.founder, [plain], { secondOwner: nextIdentity })).toBe("applied");
    const below: Operation[] = [addition(await newcomer(), "biller")];
    expect(await tryAs(p, p.founder, below, { secondOwner: nextIdentity })).toBe("statement-refused");
    expect(await tryAs(p, p.founder, below)).toBe("applied");
  });

  test("ROS-18 of two owners neither gets rid of the other alone; with both signatures one may go", async () => {
    const p = await foundTestPractice(port);
    const second = await addMember(p, "owner");
    const { account } = second.member;
    const goings: Operation[] = [
      ["member.remove", account],
      ["member.role", account, "clinician"],
    ];
    for (const going of goings) {
      expect(await tryAs(p, p.founder, [going])).toBe("statement-refused");
      expect(await tryAs(p, second, [going]), "leaving alone").toBe("statement-refused");
    }
    expect(await tryAs(p, second, [["member.remove", account]], { secondOwner: p.founder.member })).toBe("applied");
  });

  test("ROS-20 the last owner can't leave, be removed or lose the role, nor both of two at once", async () => {
    const p = await foundTestPractice(port);
    const officer = await addMember(p, "security-officer");
    const { account } = p.founder.member;
    const goings: Operation[] = [
      ["member.remove", account],
      ["member.role", account, "security-officer"],
    ];
    for (const going of goings) {
      expect(await tryAs(p, p.founder, [going])).toBe("statement-refused");
      expect(await tryAs(p, officer, [going])).toBe("statement-refused");
      const withHeir: Operation[] = [["member.role", officer.member.account, "owner"], going];
      expect(await tryAs(p, p.founder, withHeir), "the heir has not acted yet").toBe("statement-refused");
    }
    expect(await tryAs(p, p.founder, [["member.role", account, "owner"]]), "still owner").toBe("applied");
    const second = await addMember(p, "owner");
    const both: Operation[] = [
      ["member.remove", account],
      ["member.role", second.member.account, "clinician"],
    ];
    expect(await tryAs(p, p.founder, both, { secondOwner: second.member })).toBe("statement-refused");
    expect(await tryAs(p, p.founder, both.slice(0, 1), { secondOwner: second.member })).toBe("applied");
  });

  test("ROS-13 a role begins and ends no right", async () => {
    const p = await foundTestPractice(port);
    const c = await createCompartment(p);
    const clinician = await addMember(p);
    await entitle(p, clinician.member, "read", [c.id]);
    const before = compartmentIn(p, c.id);
    await doAs(p, p.founder, [["member.role", clinician.member.account, "owner"]]);
    expect(compartmentIn(p, c.id)).toEqual(before);
    expect(memberOf(p.roster, clinician.member.account).role).toBe("owner");
  });
});

describe("member.remove", () => {
  test("ROS-12 devices count no more, rights end, and what they had a right in is stale", async () => {
    const p = await foundTestPractice(port);
    const [read, written, other] = [await createCompartment(p), await createCompartment(p), await createCompartment(p)];
    const leaver = await addMember(p);
    const { account } = leaver.member;
    const second = await createDevice(port);
    await doAs(p, leaver, [enrolment(leaver.member, second, "pairing")]);
    await entitle(p, leaver.member, "read", [read.id], { untilDay: 20_000 });
    await entitle(p, leaver.member, "write", [written.id]);
    const untouched = compartmentIn(p, other.id);
    const index = await doAs(p, p.founder, [
      ["member.remove", account],
      ["device.revoke", account, second.device, "lost"],
    ]);
    expect(p.roster.members.has(toHex(account))).toBe(false);
    expect(p.roster.former).toMatchObject([{ account, untilIndex: index, why: "removed" }]);
    expect(p.roster.devices.get(toHex(leaver.device.device))?.revoked).toEqual({ index, reason: "removed" });
    expect(p.roster.devices.get(toHex(second.device))?.revoked).toEqual({ index, reason: "lost" });
    const mine = [p.founder.member.account];
    for (const { id } of [read, written])
      expect(compartmentIn(p, id)).toMatchObject({
        readers: mine,
        writers: mine,
        dated: [],
        staleIndex: index,
        changedIndex: index,
      });
    expect(compartmentIn(p, other.id)).toEqual(untouched);
    expect(await tryAs(p, leaver, [["freshness.confirm", account, leaver.device.device]])).toBe("statement-refused");
    const byKit = { member: leaver.member, device: await createDevice(port) };
    expect(await tryAs(p, byKit, [enrolment(leaver.member, byKit.device, "kit")])).toBe("statement-refused");
  });

  test("ROS-12 the devices named before or after the removal keep the reason that was said", async () => {
    const p = await foundTestPractice(port);
    const leaver = await addMember(p);
    const { account } = leaver.member;
    const before = await createDevice(port);
    await doAs(p, leaver, [enrolment(leaver.member, before, "pairing")]);
    const earlier = await doAs(p, leaver, [["device.revoke", account, before.device, "retired"]]);
    const index = await doAs(p, p.founder, [
      ["device.revoke", account, leaver.device.device, "stolen"],
      ["member.remove", account],
    ]);
    expect(p.roster.devices.get(toHex(before.device))?.revoked).toEqual({ index: earlier, reason: "retired" });
    expect(p.roster.devices.get(toHex(leaver.device.device))?.revoked).toEqual({ index, reason: "stolen" });
  });
});

describe("member.rekey", () => {
  test("ROS-14 the new identity counts and the old one no more; what the member has a right in is stale", async () => {
    const p = await foundTestPractice(port);
    const [c, other] = [await createCompartment(p), await createCompartment(p)];
    const clinician = await addMember(p);
    await entitle(p, clinician.member, "write", [c.id]);
    const untouched = compartmentIn(p, other.id);
    const { operation, nextIdentity } = await rekeying(clinician.member, { keyringVersion: 5 });
    const index = await doAs(p, clinician, [operation], { nextIdentity });
    const { account, signKey, sealKey } = clinician.member;
    expect(memberOf(p.roster, account)).toMatchObject({
      role: "clinician",
      identitySign: { publicKey: nextIdentity.signKey.publicKey },
      identitySeal: nextIdentity.sealKey,
      keyringVersion: 5,
    });
    expect(p.roster.former).toMatchObject([
      {
        account,
        identitySign: { publicKey: signKey.publicKey },
        identitySeal: sealKey,
        untilIndex: index,
        why: "rekeyed",
      },
    ]);
    expect(compartmentIn(p, c.id)).toMatchObject({ staleIndex: index, changedIndex: index });
    expect(compartmentIn(p, other.id)).toEqual(untouched);
    const confirm: Operation = ["freshness.confirm", account, clinician.device.device];
    expect(await tryAs(p, clinician, [confirm])).toBe("signature-wrong");
    expect(await tryAs(p, { ...clinician, member: nextIdentity }, [confirm])).toBe("applied");
  });

  test("ROS-14 ROS-2 old identity, device and new identity sign, in this order (HS-20)", async () => {
    const p = await foundTestPractice(port);
    const { member, device } = await addMember(p);
    const { operation, nextIdentity } = await rekeying(member);
    const other = await createMember(port);
    const signer = { member, device };
    expect(await tryAs(p, signer, [operation]), "without the new one").toBe("signature-wrong");
    const thief = { ...nextIdentity, signKey: other.signKey };
    expect(await tryAs(p, signer, [operation], { nextIdentity: thief }), "by another").toBe("signature-wrong");
    const withoutOld = { member: nextIdentity, device };
    expect(await tryAs(p, withoutOld, [operation], { nextIdentity }), "without the old one").toBe("signature-wrong");
    const withoutDevice = { member, device: { ...device, key: nextIdentity.signKey } };
    expect(await tryAs(p, withoutDevice, [operation], { nextIdentity }), "without the device").toBe("signature-wrong");
    expect(await tryAs(p, signer, [operation], { nextIdentity: member }), "the old one twice").toBe("signature-wrong");
    expect(
      await tryAs(p, p.founder, [["member.remove", member.account]], { nextIdentity }),
      "where none begins",
    ).not.toBe("applied");
    expect(await tryAs(p, signer, [operation], { nextIdentity })).toBe("applied");
  });

  test("ROS-14 another's account, keys ever held or none, and a keyring version not above the one before are refused", async () => {
    const p = await foundTestPractice(port);
    const { member, device } = await addMember(p);
    const first = await rekeying(member, { keyringVersion: 3 });
    await doAs(p, { member, device }, [first.operation], { nextIdentity: first.nextIdentity });
    const signer = { member: first.nextIdentity, device };
    const attempt = async (changes: Parameters<typeof rekeying>[1], of: TestMember = member) => {
      const { operation, nextIdentity } = await rekeying(of, { keyringVersion: 4, ...changes });
      return tryAs(p, signer, [operation], { nextIdentity: { ...nextIdentity, account: member.account } });
    };
    expect(await attempt({}, p.founder.member), "another's account").toBe("statement-refused");
    for (const keyringVersion of [1, 2, 3]) expect(await attempt({ keyringVersion })).toBe("statement-refused");
    const fresh = await createMember(port);
    const heldKeys: Partial<TestMember>[] = [
      { signKey: member.signKey },
      { signKey: first.nextIdentity.signKey },
      { signKey: device.key },
      { sealKey: member.sealKey },
      { sealKey: first.nextIdentity.sealKey },
      { sealKey: p.founder.member.sealKey },
      { sealKey: new Uint8Array(fresh.sealKey).fill(0xff, 0, 3) as unknown as SealingPublicKey },
    ];
    for (const held of heldKeys)
      expect(await attempt({ next: { ...fresh, ...held } }), Object.keys(held)[0]).toBe("statement-refused");
    const noKey: Operation = [
      "member.rekey",
      member.account,
      new Uint8Array(32) as unknown as PublicKey,
      fresh.sealKey,
      4,
      "lost",
    ];
    expect(await tryAs(p, signer, [noKey])).toBe("statement-refused");
    expect(await attempt({ next: fresh })).toBe("applied");
  });
});

describe("a suspended member", () => {
  async function withSuspended(reason: "lost" | "stolen" | "retired", by?: "self" | "security-officer") {
    const p = await foundTestPractice(port);
    const officer = await addMember(p, "security-officer");
    const owner = await addMember(p, "owner");
    const other = await createDevice(port);
    await doAs(p, owner, [enrolment(owner.member, other, "pairing")]);
    const { account } = owner.member;
    const signer = by === "self" ? owner : by === "security-officer" ? officer : p.founder;
    const index = await doAs(p, signer, [["device.revoke", account, other.device, reason]]);
    return { p, owner, account, index, spare: await createDevice(port) };
  }

  test("ROS-19 ROS-7 is one whose device somebody else revoked as lost or stolen, until they rekey", async () => {
    for (const reason of ["lost", "stolen"] as const) {
      for (const by of [undefined, "security-officer"] as const) {
        const { p, owner, account, index } = await withSuspended(reason, by);
        expect(memberOf(p.roster, account).suspendedIndex).toBe(index);
        const { operation, nextIdentity } = await rekeying(owner.member);
        await doAs(p, owner, [operation], { nextIdentity });
        expect(memberOf(p.roster, account)).not.toHaveProperty("suspendedIndex");
      }
      const { p, account } = await withSuspended(reason, "self");
      expect(memberOf(p.roster, account).suspendedIndex).toBeUndefined();
    }
    const { p, account } = await withSuspended("retired");
    expect(memberOf(p.roster, account).suspendedIndex).toBeUndefined();
  });

  test("ROS-19 signs only what takes away or replaces of their own", async () => {
    const { p, owner, account, spare } = await withSuspended("stolen");
    const byOwner = (operation: Operation) => tryAs(p, owner, [operation]);
    const { member, device } = p.founder;
    const refused: Operation[] = [
      ["compartment.create", idFrom<CompartmentId>(port), "directory", null],
      ["freshness.confirm", account, owner.device.device],
      ["device.revoke", member.account, device.device, "retired"],
      addition(await newcomer(), "clinician"),
      ["member.remove", account],
    ];
    for (const operation of refused) expect(await byOwner(operation), operation[0]).toBe("statement-refused");
    expect(await byOwner(enrolment(owner.member, spare, "pairing"))).toBe("applied");
    expect(await byOwner(["device.revoke", account, spare.device, "retired"])).toBe("applied");
  });
});

describe("several operations", () => {
  test("ROS-10 none stands beside one that it rests on or undoes", async () => {
    const p = await foundTestPractice(port);
    const second = await addMember(p, "owner");
    const clinician = await addMember(p);
    const { account } = clinician.member;
    const c = await createCompartment(p);
    const fresh = await createDevice(port);
    const [one, two] = [await newcomer(), await newcomer()];
    const both = { secondOwner: second.member };
    const self = p.founder.member.account;
    const create: Operation = ["compartment.create", idFrom<CompartmentId>(port), "directory", null];
    const lists: Record<string, Operation[]> = {
      "removed and given a role": [
        ["member.remove", account],
        ["member.role", account, "biller"],
      ],
      "removed twice": [
        ["member.remove", account],
        ["member.remove", account],
      ],
      "removed and entitled": [
        ["member.remove", account],
        ["entitle", account, "read", null, [c.id]],
      ],
      "entitled and removed": [
        ["entitle", account, "read", null, [c.id]],
        ["member.remove", account],
      ],
      "a right twice": [
        ["entitle", account, "read", null, [c.id]],
        ["entitle", account, "write", null, [c.id]],
      ],
      "a right twice in one": [["entitle", account, "read", null, [c.id, c.id]]],
      "one account, two members": [
        addition(one, "biller"),
        addition({ ...two, member: { ...two.member, account: one.member.account } }, "biller"),
      ],
      "one sealing key": [
        addition(one, "biller"),
        addition({ ...two, member: { ...two.member, sealKey: one.member.sealKey } }, "biller"),
      ],
      "one device key": [
        addition(one, "biller"),
        addition({ ...two, device: { ...two.device, key: one.device.key } }, "biller"),
      ],
      "one device": [
        addition(one, "biller"),
        addition({ ...two, device: { ...two.device, device: one.device.device } }, "biller"),
      ],
    };
    for (const [why, operations] of Object.entries(lists))
      expect(await tryAs(p, p.founder, operations), why).toBe("statement-refused");
    // Signed by both owners, since the first of each is about one of them.
    const leaving: Operation = ["member.remove", self];
    const stays: Record<string, Operation> = {
      "a device of the leaver": enrolment(p.founder.member, fresh, "pairing"),
      "a device confirmed": ["freshness.confirm", self, p.founder.device.device],
      "a compartment of the leaver": create,
    };
    for (const [why, operation] of Object.entries(stays))
      expect(await tryAs(p, p.founder, [leaving, operation], both), why).toBe("statement-refused");
    const { operation, nextIdentity } = await rekeying(p.founder.member);
    expect(await tryAs(p, p.founder, [operation, create], { nextIdentity })).toBe("statement-refused");
    expect(await tryAs(p, p.founder, [addition(one, "biller"), addition(two, "biller"), create])).toBe("applied");
  });

  test("ROS-10 a rekey may stand beside the loss that made it necessary", async () => {
    const p = await foundTestPractice(port);
    const c = await createCompartment(p);
    const { member, device } = p.founder;
    const lost = await createDevice(port);
    await doAs(p, p.founder, [enrolment(member, lost, "pairing")]);
    const { operation, nextIdentity } = await rekeying(member);
    const revoke: Operation = ["device.revoke", member.account, lost.device, "lost"];
    const index = await doAs(p, p.founder, [revoke, operation], { nextIdentity });
    expect(compartmentIn(p, c.id)?.staleIndex).toBe(index);
    expect(memberOf(p.roster, member.account).suspendedIndex).toBeUndefined();
    expect(deviceAt(p.roster, device.device, index + 1)).toBeDefined();
  });

  test("ROS-2 a statement is refused with any byte of a further signature changed", async () => {
    const p = await foundTestPractice(port);
    const second = await addMember(p, "owner");
    const raise: Operation[] = [addition(await newcomer(), "owner")];
    const right = await statement(p, raise, {}, p.founder, { secondOwner: second.member });
    await expectRefused(p, flipped(right, -1), "signature-wrong");
    expect(await tryAs(p, p.founder, raise, { secondOwner: second.member })).toBe("applied");
  });
});
