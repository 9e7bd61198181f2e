/**
 * A device for tests: founds, signs in, appends and syncs over real HTTP, with real keys, and hands out its parts so that
 * a test can send what an honest device never would. It opens no record and keeps nothing.
 */

import { randomBytes, webcrypto } from "node:crypto";
import {
  type AccountId,
  asId,
  type Bytes,
  type CborValue,
  type ChartId,
  type CompartmentId,
  type DeviceId,
  encodeCbor,
  fromHex,
  type GroupId,
  type Hash,
  parseCbor,
  type PracticeId,
  type RecordId,
  type RecoverySetId,
  toHex,
  zeroHash,
} from "@alcove/bytes";
import {
  agreementPublicKey,
  type AgreementSecret,
  batchTag,
  type Checkpoint,
  combineParts,
  commitmentOf,
  createHpke,
  type CryptoPort,
  deriveContentKey,
  deriveTagKey,
  dropBoxPublicKey,
  type EpochKey,
  hash,
  importSigningKey,
  importVerifyKey,
  type MemberPart,
  memberPartCommitment,
  openCheckpoint,
  type PublicKey,
  type ReleasePart,
  releasePartCommitment,
  sealBackLink,
  sealEnvelope,
  sealEpochKey,
  sealMemberPart,
  sealPartInside,
  sealingPublicKeyOf,
  type SealingPublicKey,
  type SealingSeed,
  sign,
  signBatch,
  type Signature,
  type SigningKey,
  type SigningSeed,
  type Subtle,
  verify,
  type VerifyKey,
} from "@alcove/crypto";
import {
  accountBytes,
  answerHeader,
  answerMac,
  type AppendEntry,
  type Assertion,
  checkAs,
  type BegunKind,
  deriveSessionKey,
  encodeKeyLogBody,
  encodeSessionHeader,
  encodeStatementBody,
  type Handshake,
  helloBytes,
  loginBytes,
  loginChallenge,
  type Messages,
  messages,
  type Operation,
  parseAs,
  recoverBytes,
  requestMac,
  type Role,
  type SessionId,
  type SessionKey,
  sessionHeader,
  signAsPerson,
  signHeartbeat,
  type z,
} from "@alcove/protocol";

export async function createTestPort(): Promise<CryptoPort> {
  return {
    subtle: webcrypto.subtle as unknown as Subtle,
    hpke: await createHpke(),
    random: (length) => new Uint8Array(randomBytes(length)),
    argon2id: () => Promise.reject(new Error("test devices draw their login keys by chance")),
  };
}

export type HttpAnswer = {
  readonly status: number;
  readonly bytes: Bytes;
  readonly headers: Headers;
  /** The CBOR value, where it is one. */
  readonly value: CborValue | undefined;
  /** The code of a failure. */
  readonly code: string | undefined;
};

export type OpenSession = { readonly id: SessionId; readonly key: SessionKey; readonly scope: string; counter: number };

/** One person's keys; several devices may share them. */
export type TestPerson = {
  readonly practice: PracticeId;
  readonly account: AccountId;
  readonly login: SigningKey;
  readonly identity: SigningKey;
  readonly sealing: SealingPublicKey;
  readonly origin: string;
  readonly ledgerKey: VerifyKey;
};

type OpenCompartment = {
  readonly compartment: CompartmentId;
  epoch: number;
  epochKey: EpochKey;
  sequence: number;
  head: Hash;
  counter: number;
};

/** What every device of a test person knows of the chains; a test shares one between devices that are in step. */
export type TestChains = { sequence: number; rosterHead: Hash; checkpoint: Checkpoint };

export type LoginTry = {
  readonly totp?: string;
  /** What an authenticator makes of the login's challenge. */
  readonly authenticator?: (challenge: Bytes) => Assertion;
  readonly account?: AccountId;
  readonly practice?: PracticeId;
  readonly login?: SigningKey;
  readonly signer?: SigningKey;
};

export class TestDevice {
  readonly port: CryptoPort;
  /** Where it sends, which may be another address than the pinned origin. */
  readonly address: string;
  readonly person: TestPerson;
  readonly device: DeviceId;
  readonly key: SigningKey;
  readonly chains: TestChains;
  session: OpenSession | undefined;
  deviceCounter = 0;
  previous: Hash = zeroHash();
  heartbeats = 0;

