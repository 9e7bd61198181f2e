/** Which statements write, as verb and table: in a write point's name, in a line of SQL, in the server's queries. */

const verbs = /\b(INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) (\w+)/gi;

/** For example "INSERT INTO leaves" and "DELETE FROM drafts". */
export function statementsIn(sql: string): string[] {
  return [...sql.matchAll(verbs)]
    .map(([, verb, table]) => `${(verb ?? "").replace(/ OR \w+/i, "")} ${table}`.toUpperCase())
    .filter((statement) => statement !== "UPDATE SET");
}

const calls = /\.(insertInto|updateTable|deleteFrom)\(\s*"(\w+)"/g;
const verbOf: Readonly<Record<string, string>> = {
  insertInto: "INSERT INTO",
  updateTable: "UPDATE",
  deleteFrom: "DELETE FROM",
};

/** The same of a source that asks by Kysely. */
export function queriesIn(source: string): string[] {
  return [...source.matchAll(calls)].map(([, call, table]) => `${verbOf[call ?? ""]} ${table}`.toUpperCase());
}
