import { StoreFault } from "../../ports.ts";
import { codeOf, same, thrownBy } from "../check.ts";
import { patterned, type StoreCase, withStore } from "./case.ts";

const fullText =
  "CREATE VIRTUAL TABLE words USING fts5(title, body, content='', contentless_delete=1, tokenize=\"unicode61 remove_diacritics 2\", prefix='2 3')";

export const memoryCases: readonly StoreCase[] = [
  withStore("FTS5 is there: contentless with delete, prefixes, phrases, without accents", (store) => {
    const sql = store.memory();
    sql.exec(fullText);
    const insert = sql.prepare("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)");
    const ids = [1, 2 ** 40 + 7, 738_000 * 2 ** 20];
    insert.run(ids[0] ?? 0, "First session", "She spoke of the café by the river.");
    insert.run(ids[1] ?? 0, "Second", "The river again; no cafe.");
    insert.run(ids[2] ?? 0, "Third", "Nothing of it.");
    const find = (match: string) =>
      sql
        .prepare("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC")
        .all(match)
        .map((row) => row["rowid"]);
    same(find('"cafe"'), [ids[1], ids[0]], "word");
    same(find('"the river"'), [ids[1], ids[0]], "phrase");
    same(find('"ses"*'), [ids[0]], "prefix");
    sql.prepare("DELETE FROM words WHERE rowid = ?").run(ids[1] ?? 0);
    same(find('"river"'), [ids[0]], "after delete");
    const range = sql.prepare("SELECT rowid FROM words WHERE words MATCH ? AND rowid >= ? AND rowid <= ?");
    same(range.all('"nothing"', ids[2] ?? 0, ids[2] ?? 0), [{ rowid: ids[2] }], "within a range of ids");
    sql.close();
  }),

  withStore("an image opens to the same database, and stays what it was", (store) => {
    const first = store.memory();
    first.exec("CREATE TABLE a (x INTEGER PRIMARY KEY, b BLOB, t TEXT)");
    for (let i = 0; i < 200; i++) first.prepare("INSERT INTO a VALUES (?, ?, ?)").run(i, patterned(i * 10), `row ${i}`);
    first.exec(`${fullText}; INSERT INTO words (rowid, title, body) VALUES (5, 'a title', 'a body')`);
    const image = first.serialize();
    const imageBefore = image.slice();
    first.exec("DELETE FROM a");
    const second = store.memory(image);
    first.close();
    const rows = second.prepare("SELECT x, b, t FROM a ORDER BY x").all();
    const expected = Array.from({ length: 200 }, (_, i) => ({ x: i, b: patterned(i * 10), t: `row ${i}` }));
    same(rows, expected, "rows");
    same(second.prepare("SELECT rowid FROM words WHERE words MATCH 'body'").all(), [{ rowid: 5 }], "full text");
    second.transaction(() => {
      for (let i = 0; i < 100; i++)
        second.prepare("INSERT INTO a VALUES (?, ?, 'more')").run(1000 + i, patterned(40_000));
    });
    same(second.prepare("SELECT count(*) AS n FROM a").get(), { n: 300 }, "rows after growing far beyond the image");
    same(image, imageBefore, "the image");
    const third = store.memory(second.serialize());
    same(
      third.prepare("SELECT count(*) AS n, sum(length(b)) AS bytes FROM a").get(),
      { n: 300, bytes: 4_199_000 },
      "third",
    );
    second.close();
    third.close();
  }),

  withStore("an image of an empty database opens", (store) => {
    const empty = store.memory();
    const again = store.memory(empty.serialize());
    again.exec("CREATE TABLE a (x); INSERT INTO a VALUES (1)");
    same(again.prepare("SELECT x FROM a").all(), [{ x: 1 }], "rows");
    empty.close();
    again.close();
  }),

  withStore("an image that is no database is store-damaged, at the latest when it is read", (store) => {
    const fault = thrownBy(() => {
      const sql = store.memory(patterned(50_000));
      try {
        sql.prepare("SELECT name FROM sqlite_master").all();
      } finally {
        sql.close();
      }
    });
    same([fault instanceof StoreFault, codeOf(fault)], [true, "store-damaged"], "fault");
  }),

  withStore("in-memory databases leave no trace in the file", (store) => {
    const sql = store.memory();
    sql.exec("CREATE TABLE secret (x); INSERT INTO secret VALUES (1)");
    same(store.disk.prepare("SELECT count(*) AS n FROM sqlite_master").get(), { n: 0 }, "tables of the file");
    sql.close();
  }),
];