  constructor(
    port: CryptoPort,
    address: string,
    person: TestPerson,
    own: { readonly device: DeviceId; readonly key: SigningKey },
    chains: TestChains,
  ) {
    this.port = port;
    this.address = address;
    this.person = person;
    this.device = own.device;
    this.key = own.key;
    this.chains = chains;
  }

  /** Founds a practice at `address` and gives its first device, not signed in yet. */
  static async found(
    address: string,
    change: (request: FoundParts) => FoundParts = (same) => same,
  ): Promise<TestDevice> {
    const { device, answer } = await TestDevice.tryFound(address, change);
    if (answer.status !== 200) throw new Error(`founding failed: ${answer.code}`);
    return device;
  }

  static async tryFound(
    address: string,
    change: (request: FoundParts) => FoundParts = (same) => same,
  ): Promise<{ device: TestDevice; answer: HttpAnswer; request: Messages["FoundRequest"] }> {
    const port = await createTestPort();
    const facts = readMessage(messages.ServerFacts, await send(address, "GET", "/v1/server"));
    const draw = async () => importSigningKey(port, port.random(32) as SigningSeed);
    const [login, identity, key] = await Promise.all([draw(), draw(), draw()]);
    const parts = change({
      practice: asId<PracticeId>(port.random(16)),
      account: asId<AccountId>(port.random(16)),
      origin: address,
      ledgerKey: facts.ledgerKey,
    });
    const ledgerKey = await importVerifyKey(port, facts.ledgerKey);
    if (!ledgerKey) throw new Error("the server's key is no key");
    const sealing = await sealingPublicKeyOf(port.random(32) as SealingSeed);
    const { practice, account, origin } = parts;
    const person: TestPerson = { practice, account, login, identity, sealing, origin, ledgerKey };
    const device = asId<DeviceId>(port.random(16));
    const statement = await signStatementOf(port, person, { device, key }, undefined, [
      [
        "practice.create",
        practice,
        origin,
        parts.ledgerKey,
        account,
        identity.publicKey,
        sealing,
        device,
        key.publicKey,
      ],
    ]);
    const request: Messages["FoundRequest"] = {
      practice: parts.requestPractice ?? practice,
      account,
      email: "canary.owner@practice.example",
      loginKey: login.publicKey,
      keyring: {
        keyringVersion: 1,
        kdfVersion: 1,
        slot0: port.random(60) as never,
        keyring: port.random(300),
      },
      statement,
    };
    const answer = await send(address, "POST", "/v1/practices", encodeCbor(request));
    const chains: TestChains = { sequence: 0, rosterHead: hash(statement), checkpoint: { size: 0, root: zeroHash() } };
    const founded = new TestDevice(port, address, person, { device, key }, chains);
    if (answer.status === 200) await founded.takeCheckpoint(readMessage(messages.Appended, answer).checkpoint);
    return { device: founded, answer, request };
  }

  /** Another device of the same person, with a key of its own; not enrolled. */
  async sibling(): Promise<TestDevice> {
    const key = await importSigningKey(this.port, this.port.random(32) as SigningSeed);
    const own = { device: asId<DeviceId>(this.port.random(16)), key };
    return new TestDevice(this.port, this.address, this.person, own, this.chains);
  }

  /** Somebody with keys and an account of their own whom this owner adds; not signed in yet. */
  async addMember(role: Role): Promise<TestDevice> {
    const { port, address, chains } = this;
    const draw = async () => importSigningKey(port, port.random(32) as SigningSeed);
    const [login, identity, key] = await Promise.all([draw(), draw(), draw()]);
    const account = asId<AccountId>(port.random(16));
    const sealing = await sealingPublicKeyOf(port.random(32) as SealingSeed);
    const person: TestPerson = { ...this.person, account, login, identity, sealing };
    const device = asId<DeviceId>(port.random(16));
    const [invite, transcript] = [port.random(16) as never, hash(port.random(16))];
    await this.appendStatement([
      ["member.add", account, role, identity.publicKey, sealing, device, key.publicKey, invite, transcript],
    ]);
    const unsigned = {
      practice: person.practice,
      account,
      email: "canary.member@practice.example",
      loginKey: login.publicKey,
      keyring: { keyringVersion: 1, kdfVersion: 1, slot0: port.random(60) as never, keyring: port.random(300) },
    };
    const signature = await sign(port, identity, accountBytes(unsigned));
    const made = await send(address, "POST", "/v1/accounts", encodeCbor({ ...unsigned, signature }));
    if (made.status !== 200) throw new Error(`no account: ${made.code}`);
    return new TestDevice(port, address, person, { device, key }, chains);
  }

