// PGlite's one session as the pool that kysely expects: one owner at a time, what is urgent first, and a turn of the event loop before each statement.

import type { PGlite } from '@electric-sql/pglite';
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { turn } from '../support/turns.js';
import { PgliteStatements } from './pgliteStatements.js';

/** The session as the client of a pool; kysely hands cursors only to streams, which nothing here uses. */
class PgliteClient implements PostgresPoolClient {
  readonly #statements: PgliteStatements;
  readonly release: () => void;

  constructor(statements: PgliteStatements, release: () => void) {
    this.#statements = statements;
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
    // PGlite answers in this thread: statements behind statements, without a turn in between, would let no socket be read.
    await turn();
    const result = await this.#statements.run<R>(text, values);
    const command = commandOf(text);
    return {
      command,
      rows: result.rows,
      rowCount: command === 'SELECT' ? result.rows.length : (result.affectedRows ?? 0),
    };
  }
}

type Waiting = () => void;

/** One owner at a time, so that a transaction owns the session. */
export class PglitePool implements PostgresPool {
  /** The same session for what must not wait behind everything else. */
  readonly urgent: PostgresPool = { connect: () => this.#own(this.#urgent), end: async () => undefined };
  readonly #lite: PGlite;
  readonly #statements: PgliteStatements;
  readonly #urgent: Waiting[] = [];
  readonly #usual: Waiting[] = [];
  #owned = false;
  #ended = false;

  constructor(lite: PGlite) {
    this.#lite = lite;
    this.#statements = new PgliteStatements(lite);
  }

  connect(): Promise<PgliteClient> {
    return this.#own(this.#usual);
  }

  /** For pg-boss: several statements in one text have no parameters. */
  async run(text: string, values?: unknown[]): Promise<{ rows: unknown[]; rowCount: number }> {
    const connection = await this.connect();
    try {
      if (values?.length) return await connection.query(text, values);
      await turn();
      const results = await this.#lite.exec(text).finally(() => this.#statements.forget());
      const last = results.filter((result) => result.rows.length > 0).at(-1) ?? results.at(-1);
      return { rows: last?.rows ?? [], rowCount: last?.affectedRows ?? 0 };
    } finally {
      connection.release();
    }
  }

  /** After everything that waits. */
  async end(): Promise<void> {
    const last = await this.connect();
    this.#ended = true;
    last.release();
    await this.#lite.close();
  }

  async #own(lane: Waiting[]): Promise<PgliteClient> {
    if (this.#ended) throw new Error('the database is closed');
    if (this.#owned) await new Promise<void>((resolve) => lane.push(resolve));
    this.#owned = true;
    let isOurs = true;
    return new PgliteClient(this.#statements, () => {
      if (!isOurs) return;
      isOurs = false;
      const next = this.#urgent.shift() ?? this.#usual.shift();
      // It stays owned: the next one has it at once.
      if (next) next();
      else this.#owned = false;
    });
  }
}

function commandOf(text: string): PostgresQueryResult<never>['command'] {
  const word = /^\s*(update|delete|insert|merge)\b/i.exec(text)?.[1]?.toUpperCase();
  return word === 'UPDATE' || word === 'DELETE' || word === 'INSERT' || word === 'MERGE' ? word : 'SELECT';
}
