import { rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { makeDataFolder } from "../testing/run-server.ts";
import { columns } from "./columns.ts";
import { openDatabase } from "./database.ts";

test("DT-01 every column of the live schema is listed with what it reveals, and no other", async () => {
  const dataFolder = makeDataFolder();
  const database = await openDatabase(dataFolder);
  await database.close();
  const sqlite = new DatabaseSync(join(dataFolder, "alcove.db"));
  const live = sqlite
    .prepare(
      "select m.name as tab, c.name as col from sqlite_schema m join pragma_table_info(m.name) c where m.type = 'table'",
    )
    .all()
    .map((row) => `${String(row["tab"])}.${String(row["col"])}`);
  sqlite.close();
  rmSync(dataFolder, { recursive: true });
  const listed = Object.entries(columns).flatMap(([table, each]) =>
    Object.keys(each).map((column) => `${table}.${column}`),
  );
  expect(listed.sort()).toEqual(live.sort());
});

test("the practice leads every primary key but the one of what is witnessed elsewhere", async () => {
  const dataFolder = makeDataFolder();
  const database = await openDatabase(dataFolder);
  await database.close();
  const sqlite = new DatabaseSync(join(dataFolder, "alcove.db"));
  const keys = sqlite
    .prepare(
      "select m.name as tab, c.name as col from sqlite_schema m join pragma_table_info(m.name) c where m.type = 'table' and c.pk = 1",
    )
    .all()
    .filter((row) => !String(row["tab"]).startsWith("kysely_") && row["tab"] !== "witnessed");
  sqlite.close();
  rmSync(dataFolder, { recursive: true });
  expect(keys.length).toBeGreaterThanOrEqual(10);
  expect(new Set(keys.map((row) => row["col"]))).toEqual(new Set(["practice"]));
});