  async hello(
    change: LoginTry = {},
  ): Promise<{ answer: HttpAnswer; handshake: Handshake; secret: AgreementSecret; id: Bytes }> {
    const { person, port } = this;
    const secret = port.random(32) as AgreementSecret;
    const half = {
      practice: change.practice ?? person.practice,
      account: change.account ?? person.account,
      deviceKey: this.key.publicKey,
    };
    const nonce = port.random(32);
    const ephemeral = agreementPublicKey(secret);
    const answer = await send(this.address, "POST", "/v1/hello", encodeCbor({ ...half, nonce, ephemeral }));
    const hello = readMessage(messages.HelloAnswer, answer);
    const handshake: Handshake = {
      origin: person.origin,
      ...half,
      deviceNonce: nonce,
      deviceEphemeral: ephemeral,
      serverNonce: hello.nonce,
      serverEphemeral: hello.ephemeral,
    };
    if (!(await verify(port, person.ledgerKey, hello.signature, helloBytes(handshake))))
      throw new Error("the hello is not by the server's key");
    return { answer, handshake, secret, id: hello.hello };
  }

  /** Signs in and keeps the session where that worked. */
  async tryLogin(change: LoginTry = {}): Promise<HttpAnswer> {
    const { port } = this;
    const { handshake, secret, id } = await this.hello(change);
    const message = loginBytes(handshake);
    const loginSignature = await sign(port, change.login ?? this.person.login, message);
    const deviceSignature = await sign(port, change.signer ?? this.key, message);
    const authenticator = change.authenticator?.(loginChallenge(handshake));
    const shown = { totp: change.totp ?? null, ...(authenticator ? { authenticator } : {}) };
    const request = { hello: id, loginSignature, deviceSignature, ...shown };
    const answer = await send(this.address, "POST", "/v1/login", encodeCbor(request));
    if (answer.status === 200) await this.#begin(answer, handshake, secret, loginSignature, deviceSignature);
    return answer;
  }

  /** In the place of a login, by a recovery set's key, for this device's person. `signed`: over other bytes than the right ones. */
  async tryRecover(
    { set, key }: { readonly set: RecoverySetId; readonly key: SigningKey },
    change: LoginTry & { readonly signed?: (handshake: Handshake) => Bytes } = {},
  ): Promise<HttpAnswer> {
    const { port } = this;
    const { handshake, secret, id } = await this.hello(change);
    const message = change.signed?.(handshake) ?? recoverBytes(handshake, set);
    const recoverySignature = await sign(port, key, message);
    const deviceSignature = await sign(port, change.signer ?? this.key, message);
    const request = { hello: id, set, recoverySignature, deviceSignature };
    const answer = await send(this.address, "POST", "/v1/recover", encodeCbor(request));
    if (answer.status === 200)
      await this.#begin(answer, handshake, secret, recoverySignature, deviceSignature, recoverBytes(handshake, set));
    return answer;
  }

  async login(change: LoginTry = {}): Promise<this> {
    const answer = await this.tryLogin(change);
    if (answer.status !== 200) throw new Error(`login failed: ${answer.code}`);
    return this;
  }

