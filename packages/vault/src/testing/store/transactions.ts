import { codeOf, same, thrownBy } from "../check.ts";
import { type StoreCase, withStore } from "./case.ts";
import type { Sql } from "../../ports.ts";

function numbersIn(sql: Sql): unknown[] {
  return sql
    .prepare("SELECT x FROM a ORDER BY x")
    .all()
    .map((row) => row["x"]);
}

export const transactionCases: readonly StoreCase[] = [
  withStore("a transaction keeps all of its work and gives its value", ({ disk }) => {
    disk.exec("CREATE TABLE a (x INTEGER PRIMARY KEY)");
    const insert = disk.prepare("INSERT INTO a VALUES (?)");
    const value = disk.transaction(() => {
      insert.run(1);
      insert.run(2);
      return "done";
    });
    same([value, numbersIn(disk)], ["done", [1, 2]], "value and rows");
  }),

  withStore("a transaction that throws keeps nothing, and the error comes out as it was", ({ disk }) => {
    disk.exec("CREATE TABLE a (x INTEGER PRIMARY KEY); INSERT INTO a VALUES (0)");
    const error = new Error("by the work itself");
    const thrown = thrownBy(() =>
      disk.transaction(() => {
        disk.prepare("INSERT INTO a VALUES (?)").run(1);
        disk.exec("CREATE TABLE b (x)");
        throw error;
      }),
    );
    same(thrown === error, true, "the same error");
    same(numbersIn(disk), [0], "rows");
    same(disk.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'b'").get(), { n: 0 }, "table b");
    disk.transaction(() => disk.prepare("INSERT INTO a VALUES (?)").run(2));
    same(numbersIn(disk), [0, 2], "rows of the next transaction");
  }),

  withStore("a statement that fails inside takes the whole transaction with it", ({ disk }) => {
    disk.exec("CREATE TABLE a (x INTEGER PRIMARY KEY); INSERT INTO a VALUES (2)");
    const insert = disk.prepare("INSERT INTO a VALUES (?)");
    thrownBy(() => disk.transaction(() => [1, 2, 3].forEach((x) => insert.run(x))));
    same(numbersIn(disk), [2], "rows");
  }),

  withStore("a nested transaction joins the outer one: the outer error undoes both", ({ disk }) => {
    disk.exec("CREATE TABLE a (x INTEGER PRIMARY KEY)");
    const insert = disk.prepare("INSERT INTO a VALUES (?)");
    thrownBy(() =>
      disk.transaction(() => {
        insert.run(1);
        disk.transaction(() => insert.run(2));
        throw new Error("after the inner one");
      }),
    );
    same(numbersIn(disk), [], "rows");
  }),

  withStore(
    "an inner error that the outer work lets through undoes both; the next transaction is whole",
    ({ disk }) => {
      disk.exec("CREATE TABLE a (x INTEGER PRIMARY KEY)");
      const insert = disk.prepare("INSERT INTO a VALUES (?)");
      const inner = () =>
        disk.transaction(() => {
          insert.run(2);
          throw new Error("inner");
        });
      thrownBy(() =>
        disk.transaction(() => {
          insert.run(1);
          inner();
        }),
      );
      same(numbersIn(disk), [], "rows");
      disk.transaction(() => {
        insert.run(3);
        disk.transaction(() => insert.run(4));
        insert.run(5);
      });
      same(numbersIn(disk), [3, 4, 5], "rows of the next one");
    },
  ),

  withStore("in-memory databases know transactions too, each its own", (store) => {
    const one = store.memory();
    const two = store.memory();
    for (const sql of [one, two]) sql.exec("CREATE TABLE a (x INTEGER PRIMARY KEY)");
    const thrown = thrownBy(() =>
      one.transaction(() => {
        one.exec("INSERT INTO a VALUES (1)");
        two.transaction(() => two.exec("INSERT INTO a VALUES (2)"));
        throw Object.assign(new Error(), { code: "mine" });
      }),
    );
    same(codeOf(thrown), "mine", "error");
    same([numbersIn(one), numbersIn(two)], [[], [2]], "rows");
    one.close();
    two.close();
  }),
];
