// PGlite's one session as the pool that kysely expects: one owner at a time.

import type { PGlite } from '@electric-sql/pglite';
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';

/** The one session of PGlite as the client of a pool; kysely hands cursors only to streams, which nothing here uses. */
class PgliteClient implements PostgresPoolClient {
  readonly #lite: PGlite;
  readonly release: () => void;

  constructor(lite: PGlite, release: () => void) {
    this.#lite = lite;
    this.release = release;
  }

  query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    text: string | PostgresCursor<R>,
    values: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof text !== 'string') throw new Error('PGlite has no cursors');
    return this.#run<R>(text, values);
  }

  async #run<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    const result = await this.#lite.query<R>(text, [...values]);
    const command = commandOf(text);
    return {
      command,
      rows: result.rows,
      rowCount: command === 'SELECT' ? result.rows.length : (result.affectedRows ?? 0),
    };
  }
}

/** The pool that kysely expects, over PGlite's single session: one owner at a time, so that a transaction owns the session. */
export class PglitePool implements PostgresPool {
  readonly #lite: PGlite;
  #tail: Promise<void> = Promise.resolve();

  constructor(lite: PGlite) {
    this.#lite = lite;
  }

  async connect(): Promise<PgliteClient> {
    const before = this.#tail;
    let release: () => void = () => undefined;
    this.#tail = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return new PgliteClient(this.#lite, release);
  }

  /** For pg-boss: several statements in one text have no parameters. */
  async run(text: string, values?: unknown[]): Promise<{ rows: unknown[]; rowCount: number }> {
    const connection = await this.connect();
    try {
      if (values?.length) return await connection.query(text, values);
      const results = await this.#lite.exec(text);
      const last = results.filter((result) => result.rows.length > 0).at(-1) ?? results.at(-1);
      return { rows: last?.rows ?? [], rowCount: last?.affectedRows ?? 0 };
    } finally {
      connection.release();
    }
  }

  async end(): Promise<void> {
    await this.#tail;
    await this.#lite.close();
  }
}

function commandOf(text: string): PostgresQueryResult<never>['command'] {
  const word = /^\s*(update|delete|insert|merge)\b/i.exec(text)?.[1]?.toUpperCase();
  return word === 'UPDATE' || word === 'DELETE' || word === 'INSERT' || word === 'MERGE' ? word : 'SELECT';
}