  async #begin(
    answer: HttpAnswer,
    handshake: Handshake,
    secret: AgreementSecret,
    loginSignature: Signature,
    deviceSignature: Signature,
    signed: Bytes = loginBytes(handshake),
  ): Promise<void> {
    const login = readMessage(messages.LoginAnswer, answer);
    const theirs = handshake.serverEphemeral;
    const key = await deriveSessionKey(this.port, handshake, secret, theirs, loginSignature, deviceSignature, signed);
    if (!key) throw new Error("no session key");
    checkAnswerMac(answer, { id: login.session, key }, 0);
    await this.takeCheckpoint(login.checkpoint);
    this.session = { id: login.session, key, scope: login.scope, counter: 0 };
  }

  /** One request inside the session; its answer's MAC is checked. */
  async call(method: string, path: string, body: Uint8Array = new Uint8Array(0), type?: string): Promise<HttpAnswer> {
    const session = this.openSession();
    const counter = ++session.counter;
    const headers = { [sessionHeader]: this.sessionHeader(method, path, body, counter) };
    const answer = await send(this.address, method, path, body, { headers, ...(type ? { type } : {}) });
    checkAnswerMac(answer, session, counter);
    return answer;
  }

  openSession(): OpenSession {
    if (!this.session) throw new Error("this test device is not signed in");
    return this.session;
  }

  sessionHeader(method: string, pathAndQuery: string, body: Uint8Array, counter: number): string {
    const { id, key } = this.openSession();
    const mac = requestMac(key, { session: id, counter, method, pathAndQuery, bodyHash: hash(body) });
    return encodeSessionHeader(id, counter, mac);
  }

  async tryAppend(
    entries: readonly AppendEntry[],
    from = this.chains.checkpoint.size,
    releaseParts?: readonly ReleasePart[],
  ): Promise<HttpAnswer> {
    const beside = releaseParts ? { releaseParts } : {};
    const answer = await this.call("POST", "/v1/append", encodeCbor({ from, entries, ...beside }));
    if (answer.status === 200) await this.takeCheckpoint(readMessage(messages.Appended, answer).checkpoint);
    return answer;
  }

  async append(entries: readonly AppendEntry[]): Promise<Messages["Appended"]> {
    const answer = await this.tryAppend(entries);
    if (answer.status !== 200) throw new Error(`append failed: ${answer.code}`);
    return readMessage(messages.Appended, answer);
  }

  async statement(operations: readonly Operation[]): Promise<AppendEntry> {
    const entry = await signStatementOf(this.port, this.person, this, this.chains, operations);
    return { kind: "roster", entry, payload: [] };
  }

  /** Signs and appends; afterwards the chains stand on it. */
  async appendStatement(operations: readonly Operation[]): Promise<Messages["Appended"]> {
    const entry = await this.statement(operations);
    const appended = await this.append([entry]);
    this.tookStatement(entry);
    return appended;
  }

  tookStatement({ entry }: AppendEntry): void {
    this.chains.sequence++;
    this.chains.rosterHead = hash(entry);
  }

  /** A compartment that this person reads and writes, with its first epoch, in one append. */
  async openCompartment(kind: BegunKind = "clinical"): Promise<OpenCompartment> {
    const compartment = asId<CompartmentId>(this.port.random(16));
    const chart =
      kind === "directory" || kind === "schedule" || kind === "programme" ? null : asId<ChartId>(this.port.random(16));
    const statement = await this.statement([["compartment.create", compartment, kind, chart]]);
    this.tookStatement(statement);
    const opened: OpenCompartment = {
      compartment,
      epoch: 0,
      epochKey: this.port.random(32) as EpochKey,
      sequence: -1,
      head: zeroHash(),
      counter: 0,
    };
    const rotate = await this.rotation(opened);
    await this.append([statement, rotate.entry]);
    rotate.took();
    return opened;
  }

  /** The next epoch of a compartment, delivered to this person; `took` moves on to it. */
  async rotation(at: OpenCompartment): Promise<{ entry: AppendEntry; took: () => void }> {
    const { port, person } = this;
    const { practice, account } = person;
    const place = { practice, compartment: at.compartment, epoch: at.epoch + 1 };
    const epochKey = port.random(32) as EpochKey;
    const commitment = await commitmentOf(port, epochKey, place);
    const delivery = { ...place, commitment, recipient: account, recipientKey: person.sealing, deliverer: account };
    const sealed = await sealEpochKey(port, { ...delivery, rosterHead: this.chains.rosterHead }, epochKey);
    if (!sealed) throw new Error("the test person's sealing key is no key");
    const backLink = at.epoch === 0 ? null : await sealBackLink(port, epochKey, place, at.epochKey);
    const bodyBytes = encodeKeyLogBody({
      compartment: at.compartment,
      sequence: at.sequence + 1,
      previous: at.head,
      rosterHead: this.chains.rosterHead,
      account,
      device: this.device,
      operation: [
        "rotate",
        place.epoch,
        commitment,
        await dropBoxPublicKey(port, epochKey, place),
        backLink as never,
        [[account, hash(person.sealing), hash(sealed)]],
      ],
    });
    const entry = await signAsPerson(port, "key-log", practice, bodyBytes, this.signer());
    const took = (): void => {
      at.epoch++;
      at.sequence++;
      at.epochKey = epochKey;
      at.head = hash(entry);
    };
    return { entry: { kind: "keyLog", entry, payload: [sealed] }, took };
  }

  /** As `rotation`, of a guarded compartment; `release` is for the server to keep. */
  async guardedRotation(
    at: OpenCompartment,
  ): Promise<{ entry: AppendEntry; release: ReleasePart; epochKey: EpochKey; took: () => void }> {
    const { port, person } = this;
    const { practice, account } = person;
    const place = { practice, compartment: at.compartment, epoch: at.epoch + 1 };
    const [member, release] = [port.random(32) as MemberPart, port.random(32) as ReleasePart];
    const epochKey = await combineParts(port, member, release, place);
    const commitment = await commitmentOf(port, epochKey, place);
    const delivery = { ...place, commitment, recipient: account, recipientKey: person.sealing, deliverer: account };
    const sealed = await sealMemberPart(port, { ...delivery, rosterHead: this.chains.rosterHead }, member);
    if (!sealed) throw new Error("the test person's sealing key is no key");
    const bodyBytes = encodeKeyLogBody({
      compartment: at.compartment,
      sequence: at.sequence + 1,
      previous: at.head,
      rosterHead: this.chains.rosterHead,
      account,
      device: this.device,
      operation: [
        "rotate.guarded",
        place.epoch,
        commitment,
        await dropBoxPublicKey(port, epochKey, place),
        (await sealBackLink(port, epochKey, place, at.epochKey)) as never,
        [[account, hash(person.sealing), hash(sealed)]],
        await memberPartCommitment(port, member, place),
        await releasePartCommitment(port, release, place),
        (await sealPartInside(port, epochKey, place, member)) as never,
      ],
    });
    const entry = await signAsPerson(port, "key-log", practice, bodyBytes, this.signer());
    const took = (): void => {
      at.epoch++;
      at.sequence++;
      at.epochKey = epochKey;
      at.head = hash(entry);
    };
    return { entry: { kind: "keyLog", entry, payload: [sealed] }, release, epochKey, took };
  }

  /** A batch of sealed texts; `took` moves this device's chain on to it. */
  async batch(
    at: OpenCompartment,
    texts: readonly Uint8Array[],
    change: { readonly group?: GroupId; readonly deviceCounter?: number; readonly previous?: Hash } = {},
  ): Promise<{ entry: AppendEntry; took: () => void }> {
    const { port, person } = this;
    const { practice } = person;
    const { compartment, epoch } = at;
    const key = await deriveContentKey(port, at.epochKey, this.device);
    const payload: Bytes[] = [];
    for (const text of texts) {
      const record = asId<RecordId>(port.random(16));
      const header = { schema: 1, compartment, epoch, record, revision: 1, parents: [], author: this.device };
      payload.push(await sealEnvelope(port, key, practice, header, text));
    }
    const compartmentCounter = at.counter + 1;
    const entry = await signBatch(port, this.key, practice, {
      compartment,
      epoch,
      author: this.device,
      deviceCounter: change.deviceCounter ?? this.deviceCounter + 1,
      compartmentCounter,
      previous: change.previous ?? this.previous,
      rosterHead: this.chains.rosterHead,
      checkpoint: this.chains.checkpoint,
      group: change.group ?? null,
      tag: batchTag(await deriveTagKey(port, at.epochKey, person.account), this.device, compartmentCounter),
      envelopes: payload.map((envelope) => hash(envelope)),
    });
    const took = (): void => {
      at.counter++;
      this.deviceCounter++;
      this.previous = hash(entry);
    };
    return { entry: { kind: "batch", entry, payload }, took };
  }

  async appendBatch(at: OpenCompartment, ...texts: readonly Uint8Array[]): Promise<Messages["Appended"]> {
    const { entry, took } = await this.batch(at, texts);
    const appended = await this.append([entry]);
    took();
    return appended;
  }

  async heartbeat(sequence = this.heartbeats + 1): Promise<AppendEntry> {
    const { device, chains } = this;
    const body = { device, sequence, day: 20_000, rosterHead: chains.rosterHead, checkpoint: chains.checkpoint };
    return {
      kind: "heartbeat",
      entry: await signHeartbeat(this.port, this.key, this.person.practice, body),
      payload: [],
    };
  }

  async trySync(leavesFrom = 0, bodiesFrom = 0, maxBytes = 4 * 1024 * 1024): Promise<HttpAnswer> {
    return this.call("POST", "/v1/sync", encodeCbor({ leavesFrom, bodiesFrom, maxBytes }));
  }

  async sync(leavesFrom = 0, bodiesFrom = 0, maxBytes = 4 * 1024 * 1024): Promise<Messages["SyncAnswer"]> {
    return readMessage(messages.SyncAnswer, await this.trySync(leavesFrom, bodiesFrom, maxBytes));
  }

  /** Enrols `sibling` by kit through its own session, or by pairing through this one. */
  async enrol(sibling: TestDevice, via: "kit" | "pairing"): Promise<void> {
    const transcript = via === "pairing" ? hash(this.port.random(8)) : null;
    const operation: Operation = [
      "device.enrol",
      this.person.account,
      sibling.device,
      sibling.key.publicKey,
      via,
      transcript,
    ];
    await (via === "kit" ? sibling : this).appendStatement([operation]);
  }

  signer() {
    const { account, identity } = this.person;
    return { account, identity, device: this.device, deviceKey: this.key };
  }

  async takeCheckpoint(note: string): Promise<void> {
    const opened = await openCheckpoint(this.port, this.person.ledgerKey, this.person.practice, note);
    if (!opened) throw new Error("the checkpoint is not by the server's key");
    if (opened.size >= this.chains.checkpoint.size) this.chains.checkpoint = opened;
  }
}

