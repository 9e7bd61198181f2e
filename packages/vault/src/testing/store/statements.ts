import { patterned, type StoreCase, withStore } from "./case.ts";
import { same, thrownBy } from "../check.ts";

export const statementCases: readonly StoreCase[] = [
  withStore("exec runs several statements of one text", ({ disk }) => {
    disk.exec("CREATE TABLE a (x); INSERT INTO a VALUES (1); INSERT INTO a VALUES (2);");
    same(disk.prepare("SELECT count(*) AS n FROM a").get(), { n: 2 }, "rows");
  }),

  withStore("a row is an object by column names, and no row is undefined", ({ disk }) => {
    disk.exec("CREATE TABLE a (x, y); INSERT INTO a VALUES (1, 'one'), (2, NULL)");
    const all = disk.prepare("SELECT y AS name, x FROM a ORDER BY x");
    same(
      all.all(),
      [
        { name: "one", x: 1 },
        { name: null, x: 2 },
      ],
      "all",
    );
    same(all.get(), { name: "one", x: 1 }, "get");
    const one = disk.prepare("SELECT x FROM a WHERE x = ?");
    same(one.get(2), { x: 2 }, "get by value");
    same(one.get(3), undefined, "get of nothing");
    same(one.all(3), [], "all of nothing");
  }),

  withStore("blobs come back byte for byte, from none to 5 MB", ({ disk }) => {
    disk.exec("CREATE TABLE a (x INTEGER PRIMARY KEY, b BLOB)");
    const insert = disk.prepare("INSERT INTO a VALUES (?, ?)");
    const everyByte = Uint8Array.from({ length: 256 }, (_, i) => i);
    const blobs = [new Uint8Array(0), new Uint8Array(1), everyByte, patterned(5_000_000)];
    for (const [i, blob] of blobs.entries()) insert.run(i, blob);
    for (const [i, blob] of blobs.entries()) {
      const row = disk.prepare("SELECT b, length(b) AS n, typeof(b) AS t FROM a WHERE x = ?").get(i);
      same(row?.["t"], "blob", `type of blob ${i}`);
      same(row?.["n"], blob.length, `length of blob ${i}`);
      same(row?.["b"], blob, `blob ${i}`);
    }
  }),

  withStore("a blob that was read is a Uint8Array of its own, and one that was written is not kept", ({ disk }) => {
    disk.exec("CREATE TABLE a (x INTEGER PRIMARY KEY, b BLOB)");
    const given = patterned(10_000);
    disk.prepare("INSERT INTO a VALUES (?, ?)").run(1, given.subarray(100, 200));
    const read = disk.prepare("SELECT b FROM a").get()?.["b"] as Uint8Array;
    const before = given.slice(100, 200);
    given.fill(0);
    disk.prepare("INSERT INTO a VALUES (?, ?)").run(2, patterned(3_000_000, 7));
    disk.prepare("SELECT b FROM a").all();
    same(read, before, "bytes read before");
    same([read.constructor.name, read.byteOffset, read.buffer.byteLength], ["Uint8Array", 0, 100], "its buffer");
    read.fill(0);
    same(disk.prepare("SELECT b FROM a WHERE x = 1").get(), { b: before }, "bytes in the file");
  }),

  withStore("integers are exact from -(2^53 - 1) to 2^53 - 1", ({ disk }) => {
    disk.exec("CREATE TABLE a (x INTEGER PRIMARY KEY, y INTEGER)");
    const numbers = [0, 1, -1, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 40 + 1, 2 ** 53 - 1, -(2 ** 53 - 1)];
    for (const n of numbers) disk.prepare("INSERT INTO a VALUES (?, ?)").run(n, n);
    for (const n of numbers) {
      const found = disk.prepare("SELECT x, y, typeof(y) AS t FROM a WHERE x = ? AND y = ?").get(n, n);
      same(found, { x: n, y: n, t: "integer" }, `${n}`);
    }
  }),

  withStore("an integer beyond 2^53 - 1 is an error, not a rounded number", ({ disk }) => {
    disk.exec("CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (9007199254740993)");
    thrownBy(() => disk.prepare("SELECT x FROM a").get());
    same(disk.prepare("SELECT count(*) AS n FROM a").get(), { n: 1 }, "the statement after it");
  }),

  withStore("fractions are exact", ({ disk }) => {
    disk.exec("CREATE TABLE a (x REAL)");
    for (const n of [0.1, -2.5, 1e300, 5e-324]) {
      disk.prepare("INSERT INTO a VALUES (?)").run(n);
      same(disk.prepare("SELECT x FROM a WHERE x = ?").get(n), { x: n }, `${n}`);
    }
  }),

  withStore("text comes back as it was, empty, long, with NUL and beyond the basic plane", ({ disk }) => {
    disk.exec("CREATE TABLE a (x INTEGER PRIMARY KEY, t TEXT)");
    const texts = ["", "a", "Ünïcödé שלום", "🌿🪑", "before\0after", "'\";--", "x".repeat(1_000_000)];
    for (const [i, text] of texts.entries()) disk.prepare("INSERT INTO a VALUES (?, ?)").run(i, text);
    for (const [i, text] of texts.entries()) {
      same(disk.prepare("SELECT t FROM a WHERE x = ?").get(i), { t: text }, `text ${i}`);
    }
  }),

  withStore("a statement is prepared once for each text, and keeps no value from the call before", ({ disk }) => {
    disk.exec("CREATE TABLE a (x, y)");
    const insert = disk.prepare("INSERT INTO a VALUES (?, ?)");
    same(disk.prepare("INSERT INTO a VALUES (?, ?)") === insert, true, "the same statement");
    insert.run(1, patterned(10));
    insert.run(2, null);
    same(disk.prepare("SELECT y FROM a WHERE x = 2").get(), { y: null }, "second row");
  }),

  withStore("a statement that failed can be used again", ({ disk }) => {
    disk.exec("CREATE TABLE a (x INTEGER PRIMARY KEY)");
    const insert = disk.prepare("INSERT INTO a VALUES (?)");
    insert.run(1);
    thrownBy(() => insert.run(1));
    insert.run(2);
    same(disk.prepare("SELECT x FROM a ORDER BY x").all(), [{ x: 1 }, { x: 2 }], "rows");
  }),

  withStore("SQL that makes no sense throws, when prepared or run at once", ({ disk }) => {
    thrownBy(() => disk.prepare("SELEKT 1"));
    thrownBy(() => disk.exec("SELEKT 1"));
    thrownBy(() => disk.prepare("SELECT x FROM nowhere"));
    same(disk.prepare("SELECT 1 AS one").get(), { one: 1 }, "afterwards");
  }),

  withStore("get leaves nothing open: the table can be written and dropped next", ({ disk }) => {
    disk.exec("CREATE TABLE a (x); INSERT INTO a VALUES (1), (2), (3)");
    same(disk.prepare("SELECT x FROM a ORDER BY x").get(), { x: 1 }, "the first of three");
    disk.transaction(() => disk.exec("INSERT INTO a VALUES (4); DROP TABLE a"));
    same(disk.prepare("SELECT count(*) AS n FROM sqlite_master").get(), { n: 0 }, "tables");
  }),

  withStore("run goes to the end of statements that give rows", ({ disk }) => {
    disk.exec("CREATE TABLE a (x)");
    disk.prepare("INSERT INTO a VALUES (1), (2), (3) RETURNING x").run();
    same(disk.prepare("SELECT count(*) AS n FROM a").get(), { n: 3 }, "rows");
  }),
];
