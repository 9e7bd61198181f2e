import { rmSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asId, concatBytes, type PracticeId, toHex } from "@alcove/bytes";
import { makeDataFolder } from "../testing/run-server.ts";
import { addBodies, bodyPageBytes, emptyTail, readBodies, readTail } from "./body-log.ts";
import { type Database, openDatabase } from "./database.ts";

let dataFolder: string;
let database: Database;
beforeAll(async () => {
  dataFolder = makeDataFolder();
  database = await openDatabase(dataFolder);
});
afterAll(async () => {
  await database.close();
  rmSync(dataFolder, { recursive: true });
});

test("what is added in pieces of any length is read back in any range", async () => {
  let made = 0;
  const lengths = fc.array(fc.array(fc.integer({ min: 0, max: 2.3 * bodyPageBytes }), { maxLength: 4 }), {
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(lengths, fc.nat(), fc.nat(), async (commits, a, b) => {
      const { db } = database;
      const practice = asId<PracticeId>(new Uint8Array(16).fill(++made));
      let tail = emptyTail;
      let whole = new Uint8Array(0);
      for (const commit of commits) {
        const bodies = commit.map((length, i) => new Uint8Array(length).fill(whole.length + i));
        const added = addBodies(tail, bodies);
        for (const { page, bytes } of added.pages)
          await db
            .insertInto("body_page")
            .values({ practice, page, bytes })
            .onConflict((conflict) => conflict.columns(["practice", "page"]).doUpdateSet({ bytes }))
            .execute();
        tail = added.tail;
        whole = concatBytes(whole, ...bodies);
        expect(tail).toEqual(await readTail(db, practice, whole.length));
      }
      const [from, to] = [a % (whole.length + 1), b % (whole.length + 1)].sort((x, y) => x - y) as [number, number];
      expect(toHex(await readBodies(db, practice, from, to))).toBe(toHex(whole.subarray(from, to)));
      await expect(readBodies(db, practice, 0, whole.length + 1)).rejects.toThrow("lost bodies");
    }),
    { seed: 3, numRuns: 60 },
  );
});