export type FoundParts = {
  readonly practice: PracticeId;
  readonly account: AccountId;
  readonly origin: string;
  readonly ledgerKey: PublicKey;
  /** Names another practice in the request than in the statement. */
  readonly requestPractice?: PracticeId;
};

async function signStatementOf(
  port: CryptoPort,
  person: TestPerson,
  own: { readonly device: DeviceId; readonly key: SigningKey },
  chains: TestChains | undefined,
  operations: readonly Operation[],
): Promise<Bytes> {
  const bodyBytes = encodeStatementBody({
    sequence: chains ? chains.sequence + 1 : 0,
    previous: chains?.rosterHead ?? zeroHash(),
    account: person.account,
    device: own.device,
    checkpoint: chains?.checkpoint ?? { size: 0, root: zeroHash() },
    operations,
  });
  const signer = { account: person.account, identity: person.identity, device: own.device, deviceKey: own.key };
  return signAsPerson(port, "statement", person.practice, bodyBytes, signer);
}

/** One plain HTTP request. */
export async function send(
  address: string,
  method: string,
  path: string,
  body?: Uint8Array,
  options: { readonly headers?: Readonly<Record<string, string>>; readonly type?: string } = {},
): Promise<HttpAnswer> {
  const hasBody = body !== undefined && body.length > 0;
  const response = await fetch(`${address}${path}`, {
    method,
    headers: { ...(hasBody ? { "content-type": options.type ?? "application/cbor" } : {}), ...options.headers },
    ...(hasBody ? { body: body as Bytes } : {}),
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const value = response.headers.get("content-type") === "application/cbor" ? parseCbor(bytes) : undefined;
  const code = response.ok ? undefined : codeOf(value);
  return { status: response.status, bytes, headers: response.headers, value, code };
}

export function readMessage<T extends z.ZodMiniType>(schema: T, answer: HttpAnswer): z.infer<T> {
  if (answer.status !== 200) throw new Error(`expected an answer, got ${answer.status} ${answer.code}`);
  const read = parseAs(schema, answer.bytes);
  if (read === undefined) throw new Error("the answer has another shape than its message");
  return read;
}

function codeOf(value: CborValue | undefined): string | undefined {
  return value === undefined ? undefined : checkAs(messages.Failure, value)?.code;
}

function checkAnswerMac(
  { status, bytes, headers }: HttpAnswer,
  session: Pick<OpenSession, "id" | "key">,
  counter: number,
): void {
  const given = headers.get(answerHeader);
  // Refused before the session was looked at: no session, not read to the end, not a route.
  if (given === null && [400, 401, 404, 413, 503].includes(status)) return;
  const expected = answerMac(session.key, { session: session.id, counter, status, bodyHash: hash(bytes) });
  if (given === null || toHex(fromHex(given) ?? new Uint8Array(0)) !== toHex(expected))
    throw new Error(`the answer (${status}) is not signed for this session`);
}
