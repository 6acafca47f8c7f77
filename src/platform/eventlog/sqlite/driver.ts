// SPDX-License-Identifier: Apache-2.0
// SQLite without a compiler: built into Node from 22 on, else a package with the same interface and its binary inside.

export type Value = null | number | string | Uint8Array;
type Row = Readonly<Record<string, Value>>;

/** The part of `DatabaseSync` that we use. */
export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

export interface Statement {
  run(...values: Value[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint };
  get(...values: Value[]): Row | undefined;
  all(...values: Value[]): readonly Row[];
}

export interface OpenOptions {
  readonly readOnly?: boolean;
}

/** Opens a file, made when it is not there. @throws what SQLite says. */
export type OpenDatabase = (path: string, options?: OpenOptions) => Database;

type Constructor = new (path: string, options: OpenOptions) => Database;

/** @throws Error when this Node has no SQLite and the optional package is not installed. */
export async function loadSqlite(): Promise<OpenDatabase> {
  const { DatabaseSync } = await sqliteModule();
  return (path, options = {}) => keepStatements(new DatabaseSync(path, options));
}

/** One statement a text, however often it is asked for. */
function keepStatements(database: Database): Database {
  const statements = new Map<string, Statement>();
  return {
    exec: (sql) => database.exec(sql),
    prepare: (sql) => {
      const known = statements.get(sql) ?? database.prepare(sql);
      statements.set(sql, known);
      return known;
    },
    close: () => {
      statements.clear();
      database.close();
    },
  };
}

async function sqliteModule(): Promise<{ readonly DatabaseSync: Constructor }> {
  // A name that the compiler does not follow: the types of Node 20 do not know the module.
  const builtIn: string = 'node:sqlite';
  try {
    return (await import(builtIn)) as { readonly DatabaseSync: Constructor };
  } catch {
    try {
      return (await import('@photostructure/sqlite')) as unknown as { readonly DatabaseSync: Constructor };
    } catch (cause) {
      throw new Error(
        `Cannot load SQLite: Node ${process.versions.node} has none built in (22.13 has) and the optional package @photostructure/sqlite does not load`,
        { cause },
      );
    }
  }
}
