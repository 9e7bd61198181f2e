/** What a reader of very many charts waits for: how long it takes to say, to look up one leaf, and how much memory it holds. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  type AccountId,
  asId,
  assert,
  type Bytes,
  type CompartmentId,
  type DeviceId,
  toHex,
  zeroHash,
} from "@alcove/bytes";
import type { Commitment, EpochKey, SealingPublicKey, Tag, VerifyKey } from "@alcove/crypto";
import type { Compartment, EnrolledDevice, Roster } from "@alcove/protocol";
import { nodeCryptoPort } from "@alcove/store-node";
import { type EngineState, emptyState, OwedTags } from "@alcove/vault/testing/engine";
import { hmacMicroseconds, timed } from "../probes.ts";

const leaves = 200_000;

export async function measureOwedTags(facts: {
  readonly charts: number;
  readonly members: number;
  readonly devicesEach: number;
}): Promise<Record<string, number>> {
  const { random } = await nodeCryptoPort();
  const { state, compartments, devices } = makeState(random, facts);
  const before = usedBytes();
  const owed = new OwedTags(state, () => true);
  const noise = random(16) as Bytes as Tag;
  const built = await timed(() => owed.find("batch", noise));
  const chains = owed.size;
  const bytes = usedBytes() - before;
  assert(chains > facts.charts * devices.length, "each device's next batch in each chart is awaited");

  // Every other leaf is somebody else's business.
  const tags = Array.from({ length: 2000 }, (_, n): Tag => {
    const compartment = compartments[(n * 7919) % compartments.length] as CompartmentId;
    const device = devices[n % devices.length] as DeviceId;
    return n % 2 === 0 ? (owed.tagOf("batch", compartment, device, 1) as Tag) : (random(16) as Bytes as Tag);
  });
  let found = 0;
  const lookedUp = await timed(() => {
    for (let n = 0; n < leaves; n++) if (owed.find("batch", tags[n % tags.length] as Tag)) found++;
  });
  assert(found === leaves / 2, "what is owed is found, and nothing else");
  return {
    builtMilliseconds: built.milliseconds,
    builtCpu: built.cpu,
    lookUpMicroseconds: (lookedUp.milliseconds * 1000) / leaves,
    chains,
    mebibytes: bytes / 1024 / 1024,
    hmacMicroseconds: hmacMicroseconds(),
  };
}

/** Charts that all members read and write, in their second epoch. Nothing of it is signed: tags rest on keys and counters alone. */
function makeState(
  random: (length: number) => Bytes,
  { charts, members, devicesEach }: { readonly charts: number; readonly members: number; readonly devicesEach: number },
) {
  const accounts = Array.from({ length: members }, () => asId<AccountId>(random(16)));
  const devices = accounts.flatMap((account) =>
    Array.from({ length: devicesEach }, () => ({ account, device: asId<DeviceId>(random(16)) })),
  );
  const compartments = new Map<string, Compartment>();
  const state: EngineState = emptyState();
  for (let n = 0; n < charts; n++) {
    const compartment = asId<CompartmentId>(random(16));
    const name = toHex(compartment);
    const places = { createdIndex: n, changedIndex: n };
    const rights = { readers: accounts, writers: accounts, releasers: [], dated: [] };
    compartments.set(name, {
      compartment,
      kind: "clinical",
      chart: null,
      author: accounts[0] as AccountId,
      ...places,
      ...rights,
    });
    const epochs = [1, 2].map((epoch) => ({
      epoch,
      commitment: random(32) as Commitment,
      dropBoxKey: new Uint8Array(0) as Bytes as SealingPublicKey,
      index: n,
    }));
    state.keyLogs.set(name, { compartment, head: zeroHash(), sequence: 1, epochs, headIndex: n, delivered: [] });
    state.epochKeys.set(name, [random(32) as EpochKey, random(32) as EpochKey]);
  }
  const enrolled = devices.map(
    (one): EnrolledDevice => ({ ...one, key: {} as VerifyKey, via: "pairing", enrolledSequence: 0, enrolledIndex: 0 }),
  );
  const roster: Partial<Roster> = {
    sequence: charts,
    compartments,
    devices: new Map(enrolled.map((one) => [toHex(one.device), one])),
  };
  state.roster = roster as Roster;
  return {
    state,
    compartments: [...compartments.values()].map(({ compartment }) => compartment),
    devices: devices.map(({ device }) => device),
  };
}

function usedBytes(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
}
